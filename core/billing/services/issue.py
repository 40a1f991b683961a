"""Issue one invoice because a person asks for it: the first one of a contract, or one by hand. RULES §3, §4."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.models import CANCELLED, SKIPPED, Invoice, UnbilledDays
from core.billing.rules.facts import ContractFacts, FirstInvoiceMode, InvoiceDates, Proposal
from core.billing.rules.schedule import first_dates, first_period, manual_dates
from core.billing.services.keep import keep
from core.billing.services.locking import lock_contracts
from core.billing.services.propose import Batch, propose
from core.contracts.models import ACTIVE, Contract
from core.foundation import audit
from core.foundation.database import transaction
from core.foundation.holidays import holiday_calendar


class IssueRefused(Exception):
    """An invoice that cannot be issued; the message is for a person."""


def issue_first(
    contract_id: int, mode: FirstInvoiceMode, issue_date: date | None = None, due_date: date | None = None
) -> int | None:
    """Answer the question of the first invoice; gives the invoice's id, None where none is issued now.

    Raises IssueRefused where the contract has invoices already, is exempt, or a date makes no sense.
    """
    with transaction() as session:
        contract = _locked(session, contract_id)
        _check_still_open(session, contract_id)
        if mode is FirstInvoiceMode.SKIP:
            _skip(session, contract)
        if mode in (FirstInvoiceMode.SKIP, FirstInvoiceMode.JOIN):
            return None
        return _keep_one(session, contract_id, preview_first(contract_id, mode, issue_date, due_date))


def preview_first(
    contract_id: int, mode: FirstInvoiceMode, issue_date: date | None = None, due_date: date | None = None
) -> Batch:
    """What `issue_first` would keep; writes nothing. Raises IssueRefused where a date makes no sense."""

    def dates_of(facts: ContractFacts) -> InvoiceDates | None:
        dates = first_dates(facts, mode, issue_date, due_date)
        if dates and dates.due_date < dates.issue_date:
            raise IssueRefused("O vencimento vem antes da emissão. Escolha um dia a partir dela.")
        return dates

    return propose([contract_id], dates_of)


def issue_manual(contract_id: int, day: date, due_date: date | None = None) -> int:
    """Issue now what the latest closing date would bill, and what was left behind; gives the invoice's id.

    Raises IssueRefused where there is nothing to bill, or the contract has ended.
    """
    with transaction() as session:
        _locked(session, contract_id)
        return _keep_one(session, contract_id, preview_manual(contract_id, day, due_date))


def preview_manual(contract_id: int, day: date, due_date: date | None = None) -> Batch:
    """What `issue_manual` would keep; writes nothing."""

    def dates_of(facts: ContractFacts) -> InvoiceDates | None:
        dates = manual_dates(facts, day)
        if due_date and due_date < day:
            raise IssueRefused("O vencimento vem antes da emissão. Escolha um dia a partir dela.")
        return replace(dates, due_date=due_date, proposed_due=dates.due_date) if due_date else dates

    return propose([contract_id], dates_of)


def _locked(session: Session, contract_id: int) -> Contract:
    lock_contracts(session, [contract_id])
    contract = session.get_one(Contract, contract_id, populate_existing=True)
    if contract.status != ACTIVE:
        raise IssueRefused("O contrato está encerrado; reative-o para emitir.")
    return contract


def _check_still_open(session: Session, contract_id: int) -> None:
    """The question of the first invoice is answered once."""
    issued = select(Invoice.id).where(Invoice.contract_id == contract_id, Invoice.status != CANCELLED)
    skipped = select(UnbilledDays.id).where(
        UnbilledDays.contract_id == contract_id, UnbilledDays.reason == SKIPPED
    )
    if session.scalars(issued).first():
        raise IssueRefused("A primeira fatura deste contrato já foi emitida.")
    if session.scalars(skipped).first():
        raise IssueRefused("Já foi escolhido não cobrar os primeiros dias deste contrato.")


def _keep_one(session: Session, contract_id: int, batch: Batch) -> int:
    if batch.stuck:
        raise IssueRefused(batch.stuck[0].sentence)
    if not batch.ready:
        raise IssueRefused("Não há nada a cobrar agora: todos os dias até aqui já foram faturados.")
    return keep(session, batch.ready, holiday_calendar())[0].id


def _skip(session: Session, contract: Contract) -> None:
    """The first days are not billed, except what the next invoice's own period holds of them."""
    period = first_period(contract.billing_terms, contract.starts_on)
    session.add(
        UnbilledDays(contract_id=contract.id, starts_on=period.start, ends_on=period.end, reason=SKIPPED)
    )
    audit.record(
        "first_invoice_skipped", "contract", contract.id, {"from": str(period.start), "to": str(period.end)}
    )


__all__ = ["IssueRefused", "Proposal", "issue_first", "issue_manual", "preview_first", "preview_manual"]
