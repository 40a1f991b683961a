"""The proof as a PDF: A4, numbered pages, the hash at the end.

Set in Helvetica with the Windows-1252 letters that every reader has: Portuguese fits in them. A letter that does not
(an emoji in a message) is printed as its Unicode number in brackets, so that nothing of a text is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    LongTable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)

from core.dunning.proof.blocks import Block, Document, Letter, Pairs, Table, Words
from core.dunning.proof.says import instant

MARGIN = 16 * mm
PADDING = 6  # of the frame that the pages are made with
WIDTH = A4[0] - 2 * MARGIN - 2 * PADDING
LINE, TINT, GREY = HexColor("#c9d0d9"), HexColor("#f3f5f8"), HexColor("#545d6b")
TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=9, leading=12)
CELL = ParagraphStyle("cell", TEXT, fontSize=8, leading=10)
TERM = ParagraphStyle("term", CELL, textColor=GREY)
HEAD = ParagraphStyle("head", CELL, fontName="Helvetica-Bold")
TITLE = ParagraphStyle("title", TEXT, fontName="Helvetica-Bold", fontSize=16, leading=20, spaceAfter=6)
SECTION = ParagraphStyle(
    "section",
    TEXT,
    fontName="Helvetica-Bold",
    fontSize=11.5,
    leading=15,
    spaceBefore=12,
    spaceAfter=4,
    keepWithNext=1,
)
SMALL = ParagraphStyle("small", SECTION, fontSize=9.5, leading=12, spaceBefore=9)
LETTER = ParagraphStyle("letter", TEXT, leftIndent=8, rightIndent=8, backColor=TINT, leading=12)
SUBJECT = ParagraphStyle("subject", LETTER, fontName="Helvetica-Bold")
HASH = ParagraphStyle("hash", TEXT, fontName="Courier", fontSize=8.5)
CELLS = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
)
SUBSTITUTES = str.maketrans({"−": "-", "\u202f": "\u00a0", "\u2011": "-", "\ufe0f": None})


def printable(text: str) -> str:
    """A text in letters that the font has.

    >>> printable("Até −1 😀")
    'Até -1 [U+1F600]'
    """
    plain = text.translate(SUBSTITUTES).replace("\t", "    ")
    return "".join(one if _has(one) else f"[U+{ord(one):04X}]" for one in plain)


def _has(letter: str) -> bool:
    try:
        return letter.isprintable() and bool(letter.encode("cp1252")) or letter == "\u00a0"
    except UnicodeEncodeError:
        return False


def pdf_of(document: Document, at: datetime, zone: ZoneInfo) -> bytes:
    """The document as a PDF, issued at an instant."""
    out = BytesIO()
    margins = {"leftMargin": MARGIN, "rightMargin": MARGIN, "topMargin": MARGIN, "bottomMargin": 20 * mm}
    template = SimpleDocTemplate(
        out, pagesize=A4, title=document.title, author="Malha", lang="pt-BR", **margins
    )
    template.build(list(_flow(document, at, zone)), canvasmaker=_canvas(document.title))
    return out.getvalue()


def _flow(document: Document, at: datetime, zone: ZoneInfo) -> Iterator[Flowable]:
    yield _p(document.title, TITLE)
    for section in document.sections:
        yield _p(section.title, SMALL if section.small else SECTION)
        for block in section.blocks:
            yield from DRAWN[type(block)](block)
            yield Spacer(1, 3)
    yield from _end(document, at, zone)


def _end(document: Document, at: datetime, zone: ZoneInfo) -> Iterator[Flowable]:
    yield Spacer(1, 8)
    yield HRFlowable(width="100%", thickness=0.6, color=LINE)
    yield _p(f"Emitido em {instant(at, zone)}.", TEXT)
    yield _p(
        "SHA-256 do texto acima (o arquivo de texto desta prova), sem esta parte. Com os mesmos registros dá sempre o mesmo número.",
        TEXT,
    )
    yield _p(document.digest(), HASH)


def _p(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(printable(text)), style)


def _pairs(block: Pairs) -> Iterator[Flowable]:
    rows = [[_p(term, TERM), _p(value, CELL)] for term, value in block.rows]
    yield LongTable(rows, colWidths=[WIDTH * 22 / 100, WIDTH * 78 / 100], style=CELLS, hAlign="LEFT")


def _table(block: Table) -> Iterator[Flowable]:
    rows = [
        [_p(cell, HEAD) for cell in block.head],
        *([_p(cell, CELL) for cell in row] for row in block.rows),
    ]
    widths = [WIDTH * share / sum(block.widths) for share in block.widths]
    yield LongTable(rows, colWidths=widths, style=CELLS, repeatRows=1, hAlign="LEFT")


def _words(block: Words) -> Iterator[Flowable]:
    yield _p(block.text, TEXT)


def _letter(block: Letter) -> Iterator[Flowable]:
    """Line by line, so that a long text runs over the page."""
    if block.subject:
        yield _p(block.subject, SUBJECT)
    for line in block.text.splitlines():
        indent = len(line) - len(line.lstrip())
        yield _p("\u00a0" * indent + line.lstrip() if line.strip() else "\u00a0", LETTER)


DRAWN: dict[type[Block], Any] = {Pairs: _pairs, Table: _table, Words: _words, Letter: _letter}


def _canvas(title: str) -> type[Any]:
    """A canvas that knows how many pages there are before it prints their numbers."""

    class Numbered(Canvas):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.kept: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self.kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, state in enumerate(self.kept, 1):
                self.__dict__.update(state)
                self._foot(number)
                super().showPage()
            super().save()

        def _foot(self, number: int) -> None:
            self.setFont("Helvetica", 8)
            self.setFillColor(GREY)
            self.drawString(MARGIN + PADDING, 11 * mm, printable(title))
            self.drawRightString(A4[0] - MARGIN - PADDING, 11 * mm, f"Página {number} de {len(self.kept)}")

    return Numbered
