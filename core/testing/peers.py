"""The other side of a driver, as a conformance suite wants to lead it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that the other side took: the key by which it knows it again, its address, its text."""

    key: str
    address: str
    text: str


class ChannelPeer(ABC):
    """The other side of a channel: a server on loopback that takes every message, unless told otherwise.

    `settings` reach it, `secrets` are those in them, `arrived` is what it took, in order.
    """

    settings: Mapping[str, Any]
    secrets: Sequence[str] = ()
    arrived: list[Arrival]

    @abstractmethod
    def refuse(self, address: str, words: str) -> None:
        """Say no to this address for good, with these words."""

    @abstractmethod
    def put_off(self, address: str, words: str) -> None:
        """Say not now to this address, with these words."""

    @abstractmethod
    def hang_up_on(self, address: str) -> None:
        """End the connection when a message for this address comes, and go away."""

    @abstractmethod
    def stall(self, address: str) -> None:
        """Take a message for this address and say nothing until stopped."""

    @abstractmethod
    def come_back(self) -> None:
        """Forget all that was told, and take every message again."""

    @abstractmethod
    def stop(self) -> None:
        """Close the port. May be called twice."""
