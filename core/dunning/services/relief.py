"""A payment, or a cancelled invoice, lifts a contract on its ladder at once. Source: RULES §6.

Called inside the transaction that took the money, which has locked the contract: a payment and a run of the same
second take turns.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from core.contracts.services.ending import reactivate_contract
from core.dunning.queries.facts import Standing, standing_of, unpaid_on
from core.dunning.queries.lists import is_touched
from core.dunning.rules.facts import Stage
from core.dunning.rules.relief import Relief, after_relief, comes_back, stage_after_payment
from core.dunning.rules.words import relief_words
from core.dunning.services.hold import let_go
from core.dunning.services.keep import Change, keep
from core.dunning.services.notice import PAID, take_back
from core.foundation.database import db, transaction
from core.foundation.ptbr import dm


def relieve_payment(contract_id: int, paid_on: date, day: date) -> None:
    """Reckon the stage anew once a payment, and the credit it made, was used: `day` is that of the news."""
    standing = _locked(contract_id)
    if standing is None:
        return
    take_back([standing], day, PAID)
    words = "Pagamento" if paid_on == day else f"Pagamento de {dm(paid_on, day)}"
    if standing.facts.stage is Stage.CANCELLED:
        _bring_back(standing, paid_on, day, words)
    elif standing.active:
        _lift(standing, stage_after_payment(standing.facts, day), day, words)


def relieve_cancellation(contract_id: int, day: date) -> None:
    """The same for an invoice that a person cancelled; a cancelled contract stays so."""
    standing = _locked(contract_id)
    if standing and standing.active and standing.facts.stage is not Stage.CANCELLED:
        take_back([standing], day)
        _lift(standing, stage_after_payment(standing.facts, day), day, "Fatura cancelada", paid=False)


def _locked(contract_id: int) -> Standing | None:
    """The contract as it stands; None where the ladder never touched it, as for most who pay."""
    db.session.flush()
    return standing_of(contract_id) if is_touched(contract_id) else None


def _lift(standing: Standing, relief: Relief, day: date, words: str, *, paid: bool = True) -> None:
    """`paid`: the customer is thanked; nobody is for an invoice that was cancelled."""
    before = standing.facts
    after = after_relief(before, relief)
    if after == before and not (relief.clear and standing.hold):
        return
    with transaction() as session:
        event = "restored" if relief.restored else None
        keep(session, [Change(standing, after, event, relief_words(relief, words), told=paid)], day)
        if relief.clear and standing.hold:
            let_go(session, [standing.contract_id])


def _bring_back(standing: Standing, paid_on: date, day: date, words: str) -> None:
    ended_on = standing.ended_on
    if ended_on is None:
        return
    then = unpaid_on(standing.contract_id, ended_on)
    relief = comes_back(standing.facts, day, paid_on=paid_on, cancelled_on=ended_on, unpaid_then=then)
    if relief is None:
        return
    with transaction() as session:
        reactivate_contract(standing.contract_id, day, f"{words}, antes do cancelamento")
        # As it stood, for the notice that holds goes on holding; a person who brings it back starts it anew.
        back = replace(standing, active=True, ended_on=None, hold=None)
        after = after_relief(standing.facts, relief)
        keep(session, [Change(back, after, "restored", relief_words(relief, words))], day)
