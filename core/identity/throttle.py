"""Slowing down whoever guesses: by address on the route, by login on wrong passwords."""

from __future__ import annotations

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse

limiter = Limiter(get_remote_address, default_limits=[])
BY_ADDRESS = "30 per minute"
BY_LOGIN: RateLimitItem = parse("5 per 15 minutes")


def guessed_too_often(login: str) -> bool:
    """Whether a login has had as many wrong passwords as it may within a quarter of an hour."""
    return not limiter.limiter.test(BY_LOGIN, "login", login.strip().lower())


def forget_guesses(login: str) -> None:
    """The right password was given: the login starts anew."""
    limiter.limiter.clear(BY_LOGIN, "login", login.strip().lower())


def count_wrong_guess(login: str) -> None:
    """Count a wrong password of a login, existing or not."""
    limiter.limiter.hit(BY_LOGIN, "login", login.strip().lower())
