"""Slowing down whoever guesses: by address on the route, by login on wrong passwords."""

from __future__ import annotations

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse

limiter = Limiter(get_remote_address, default_limits=[])
BY_ADDRESS = "30 per minute"
BY_LOGIN: RateLimitItem = parse("5 per 15 minutes")


def may_guess(login: str) -> bool:
    """Count a guess at a login's password, existing or not; False once a quarter of an hour has had too many.

    Counted before it is looked at: guesses sent side by side would otherwise all be let through.
    """
    return limiter.limiter.hit(BY_LOGIN, "login", login.strip().lower())


def forget_guesses(login: str) -> None:
    """The right password was given: the login starts anew."""
    limiter.limiter.clear(BY_LOGIN, "login", login.strip().lower())
