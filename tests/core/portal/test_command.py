"""`malha portal` as a process of its own, asked over the wire as a router would lead a telephone to it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.conftest import SETTINGS

Ask = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def ask(database: str, tmp_path: Path, port: int) -> Iterator[Ask]:
    """`ask(path, headers)`: status, headers and text of an answer; the site stands behind a proxy, by TLS."""
    settings = {
        "MALHA_DATABASE_URL": database,
        "MALHA_DATA_DIR": str(tmp_path),
        "MALHA_SECRET_KEY": str(SETTINGS["secret_key"]),
        "MALHA_ENCRYPTION_KEYS": str(SETTINGS["encryption_keys"][0]),  # type: ignore[index]  # a tuple
        "MALHA_TRUSTED_PROXIES": "1",
        "MALHA_SECURE_COOKIES": "1",
        "MALHA_TODAY": "2017-05-15",
    }
    words = [sys.executable, "-m", "core.cli", "portal", "--port", str(port)]
    process = subprocess.Popen(words, env={**os.environ, **settings})
    try:
        _wait_for(process, port)
        yield lambda path, headers=None: _asked(port, path, headers or {})
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(300):
        assert process.poll() is None, "it did not start"
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("nobody listens")


def _asked(port: int, path: str, headers: dict[str, str]) -> tuple[int, Any, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, answer.headers, text


def test_a_telephone_that_asks_whether_it_is_online_is_led_to_the_page(
    app: Flask, late: Callable[..., int], clock: Any, ask: Ask
) -> None:
    clock.move_to(date(2017, 5, 15))
    late(ip="127.0.0.1")
    late("José Maria", "jose", "100.64.0.20", amount="70.00")

    check = ask("/generate_204", {"Host": "connectivitycheck.gstatic.com"})
    page = ask(
        check[1]["Location"], {"X-Forwarded-For": "100.64.0.20", "Host": "connectivitycheck.gstatic.com"}
    )

    assert (check[0], check[1]["Location"]) == (302, "/mensagens")
    assert page[0] == 200
    assert "Marina, a fatura que venceu em 10 de maio não foi paga." in page[2]
    assert "José" not in page[2]
    cookies = page[1].get_all("Set-Cookie")
    assert cookies
    assert "Secure" not in "".join(cookies)  # else no press would ever find its token again
    assert len(page[2].encode()) < 8_000
