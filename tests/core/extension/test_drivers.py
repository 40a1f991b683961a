"""What drivers get from the core for their talk with other machines."""

import socket
import time

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from core.extension.evidence import said
from core.extension.fields import KeptSecretField
from core.extension.hosts import is_this_machine
from core.extension.timelimit import TimeLimit


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("250 Ok\r\n  queued", "250 Ok queued"),
        (b"caf\xe9 \x1b[31mvermelho", "caf\ufffd [31mvermelho"),
        ("a senha é s3nha-longa!", "a senha é •••!"),
        ("x" * 400, "x" * 299 + "…"),
    ],
)
def test_another_machines_words_are_one_short_line_without_our_secrets(
    words: str | bytes, expected: str
) -> None:
    assert said(words, ["s3nha-longa", None, ""]) == expected


def test_work_that_takes_longer_than_its_limit_loses_its_connection() -> None:
    ours, theirs = socket.socketpair()
    limit = TimeLimit(0.2)
    with ours, theirs:
        limit.watch(ours)
        started = time.monotonic()

        with limit.running():
            received = ours.recv(1)

        assert (received, limit.expired) == (b"", True)
        assert 0.1 < time.monotonic() - started < 2
    limit.close()


def test_work_that_is_done_in_time_keeps_its_connection_and_the_next_has_its_whole_limit() -> None:
    ours, theirs = socket.socketpair()
    limit = TimeLimit(0.8)
    with ours, theirs:
        limit.watch(ours)

        for _ in range(3):
            with limit.running():
                time.sleep(0.35)
        theirs.send(b"x")

        assert (ours.recv(1), limit.expired) == (b"x", False)
    limit.close()


class Settings(Form):
    password = KeptSecretField("Senha")


@pytest.mark.parametrize(("typed", "kept"), [("", "antiga"), ("nova", "nova")])
def test_a_secret_left_blank_keeps_the_one_that_is_stored(typed: str, kept: str) -> None:
    form = Settings(MultiDict({"password": typed}), data={"password": "antiga"})

    assert form.data == {"password": kept}
    assert "antiga" not in str(form.password()) and "nova" not in str(form.password())


@pytest.mark.parametrize(
    ("host", "expected"),
    [("localhost", True), ("127.9.9.9", True), ("::1", True), ("10.0.0.1", False), ("127.0.0.1.com", False)],
)
def test_only_the_loopback_is_this_machine(host: str, expected: bool) -> None:
    assert is_this_machine(host) is expected
