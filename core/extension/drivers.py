"""What goes wrong with a driver's other side, in the two kinds that matter."""

from __future__ import annotations


class DriverUnreachable(Exception):
    """The other side did not answer, or cannot take it now: tried again later. The message is for a person."""


class DriverRefused(Exception):
    """The other side said no, and would again: told to a person, in its own words."""
