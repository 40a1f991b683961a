"""All that the ladder's page shows, each part read when the page asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from flask import url_for

from core.dunning.panels.nights import Nights
from core.dunning.panels.tonight import KINDS, Group, Tonight, tonight
from core.dunning.queries.board import matching
from core.dunning.queries.lists import stage_counts
from core.dunning.rules.facts import Stage
from core.dunning.views.asked import TABS, Asked
from core.dunning.views.flow import Cell, flow, when
from core.dunning.views.lists import Listing, ids_of, listing

FIRST = 6
MORE = 100
FOLDED = ("throttled", "message")


@dataclass(frozen=True)
class Board:
    """The page of `wanted`, on `day`. `version` is of before anything was read: what changes since is asked for again."""

    wanted: Asked
    nights: Nights
    day: date
    version: str
    more = MORE

    @property
    def is_next(self) -> bool:
        """Whether the night shown is the next to be run."""
        return self.wanted.night == self.nights.coming

    @property
    def when(self) -> str:
        """“amanhã”, “qui 25/05”."""
        return when(self.wanted.night, self.day)

    @cached_property
    def moves(self) -> Tonight:
        """The night's moves."""
        return tonight(self.wanted.night, self.nights.coming)

    @cached_property
    def shown(self) -> Tonight:
        """Those of them that the filter lets through."""
        if not self.wanted.text or self.wanted.tab != "noite":
            return self.moves
        return self.moves.only(matching([one.contract_id for one in self.moves.movers], self.wanted.text))

    @cached_property
    def missed(self) -> Tonight | None:
        """What the night that was not run would have moved; None where none was missed, or it would move nobody."""
        night = self.nights.missed
        found = tonight(night, self.nights.coming) if night else None
        return found if found and found.count else None

    @cached_property
    def counts(self) -> dict[Stage, int]:
        return stage_counts(self.day)

    @property
    def flow(self) -> list[Cell]:
        """The stages by numbers."""
        return flow(self.counts, self.moves, self.day, self.is_next)

    @property
    def groups(self) -> list[tuple[Group, int]]:
        """The groups that hold anyone, and how many rows of each are shown."""
        every = self.shown.groups
        return [(every[kind], self._rows(kind)) for kind in KINDS if every[kind].count]

    def _rows(self, kind: str) -> int:
        """Six, none of a quiet group among others, or as many as were asked for."""
        if kind == self.wanted.kind:
            return max(self.wanted.shown, FIRST)
        loud = any(self.shown.groups[other].count for other in KINDS if other not in FOLDED)
        return 0 if kind in FOLDED and loud and not self.wanted.text else FIRST

    @property
    def tabs(self) -> list[tuple[str, str, int, bool]]:
        """(key, label, count, whether it is the open one) of each."""
        return [(key, label, self._count(key), key == self.wanted.tab) for key, label in TABS.items()]

    def _count(self, tab: str) -> int:
        if tab == "noite":
            return self.moves.count
        stage = {"suspensos": Stage.SUSPENDED, "reduzidos": Stage.THROTTLED}.get(tab)
        return self.counts[stage] if stage else len(ids_of(tab, self.nights))

    @cached_property
    def page(self) -> Listing | None:
        """The page of a tab beside tonight's."""
        wanted = self.wanted
        if wanted.tab == "noite":
            return None
        return listing(wanted.tab, wanted.text, wanted.after, self.day, self.nights)

    def link(self, **changes: Any) -> str:
        """The page's own address with something changed: `link(aba="suspensos")`. A night that is not next stays."""
        wanted = self.wanted
        night = None if self.is_next else wanted.night.isoformat()
        tab = None if wanted.tab == "noite" else wanted.tab
        values = {"noite": night, "aba": tab, "filtro": wanted.text or None}
        return url_for("dunning.board", **{**values, **changes})
