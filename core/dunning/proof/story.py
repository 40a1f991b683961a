"""The proof put into words, section by section, in the order in which things happened."""

from __future__ import annotations

from core.contracts.views.labels import field_label, value_words
from core.dunning.proof.blocks import Document, Pairs, Section, Table, Words
from core.dunning.proof.case import Case, TermsChange
from core.dunning.proof.debts import bill_sections, payment_section
from core.dunning.proof.law import law_points
from core.dunning.proof.says import SPARED_BY_LAW, days_named, instant
from core.dunning.proof.told import message_sections
from core.dunning.proof.walk import step_section
from core.dunning.rules.words import days
from core.foundation.documents import show
from core.foundation.ptbr import dmy

NEVER = "nunca"


def document_of(case: Case) -> Document:
    """The whole proof."""
    sections = (
        _who(case),
        _terms(case),
        *bill_sections(case),
        *message_sections(case),
        step_section(case),
        payment_section(case),
        _law(case),
    )
    return Document(f"Prova de suspensão: contrato {case.who.contract_id}", sections)


def _who(case: Case) -> Section:
    who, over = case.who, case.chosen.over
    rows = (
        ("Provedor", who.provider["legal_name"] or who.provider["name"]),
        ("CNPJ", show(who.provider["cnpj"]) if who.provider["cnpj"] else "não informado"),
        *((label, who.provider[name]) for name, label in CONTACTS if who.provider[name]),
        ("Cliente", who.customer),
        ("CPF" if len(who.document) == 11 else "CNPJ", show(who.document)),
        ("Contrato", f"{who.contract_id}, {who.layout}, desde {dmy(who.starts_on)}"),
        ("Instalação", who.installed_at),
        (
            "Atraso",
            f"de {dmy(case.chosen.since)} a {dmy(over)}"
            if over
            else f"desde {dmy(case.chosen.since)}, em aberto",
        ),
    )
    return Section("Quem", (Pairs(rows),))


CONTACTS = (("address", "Endereço do provedor"), ("phone", "Telefone"), ("email", "E-mail"))


def _terms(case: Case) -> Section:
    ladder = case.ladder
    rows = (
        ("Aviso de débito", _after(ladder.message_after_days), "antes da suspensão (RGC)"),
        ("Redução da velocidade", _after(ladder.throttle_after_days), "não prevista (RGC)"),
        ("Suspensão", _suspension(case), "15 dias depois do aviso (RGC)"),
        (
            "Não se suspende em",
            days_named(ladder.suspend_except),
            f"{days_named(SPARED_BY_LAW)} (Lei 14.015/2020)",
        ),
        ("Cancelamento", _cancellation(case), "60 dias depois da suspensão (RGC)"),
    )
    table = Table(("Passo", "Neste contrato", "O que a norma pede"), rows, (24, 38, 38))
    notes = [
        f"Condições em vigor em {dmy(case.chosen.since)}. RGC: Regulamento Geral de Direitos do Consumidor, Res. Anatel 765/2023."
    ]
    if case.chosen_by:
        notes.append(f"Régua mais rígida que a da Anatel, escolhida por {case.chosen_by}.")
    notes += [_change(one, case) for one in case.changes]
    return Section("Condições", (table, *(Words(note) for note in notes)))


def _after(count: int | None) -> str:
    return NEVER if count is None else f"com {days(count)} de atraso"


def _suspension(case: Case) -> str:
    if case.ladder.suspend_after_days is None:
        return NEVER
    notice = f", e {days(case.ladder.notice_days)} depois do aviso" if case.ladder.notice_days else ""
    return f"{_after(case.ladder.suspend_after_days)}{notice}, a partir das {case.suspend_hour}h"


def _cancellation(case: Case) -> str:
    count = case.ladder.cancel_after_days
    return NEVER if count is None else f"{days(count)} depois da suspensão"


def _change(one: TermsChange, case: Case) -> str:
    before, after = value_words(one.field, one.before), value_words(one.field, one.after)
    return (
        f"{instant(one.at, case.zone)}: {one.by} mudou “{field_label(one.field)}” de {before} para {after}."
    )


def _law(case: Case) -> Section:
    rows = tuple((one.asked, one.source, one.verdict, one.done) for one in law_points(case))
    head = ("O que se pede", "Fonte", "Situação", "Como foi")
    return Section("O que a lei pede e como foi atendido", (Table(head, rows, (28, 17, 14, 41)),))
