"""A bounce mail says which message could not be delivered, and why. Source: RFC 3464, RFC 3462."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

MOST = 300


@dataclass(frozen=True, slots=True)
class Bounce:
    """`references` are the names that the lost message may have, `final` whether it is lost and not only late."""

    references: tuple[str, ...]
    final: bool
    words: str


def read_bounce(mail: bytes) -> Bounce | None:
    """What a delivery status notification says; None where the mail is none."""
    read = message_from_bytes(mail, policy=policy.compat32)
    fields = [part for part in _parts(read) if "action" in part]
    if not fields:
        return None
    return Bounce(
        tuple(_references(read)),
        any(_said(one, "action").lower() == "failed" for one in fields),
        _words(fields),
    )


def _parts(read: Message) -> Iterator[Message]:
    """The blocks of fields of every part message/delivery-status: of the mail, then of each recipient."""
    for part in read.walk():
        if part.get_content_type() == "message/delivery-status":
            payload = part.get_payload()
            yield from (
                (one for one in payload if isinstance(one, Message)) if isinstance(payload, list) else ()
            )


def _words(fields: list[Message]) -> str:
    found = [f"{_said(one, 'status')} {_plain(_said(one, 'diagnostic-code'))}".strip() for one in fields]
    return "; ".join(one for one in found if one)[:MOST] or "o servidor não disse por quê"


def _plain(diagnostic: str) -> str:
    """Without its type: `smtp; 550 no such user`."""
    return diagnostic.partition(";")[2].strip() or diagnostic


def _references(read: Message) -> Iterator[str]:
    for part in read.walk():
        if part.get_content_type() == "message/rfc822":
            yield from _ids(part.get_payload())
        elif part.get_content_type() == "text/rfc822-headers":
            head = part.get_payload(decode=True)
            yield from _ids([message_from_bytes(head if isinstance(head, bytes) else b"")])
    for one in (*_parts(read), read):
        yield from (_said(one, name) for name in ("original-envelope-id", "in-reply-to") if _said(one, name))


def _ids(inner: object) -> Iterator[str]:
    for one in inner if isinstance(inner, list) else ():
        if isinstance(one, Message) and (found := _said(one, "message-id")):
            yield found


def _said(part: Message, name: str) -> str:
    return " ".join(str(part.get(name, "")).split())
