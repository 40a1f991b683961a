"""What a staff password and a login must be like."""

from __future__ import annotations

import re

SHORTEST = 10
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


class UserRefused(ValueError):
    """A user that cannot be kept as typed; the message is for a person. `field` names what is wrong."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def check_login(login: str) -> None:
    """Raises UserRefused for a login that is not 2 to 40 plain letters, digits, dots and dashes."""
    if not LOGIN.fullmatch(login):
        raise UserRefused("login", "Use de 2 a 40 letras minúsculas sem acento, números, ponto ou traço.")


def check_password(password: str, login: str) -> None:
    """Raises UserRefused for a password that is short, or is the login itself."""
    if len(password) < SHORTEST:
        raise UserRefused("password", f"Use ao menos {SHORTEST} caracteres; uma frase curta serve bem.")
    if login and login.lower() in password.lower():
        raise UserRefused("password", "A senha não pode conter o usuário.")
