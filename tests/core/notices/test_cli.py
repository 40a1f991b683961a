"""`malha notices`: what a mail server's pipe and a person at a terminal get."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from core.extension.drivers import DriverUnreachable
from tests.core.notices.conftest import Post
from tests.core.notices.test_bounce import NOON, mail
from tests.core.notices.test_views import tell

pytestmark = pytest.mark.usefixtures("clock")
Run = Callable[..., Any]


def piped(app: Flask, raw: bytes) -> Any:
    from core.cli import malha

    return app.test_cli_runner().invoke(malha, ["notices", "bounce"], input=raw)


def test_send_says_how_many_went(runner: Run, post: Post) -> None:
    assert runner("notices", "send").output == "0 messages taken, 0 came back\n"


def test_a_bounce_comes_in_by_a_pipe(app: Flask, post: Post, clock: Any) -> None:
    clock.move_to(NOON)
    tell(app)
    [sent] = post.sent

    found, unknown, other = (
        piped(app, mail(f"<{sent.id}@x>")), piped(app, mail("<a@b>")), piped(app, b"Subject: oi\n\n\xff")
    )  # fmt: skip

    assert (found.output, found.exit_code) == ("bounced: 1\n", 0)
    assert (unknown.exit_code, other.exit_code) == (1, 1)
    assert "no message was sent under <a@b>" in unknown.output
    assert "no bounce mail" in other.output


def test_a_channel_is_tried_with_one_message(runner: Run, post: Post) -> None:
    fine = runner("notices", "test", "post", "eu@example.com")
    post.down = DriverUnreachable("não conecta")
    down = runner("notices", "test", "post", "eu@example.com")

    assert (fine.output, fine.exit_code) == ("250 ok\n", 0)
    assert (down.output, down.exit_code) == ("não conecta\n", 1)
    assert post.sent[0].address == "eu@example.com"


def test_a_channel_that_there_is_not_or_that_is_not_set_up_is_a_wrong_request(
    runner: Run, register: Callable[..., None]
) -> None:
    register(Post("mail"))

    assert runner("notices", "test", "fax", "x").exit_code == 2
    assert "ainda não foi configurado" in runner("notices", "test", "mail", "x").output
