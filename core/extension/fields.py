"""Fields for the settings of a driver."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.foundation.forms import SecretField


class KeptSecretField(SecretField):
    """A password of a driver's settings: never shown again, and one left blank keeps what is stored."""

    stored: str | None = None

    def process_data(self, value: Any) -> None:
        super().process_data(value)
        self.stored = self.data

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata(valuelist)
        if not self.typed:
            self.data = self.stored
