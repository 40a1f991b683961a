"""The driver `log`: for devices that nothing reaches yet, what they should do is written down."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app

from core.access.queries.drivers import LOG
from core.extension.devices import DeviceDriver, DeviceFacts, Wanted
from core.extension.drivers import DriverUnreachable
from core.foundation.clock import now
from core.peers.log_driver import LogDevice

TOLD = (
    "account_id",
    "version",
    "state",
    "method",
    "login",
    "mac",
    "ip",
    "interface",
    "download_kbps",
    "upload_kbps",
)


class LogDriver(DeviceDriver):
    """Every change is a line of `access.log` in the data folder, without passwords."""

    name = LOG
    label = "Só registrar em arquivo"

    def apply(self, device: DeviceFacts, wanted: Sequence[Wanted]) -> None:
        """Write a line for each account. Raises DriverUnreachable where the file cannot be written."""
        try:
            for one in wanted:
                _files().write(_entry(device, one))
        except OSError as error:
            raise DriverUnreachable(f"o arquivo não pôde ser escrito ({error.strerror})") from error

    def account_at(self, device: DeviceFacts, address: str) -> str | None:
        """The login that `sessions.json` gives an address."""
        return _files().login_at(address)


def _files() -> LogDevice:
    return LogDevice(current_app.config["MALHA"].data_dir)


def _entry(device: DeviceFacts, wanted: Wanted) -> dict[str, object]:
    return {
        "at": now().isoformat(timespec="seconds"),
        "device": device.name,
        **{name: getattr(wanted, name) for name in TOLD},
    }
