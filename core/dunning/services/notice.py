"""Whom a notice of debt reached: the step after it waits until some channel took it. Source: RULES §6."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import update

from core.billing.services.locking import lock_contracts
from core.dunning.models import LadderNotice
from core.dunning.queries.facts import Standing, standing_of, standings
from core.dunning.queries.lists import heard_on, unheard_and_untried, waiting_of
from core.dunning.rules.facts import Stage
from core.dunning.rules.keys import invoice_reminded, notice_key, notice_of
from core.dunning.services.figures import figures_of
from core.dunning.services.noted import noted
from core.foundation import clock
from core.foundation.database import transaction
from core.notices.services.queue import Order, queue_messages, withdraw_messages

# What tells of a stage, and must not be said of a contract that stands on another one by now.
OF_STAGE = {"throttled": Stage.THROTTLED, "suspended": Stage.SUSPENDED, "cancelled": Stage.CANCELLED}
# What tells of a debt, and must not be said of one that is gone.
OF_DEBT = ("message", "throttled", "suspended", "unlocked")
PAID = "O cliente pagou antes."
OVERTAKEN = "Deixou de ser verdade antes de sair."


class NoticeRefused(Exception):
    """A notice that cannot be given; the message is for a person."""


def taken(key: str, contract_id: int, day: date) -> None:
    """A channel took the message of a key: where it is a notice, its days count from here, unless they do already."""
    if notice_id := notice_of(key):
        with transaction() as session:
            lock_contracts(session, [contract_id])
            mine = (LadderNotice.id == notice_id, LadderNotice.contract_id == contract_id)
            untaken = (*mine, LadderNotice.taken_on.is_(None))
            session.execute(update(LadderNotice).where(*untaken).values(taken_on=day))


def bounced(key: str, contract_id: int) -> None:
    """Nobody has the message of a key after all: its notice counts from whoever has it otherwise; else what comes next waits."""
    if notice_id := notice_of(key):
        with transaction() as session:
            lock_contracts(session, [contract_id])
            mine = (LadderNotice.id == notice_id, LadderNotice.contract_id == contract_id)
            still = heard_on(notice_id, contract_id)
            session.execute(update(LadderNotice).where(*mine).values(taken_on=still))


def take_back(stands: Sequence[Standing], day: date, reason: str = OVERTAKEN) -> None:
    """Withdraw what was not sent yet and is no longer true of contracts as they stand now: who has paid is not told
    that he owes, who was unlocked not that he is suspended."""
    now = {one.contract_id: one for one in stands}
    waiting = waiting_of(list(now)) if now else []
    gone = [one.key for one in waiting if not _still_true(one.key, one.occasion, now[one.contract_id], day)]
    if gone:
        withdraw_messages(gone, reason)


def _still_true(key: str, occasion: str, now: Standing, day: date) -> bool:
    facts = now.facts
    if occasion == "reminder":
        return invoice_reminded(key) in {debt.id for debt in facts.invoices}
    if occasion in OF_STAGE and facts.stage is not OF_STAGE[occasion]:
        return False
    if occasion == "message" and not (facts.holding and notice_of(key) == now.notice_id):
        return False
    if occasion == "unlocked" and not facts.unlocked:
        return False
    return occasion not in OF_DEBT or any(debt.late(day) > 0 for debt in facts.invoices)


def send_again(contract_id: int, day: date) -> int:
    """Give the notice that nobody has once more; gives how many messages were made. Raises NoticeRefused."""
    with transaction() as session:
        lock_contracts(session, [contract_id])
        standing = _unheard(contract_id)
        made = queue_messages([_order(standing, day)], clock.now())
        if not sum(made.values()):
            raise NoticeRefused("Nenhum canal alcança este cliente hoje: veja e-mail, telefone e canais.")
        return sum(made.values())


def told_by_hand(contract_id: int, how: str, day: date) -> None:
    """A person gave the notice, by telephone or letter: `how` says which, and stays in the proof.

    Raises NoticeRefused with a sentence.
    """
    if not how.strip():
        raise NoticeRefused("Escreva como o cliente foi avisado: fica na prova de suspensão.")
    with transaction() as session:
        lock_contracts(session, [contract_id])
        standing = _unheard(contract_id)
        mine = (LadderNotice.id == standing.notice_id, LadderNotice.taken_on.is_(None))
        session.execute(update(LadderNotice).where(*mine).values(taken_on=day))
        words = how.strip()[:300]
        session.add(noted(standing, "told", f"Avisado em pessoa: {words}", day, {"how": words}))


def _unheard(contract_id: int) -> Standing:
    standing = standing_of(contract_id)
    if standing is None or standing.facts.holding is None or standing.facts.holding.taken:
        raise NoticeRefused("O aviso deste contrato já chegou, ou não há aviso em aberto.")
    return standing


def _order(standing: Standing, day: date) -> Order:
    figures = figures_of([(standing, standing.facts)], day)[0]
    key = notice_key(standing.notice_id or 0, day)
    return Order(key, "message", standing.contract_id, standing.customer_id, figures, day)


def try_again(day: date) -> int:
    """Give again each notice that no channel could be asked to take: an address may have come since.

    One that bounced waits for a person, since it would only bounce again. Gives how many messages were made.
    """
    made = 0
    for batch in unheard_and_untried():
        with transaction() as session:
            ids = lock_contracts(session, [one.contract_id for one in batch], active=True)
            # Read anew: whoever paid a moment ago is not told that he owes.
            unheard = [one for one in standings(ids) if one.facts.holding and not one.facts.holding.taken]
            made += sum(queue_messages([_order(one, day) for one in unheard], clock.now()).values())
    return made
