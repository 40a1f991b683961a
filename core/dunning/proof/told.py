"""Every message of a delinquency: when, by which channel, to whom, its whole text, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from core.dunning.models import LadderNotice
from core.dunning.proof.blocks import Block, Letter, Pairs, Section, Table, Words
from core.dunning.proof.case import Case
from core.dunning.proof.says import OUTCOMES, STATUS, instant
from core.dunning.rules.words import enumerated
from core.foundation.ptbr import dmy
from core.notices.queries import MessageView


def message_sections(case: Case) -> Iterator[Section]:
    """The notices of debt, then each message, oldest first."""
    yield Section(
        "Avisos de débito",
        tuple(_notice(one, case) for one in case.notices) or (Words("Nenhum aviso foi devido ainda."),),
    )
    for one in case.messages:
        yield Section(
            f"Mensagem {one.id}: {one.occasion_label}, por {one.channel_label}",
            tuple(_message(one, case)),
            small=True,
        )


def _notice(one: LadderNotice, case: Case) -> Block:
    """A notice, and by what it was given."""
    told = [event for event in case.events_of("told") if event.notice_id == one.id]
    numbers = [str(message.id) for message in case.messages_for(one)]
    rows = [
        ("Aviso", f"de {dmy(one.on_day)}"),
        ("Pelas faturas", enumerated([str(key) for key in one.invoice_ids])),
        ("Mensagens", enumerated(numbers) or "nenhuma: nenhum canal alcança o cliente"),
        *(
            (f"Em pessoa, por {event.actor_name}", f"{event.words} ({instant(event.at, case.zone)})")
            for event in told
        ),
        ("Aceito em", dmy(one.taken_on) if one.taken_on else "ainda não: a régua espera"),
    ]
    return Pairs(tuple(rows))


def _message(one: MessageView, case: Case) -> Iterator[Block]:
    rows = [
        ("Para", f"{one.customer_name}, {one.address}"),
        ("Escrita em", instant(one.created_at, case.zone)),
        ("Situação", STATUS.get(one.status, one.status)),
        ("Aceita em", instant(one.taken_at, case.zone)),
    ]
    if one.error:
        rows.append(("Última falha", one.error))
    yield Pairs(tuple(rows))
    if one.attempts:
        tries = tuple(
            (instant(t.at, case.zone), OUTCOMES.get(t.outcome, t.outcome), t.detail) for t in one.attempts
        )
        yield Table(("Tentativa em", "Resultado", "Nas palavras do canal"), tries, (36, 16, 48))
    else:
        yield Words("Nenhuma tentativa ainda.")
    yield Letter(one.subject, one.text)
