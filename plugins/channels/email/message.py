"""A message as e-mail: pure, from settings and text to bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import Any

from email_validator import EmailNotValidError, validate_email

from malha import OutgoingMessage, now

LONGEST_NAME = 80
LONGEST_SUBJECT = 200
PLAIN_ID = re.compile(r"[A-Za-z0-9._-]{1,60}")


def mailbox(text: str) -> str | None:
    """An address as servers of all ages take it, its domain in ASCII; None for what is no such address."""
    try:
        return validate_email(text, check_deliverability=False).ascii_email
    except EmailNotValidError:
        return None


def message_id(settings: Mapping[str, Any], message: OutgoingMessage) -> str:
    """The same for every attempt, so that mail programs show one that came twice once, and bounces can be matched.

    The instant keeps apart two databases of one provider that count from 1: a mail program hides a known id.
    """
    key = message.id if PLAIN_ID.fullmatch(message.id) else sha256(message.id.encode()).hexdigest()[:24]
    return f"<{key}.{int(message.created_at.timestamp())}@{settings['from_address'].rpartition('@')[2]}>"


def build(settings: Mapping[str, Any], message: OutgoingMessage, address: str) -> bytes:
    """Plain text in UTF-8, its lines short enough for any server."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(
        one_line(settings.get("from_name"), LONGEST_NAME), addr_spec=settings["from_address"]
    )
    mail["To"] = Address(one_line(message.name, LONGEST_NAME), addr_spec=address)
    if settings.get("reply_to"):
        mail["Reply-To"] = Address(addr_spec=settings["reply_to"])
    mail["Subject"] = one_line(message.subject, LONGEST_SUBJECT)
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = message_id(settings, message)
    mail["Auto-Submitted"] = "auto-generated"  # no robot answers it. Source: RFC 3834
    mail.set_content(_encodable(message.text), cte="quoted-printable")
    return mail.as_bytes()


def one_line(text: str | None, most: int) -> str:
    """Text for a header: nothing in it that ends a line, none that is taken for an encoded word."""
    printable = "".join(c if c.isprintable() else " " for c in _encodable(text or ""))
    # The library decodes such words in what it is given, line ends included (CVE-2024-6923).
    return " ".join(printable.replace("=?", "= ?").split())[:most]


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
