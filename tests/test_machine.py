"""What the fixtures promise: tests stay on this machine, and time stands still where they say."""

import socket
from datetime import date
from typing import Any

import pytest

from core.foundation import clock as today_and_now


def test_a_test_cannot_reach_another_machine() -> None:
    with pytest.raises(RuntimeError, match="stay on this machine"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_a_test_cannot_look_up_a_name() -> None:
    with pytest.raises(RuntimeError, match="stay on this machine"):
        socket.getaddrinfo("provedor.example", 443)


def test_a_test_reaches_its_own_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_the_clock_shows_nine_in_the_morning_in_sao_paulo(clock: Any) -> None:
    assert today_and_now.now().isoformat() == "2017-03-20T12:00:00+00:00"

    clock.move_to(date(2017, 12, 31))

    # Summer time: at nine in São Paulo it is eleven in UTC.
    assert today_and_now.now().isoformat() == "2017-12-31T11:00:00+00:00"
