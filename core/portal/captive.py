"""What telephones and computers ask to learn whether they are online, and what the internet answers them.

One that gets another answer opens the page by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

APPLE = "<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>"
FIREFOX = '<meta http-equiv="refresh" content="0;url=https://support.mozilla.org/kb/captive-portal"/>'


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, a body and its type."""

    status: int
    body: str = ""
    mimetype: str = "text/html"


ANSWERS = {
    "/generate_204": Answer(204),
    "/gen_204": Answer(204),
    "/hotspot-detect.html": Answer(200, APPLE),
    "/library/test/success.html": Answer(200, APPLE),
    "/connecttest.txt": Answer(200, "Microsoft Connect Test", "text/plain"),
    "/ncsi.txt": Answer(200, "Microsoft NCSI", "text/plain"),
    "/success.txt": Answer(200, "success\n", "text/plain"),
    "/canonical.html": Answer(200, FIREFOX),
}


def answer_to(path: str) -> Answer | None:
    """What the internet answers to an address; None where it is not one of these questions."""
    return ANSWERS.get(path.rstrip("/").lower())
