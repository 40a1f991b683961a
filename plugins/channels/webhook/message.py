"""What goes to the gateway and how it is signed: pure."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any
from urllib.parse import quote

from malha import OutgoingMessage

OWN_NAMES = ("id", "to", "name", "subject", "text", "created_at", "provider")


def body(settings: Mapping[str, Any], message: OutgoingMessage, with_subject: bool) -> bytes:
    """A JSON object in ASCII. What the settings add never takes the place of what is ours."""
    subject = {"subject": message.subject} if with_subject else {}
    ours = {
        "id": message.id,
        "to": message.address,
        "name": message.name,
        **subject,
        "text": message.text,
        "created_at": message.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "provider": settings.get("provider") or "",
    }
    whole = {name: value.encode("utf-8", "replace").decode() for name, value in ours.items()}
    return json.dumps({**(settings.get("extra") or {}), **whole}).encode()


def headers(settings: Mapping[str, Any], timestamp: int, content: bytes) -> dict[str, str]:
    """Who asks, and the proof: HMAC-SHA256 with the secret over the timestamp, a dot and the content."""
    signed = hmac.new(settings["secret"].encode(), b"%d." % timestamp + content, "sha256").hexdigest()
    bearer = {"Authorization": f"Bearer {settings['token']}"} if settings.get("token") else {}
    return {
        "Accept": "application/json",
        "Accept-Encoding": "identity",  # what is packed small may be large
        "User-Agent": "Malha",
        "Malha-Timestamp": str(timestamp),
        "Malha-Signature": f"v1={signed}",
        **bearer,
    }


def key_header(key: str) -> str:
    """A message's id as a header can hold it; plain ids stay as they are."""
    return quote(key, safe=":.-_~")
