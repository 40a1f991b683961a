"""The contract of a device driver: how a router is made to agree with the contracts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class AccessState(StrEnum):
    """What an internet account should have."""

    ACTIVE = "active"
    REDUCED = "reduced"
    SUSPENDED = "suspended"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """A device and how it is reached. The password is in the clear: never log it."""

    id: int
    name: str
    host: str | None
    port: int | None
    username: str | None
    password: str | None
    tls: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one internet account should have on a device: state, speeds in kbit/s, credentials."""

    account_id: int
    version: int
    state: AccessState
    method: str
    login: str | None
    password: str | None
    mac: str | None
    ip: str | None
    interface: str | None
    download_kbps: int
    upload_kbps: int


class DeviceDriver(ABC):
    """A kind of device. One stateless instance, registered by `register_device_drivers`.

    Raises `DriverUnreachable` (tried again) or `DriverRefused` (told to a person).
    """

    name: str
    label: str

    @abstractmethod
    def apply(self, device: DeviceFacts, wanted: Sequence[Wanted]) -> None:
        """Make it so, whatever was there before; doing it twice does no more. No call may wait for ever."""

    def account_at(self, device: DeviceFacts, address: str) -> str | None:
        """The login or MAC of the account that has an IP address now; None where the device knows none."""
        return None
