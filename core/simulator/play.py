"""Live a scenario through, day by day, with the services that run the house. Source: RULES §7."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core.billing.models import Invoice
from core.billing.services.issue import IssueRefused, issue_first, issue_manual
from core.billing.services.run import run
from core.billing.services.settle import Money, receive_payment
from core.contracts.models import ACTIVE, Contract, ContractTemplate
from core.contracts.services.save import ContractData, ExtraData, ItemData, save_contract
from core.contracts.services.terms import change_billing
from core.customers.models import Address, Customer
from core.dunning.queries.lists import unheard_notices
from core.dunning.rules.keys import notice_key
from core.dunning.services.night import move
from core.dunning.services.notice import taken
from core.dunning.services.unlock import UnlockRefused, trust_unlock
from core.foundation.calendar import DAY
from core.foundation.clock import now
from core.foundation.database import db, transaction
from core.foundation.holidays import Holiday
from core.simulator.scenario import Agreement, Scenario, typed

Event = dict[str, Any]


@dataclass(slots=True)
class Stage:
    """Where a scenario is played: the made-up holder, and the contracts that have begun, by name."""

    customer_id: int
    address_id: int
    template_id: int
    contracts: dict[str, int]


def play(scenario: Scenario) -> dict[str, int]:
    """Live through all days; gives the ids of the contracts by name. The app's database must be empty."""
    stage = _set(scenario)
    day = scenario.today
    while day <= scenario.until:
        for agreement in scenario.contracts:
            if agreement.start == day:
                _begin(stage, agreement)
        for event in scenario.events:
            if event["date"] == day:
                _happen(stage, event)
        _night(day)
        day += DAY
    return stage.contracts


def _night(day: date) -> None:
    """The ladder, then the invoices. In a scenario every notice arrives on its day."""
    move(day)
    for contract_id, notice_id in unheard_notices():
        taken(notice_key(notice_id), contract_id, day)
    run(day, confirmed=True)


def _set(scenario: Scenario) -> Stage:
    with transaction() as session:
        session.add_all(Holiday(day=day, name="Feriado") for day in set(scenario.holidays))
        customer = Customer(
            kind="person", name="Titular", sort_name="titular", document="11144477735", created_at=now()
        )
        template = ContractTemplate(name="Simulação")
        session.add_all((customer, template))
        session.flush()
        address = Address(
            customer_id=customer.id,
            main=True,
            postal_code="13000000",
            street="Rua",
            number="1",
            district="Centro",
            city="Campinas",
            state="SP",
        )
        session.add(address)
        session.flush()
        return Stage(customer.id, address.id, template.id, {})


def _begin(stage: Stage, agreement: Agreement) -> None:
    """The contract begins, and its first invoice is asked for."""
    contract = save_contract(_contract_data(stage, agreement), agreement.start)
    stage.contracts[agreement.name] = contract.id
    _unless_refused(lambda: issue_first(contract.id, agreement.first_mode, None, agreement.first_due))


def _contract_data(stage: Stage, agreement: Agreement) -> ContractData:
    return ContractData(
        contract_id=None,
        revision=None,
        template_id=stage.template_id,
        customer_id=stage.customer_id,
        installation_address_id=stage.address_id,
        billing_address_id=None,
        bank_account_id=None,
        starts_on=agreement.start,
        items=tuple(_item(one) for one in agreement.items),
        extras=tuple(_extra(one) for one in agreement.extras),
        billing=agreement.billing,
        ladder=agreement.ladder,
        sections={},
    )


def _item(one: dict[str, Any]) -> ItemData:
    return ItemData(
        None, one["type"], one["description"], {}, one["amount"], one["starts_on"], one["ends_on"]
    )


def _extra(one: dict[str, Any]) -> ExtraData:
    return ExtraData(None, one["description"], one["total"], one["instalments"], one["first_month"])


def _happen(stage: Stage, event: Event) -> None:
    """An event that cannot apply changes nothing."""
    contract_id = stage.contracts.get(event["contract"])
    happen = EVENTS.get(event["type"])
    if contract_id is not None and happen is not None:
        _unless_refused(lambda: happen(contract_id, event))


def _unless_refused(act: Callable[[], Any]) -> None:
    try:
        act()
    except (IssueRefused, UnlockRefused):
        return


def _payment(contract_id: int, event: Event) -> None:
    mine = (Invoice.contract_id == contract_id, Invoice.number == event["invoice"])
    invoice_id = db.session.scalar(select(Invoice.id).where(*mine))
    if invoice_id is not None:
        paid_on: date = event["paid_on"] or event["date"]
        receive_payment(invoice_id, Money(event["amount"], paid_on, "other"), event["date"])


def _generate(contract_id: int, event: Event) -> None:
    issue_manual(contract_id, event["date"])


def _change(contract_id: int, event: Event) -> None:
    if db.session.get_one(Contract, contract_id).status == ACTIVE:
        change_billing(contract_id, typed(event["billing"]), event["date"])


def _unlock(contract_id: int, event: Event) -> None:
    trust_unlock(contract_id, event["date"], event["days"])


EVENTS: dict[str, Callable[[int, Event], None]] = {
    "payment": _payment,
    "trust_unlock": _unlock,
    "generate_invoice": _generate,
    "change_billing": _change,
}
