"""What the scheduler asks for: send what is due, ask the channels for news."""

from __future__ import annotations

from core.foundation.clock import now
from core.notices.services import bounce, send


def send_waiting() -> int:
    """Try what is due; returns how many messages were taken."""
    return send.send_waiting(now())


def read_back() -> int:
    """Ask about what was taken lately; returns how many messages came back."""
    return bounce.read_back(now())
