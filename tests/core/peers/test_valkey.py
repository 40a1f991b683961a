"""The Valkey that `malha up`, tests and the bench start for themselves."""

from pathlib import Path

import pytest
import redis

from core.peers.process import PeerFailed
from core.peers.valkey import Valkey


def test_a_queue_with_a_directory_survives_a_restart(tmp_path: Path) -> None:
    with Valkey(tmp_path) as first:
        _connect_and_set(first, "job", "deliver")

    with Valkey(tmp_path) as second:
        assert _connect_and_get(second, "job") == b"deliver"


def test_a_queue_without_a_directory_starts_empty() -> None:
    with Valkey() as first:
        _connect_and_set(first, "job", "deliver")

    with Valkey() as second:
        assert _connect_and_get(second, "job") is None


def test_the_socket_works_however_deep_the_directory_lies(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 60) / ("b" * 60)

    with Valkey(deep) as server:
        assert _connect_and_get(server, "job") is None


def test_a_server_that_was_not_started_has_no_address() -> None:
    with pytest.raises(PeerFailed, match="start"):
        _ = Valkey().url


def _connect_and_set(server: Valkey, key: str, value: str) -> None:
    with redis.Redis.from_url(server.url) as connection:
        connection.set(key, value)


def _connect_and_get(server: Valkey, key: str) -> object:
    with redis.Redis.from_url(server.url) as connection:
        return connection.get(key)
