"""The contract of a channel: how a message reaches a customer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Recipient:
    """A customer as channels see one: addresses in the order of the registration, phones as +5519900001042."""

    customer_id: int
    name: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message for one address. `id` stays the same however often it is tried, and is nobody else's: send it on as a key.

    `text` is plain; a channel that is `short` gets the short text and an empty subject.
    """

    id: str
    address: str
    name: str
    subject: str
    text: str
    created_at: datetime


class Outcome(StrEnum):
    """What became of a message that a channel took."""

    TAKEN = "taken"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True)
class Sent:
    """The channel took the message. `reference` is its own name for it, `detail` its answer, as evidence."""

    detail: str
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class ReadBack:
    """News of a message taken earlier, and the other side's words."""

    outcome: Outcome
    detail: str


class Channel(ABC):
    """A way to reach customers. One stateless instance, registered by `register_channels`.

    `name` is stored with every message and never changes. `short` where a text must be short (SMS, WhatsApp).
    """

    name: str
    label: str
    icon: str = "bell"
    short: bool = False

    @abstractmethod
    def form_class(self) -> type[Any]:
        """The WTForms form of the channel's settings; `data` must be JSON. Kept encrypted, never shown again."""

    @abstractmethod
    def address(self, recipient: Recipient) -> str | None:
        """Where this channel reaches a customer; None where it cannot."""

    @abstractmethod
    def send(
        self, settings: Mapping[str, Any], messages: Sequence[OutgoingMessage]
    ) -> Sequence[Sent | Exception]:
        """Hand messages over, in order; for each, what was answered, or why not.

        `DriverUnreachable` is tried again later, `DriverRefused` is not; an exception raised counts for all of
        them. No call may wait for ever.
        """

    def check(self, settings: Mapping[str, Any]) -> str:
        """Try the settings without sending; words for a person. Raises as `send` answers."""
        return ""

    def read_back(self, settings: Mapping[str, Any], references: Sequence[str]) -> Mapping[str, ReadBack]:
        """News of messages taken earlier, by reference; those with none are left out."""
        return {}
