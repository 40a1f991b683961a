"""Passwords: kept as argon2 hashes, of staff and of customers alike."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app


def hash_password(password: str) -> str:
    """The hash to keep, at the cost of the settings."""
    return _hasher().hash(password)


def verify_password(stored: str | None, password: str) -> bool:
    """Whether the password is the one that was hashed. Takes as long where there is no hash."""
    try:
        return _hasher().verify(stored or _nobody(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(stored: str) -> bool:
    """Whether the hash was made at another cost, and is to be made anew at the next sign-in."""
    return _hasher().check_needs_rehash(stored)


def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=current_app.config["MALHA"].password_cost)


def _nobody() -> str:
    """A hash of the same cost that no one knows a password for, so that an unknown login takes as long."""
    kept: str = current_app.extensions.setdefault("malha.nobody", "") or _hasher().hash("ninguém")
    current_app.extensions["malha.nobody"] = kept
    return kept
