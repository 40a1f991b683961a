"""A document as blocks of text: what the page shows, what the PDF prints, and what the hash is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Pairs:
    """Terms with their values."""

    rows: tuple[tuple[str, str], ...]
    kind: str = "pairs"

    def lines(self) -> Iterator[str]:
        """As plain text."""
        yield from (f"{term}: {value}" for term, value in self.rows)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; `widths` are shares of the line, as whole numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    kind: str = "table"

    def lines(self) -> Iterator[str]:
        """As plain text."""
        yield " | ".join(self.head)
        yield from (" | ".join(row) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str
    kind: str = "words"

    def lines(self) -> Iterator[str]:
        """As plain text."""
        yield self.text


@dataclass(frozen=True, slots=True)
class Letter:
    """The whole text of a message, word for word."""

    subject: str
    text: str
    kind: str = "letter"

    def lines(self) -> Iterator[str]:
        """As plain text."""
        if self.subject:
            yield self.subject
        yield from self.text.splitlines()


Block = Pairs | Table | Words | Letter


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; `small` for one within another."""

    title: str
    blocks: tuple[Block, ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A title and its sections, in order."""

    title: str
    sections: tuple[Section, ...]

    def plain(self) -> str:
        """The whole text, line by line, as it is hashed."""
        return "\n".join(self._lines()) + "\n"

    def digest(self) -> str:
        """SHA-256 over the plain text in UTF-8, in hexadecimal."""
        return sha256(self.plain().encode()).hexdigest()

    def _lines(self) -> Iterator[str]:
        yield self.title
        for section in self.sections:
            yield from ("", section.title)
            for block in section.blocks:
                yield from block.lines()
