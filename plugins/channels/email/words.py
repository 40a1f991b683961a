"""What an SMTP server's fault means, in words for a clerk."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Mapping

MEGABYTE = 1_000_000


def why_unreachable(error: Exception, place: str, seconds: float, expired: bool) -> str:
    """Why nothing could be handed over at `place`."""
    if expired or _timed_out(error):
        return f"{place} não terminou de responder em {seconds:g} s."
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(error, place)
    return _of_the_network(error, place)


def _timed_out(error: Exception) -> bool:
    """smtplib says that the server hung up where the wait had come to its end; the cause knows better."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _answered(error: smtplib.SMTPResponseException, place: str) -> str:
    raw = error.smtp_error
    words = f"{error.smtp_code} {raw.decode('utf-8', 'replace') if isinstance(raw, bytes) else raw}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"{place} não aceitou o usuário e a senha: {words}"
    return f"{place} respondeu: {words}"


def _of_the_network(error: Exception, place: str) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return f"O certificado de {place} não confere: {error.verify_message}"
        case ssl.SSLError():
            return f"{place} não falou TLS ({error.reason}). Confira a porta e a segurança."
        case socket.gaierror() | UnicodeError():
            return f"Não se achou o servidor {place}. Confira o nome, e se há acento no usuário ou na senha."
        case ConnectionRefusedError():
            return f"Não há servidor de e-mail em {place}: a conexão foi recusada."
        case smtplib.SMTPServerDisconnected():
            return f"{place} cortou a conexão."
        case smtplib.SMTPException():
            return f"{place} não aceita os modos de entrar que conhecemos."
        case _:
            return f"Não foi possível falar com {place}: {getattr(error, 'strerror', None) or type(error).__name__}"


def capabilities(name: str, place: str, tls: str, user: str | None, features: Mapping[str, str]) -> str:
    """What a server that can be used says of itself."""
    size = features.get("size", "").strip()
    parts = [
        f"{name} ({place})",
        f"conexão cifrada ({tls})" if tls else "conexão sem criptografia",
        f"entrou como {user}" if user else "sem usuário",
        f"aceita mensagens até {int(size) // MEGABYTE} MB" if size.isdecimal() and int(size) else "",
        "oferece " + ", ".join(sorted(features)).upper() if features else "",
    ]
    return ", ".join(filter(None, parts)) + "."
