"""A run in words, in a drawing and in a spreadsheet's cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from core.billing.models import BillingRun
from core.billing.queries.overview import names
from core.billing.rules.causes import Causes
from core.billing.services.overview import EXEMPT, MANUAL, NOTHING, SHOWN, Overview, Row
from core.billing.services.start import UNDER_WAY, halted
from core.drawings import waterfall
from core.drawings.amounts import Change
from core.foundation.calendar import add_months
from core.foundation.clock import today
from core.foundation.ptbr import month, plural

PREVIEW_HEAD = ("Contrato", "Cliente", "O que acontece", "Mês anterior", "Este mês", "O que há")
REPORT_HEAD = ("Contrato", "Cliente", "Por que ficou de fora", "O que há")
REASONS = {"manual": MANUAL, "exempt": EXEMPT, "nothing": NOTHING, "stuck": "Parado até alguém resolver"}
LeftOut = tuple[int, str, str]


def drawn(view: Overview) -> Markup | None:
    """From last month's total to this one's by its causes; None without a month before."""
    found = view.comparison
    if not found.count_before:
        return None
    first, last = (_month(view, back) for back in (-1, 0))
    ends = Change(first, found.before, total=True), Change(last, found.proposed, total=True)
    return waterfall([ends[0], *_causes(view.causes), ends[1]])


def _month(view: Overview, months: int) -> str:
    return month(add_months(view.run_date, months, 1), today()).capitalize()


def _causes(causes: Causes) -> list[Change]:
    steps = (
        (plural(causes.new.count, _("novo"), _("novos")), causes.new),
        (plural(causes.gone.count, _("saiu"), _("saíram")), causes.gone),
        (plural(causes.changed.count, _("mudou"), _("mudaram")), causes.changed),
        (_("Avulsos, parcelas"), causes.once),
        (_("Saldos, ajustes"), causes.left_over),
        (plural(causes.stuck.count, _("parado"), _("parados")), causes.stuck),
    )
    return [Change(label, tally.amount) for label, tally in steps if tally.amount]


def change_tone(view: Overview) -> str:
    """Of the difference: bad where it is over the limit."""
    return "bad" if view.comparison.off else "ok"


def state_words(row: BillingRun) -> tuple[str, str]:
    """(words, tone) of a run's state."""
    if halted(row):
        return _("Parou no meio"), "bad"
    if row.state in UNDER_WAY:
        return (_("Na fila") if row.state == "waiting" else _("Emitindo")), "info"
    stuck = len(report_of(row).stuck)
    if stuck:
        words = plural(stuck, _("pendência"), _("pendências"))
        return _("Pronto, com %(pending)s", pending=words), "warn"
    return _("Pronto"), "ok"


@dataclass(slots=True)
class Report:
    """What a run left out: (contract, reason, sentence) each once, those that wait for a person apart."""

    on_its_way: bool
    halted: bool
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def stuck(self) -> list[LeftOut]:
        """Those that a person must mend."""
        return [one for one in self.left_out if one[1] == "stuck"]

    @property
    def stuck_rows(self) -> list[Row]:
        """The first of them with their holders."""
        first = self.stuck[:SHOWN]
        holders = names([key for key, *_ in first])
        return [Row(key, holders.get(key, ""), sentence) for key, _, sentence in first]

    @property
    def agreed(self) -> list[tuple[str, int]]:
        """The reasons agreed upon, and how many stay out for each."""
        reasons = [reason for _, reason, _ in self.left_out]
        return [
            (words, reasons.count(key)) for key, words in REASONS.items() if key != "stuck" and key in reasons
        ]


def report_of(row: BillingRun) -> Report:
    """A run's report; an exempt contract with nothing to bill is named once, as exempt."""
    by_contract: dict[int, LeftOut] = {}
    for key, reason, sentence in row.report.get("left_out", ()):
        by_contract[key] = (key, reason, sentence)
    stopped = halted(row)
    return Report(row.state in UNDER_WAY and not stopped, stopped, list(by_contract.values()))


def preview_cells(what: str, row: Row) -> tuple[Any, ...]:
    """A line of the preview's file."""
    return row.contract_id, row.holder, what, row.before, row.now, row.words


def report_cells(one: LeftOut, holders: Mapping[int, str]) -> tuple[Any, ...]:
    """A line of the report's file."""
    key, reason, sentence = one
    return key, holders.get(key, ""), REASONS[reason], sentence
