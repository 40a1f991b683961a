"""What the office does: settings and holidays, and the night."""

from core.office.services.settings import (
    OfficeRefused,
    add_holiday,
    keep_logo,
    keep_provider,
    remove_holiday,
)

__all__ = ["OfficeRefused", "add_holiday", "keep_logo", "keep_provider", "remove_holiday"]
