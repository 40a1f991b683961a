"""What the message portal shows of a customer's contracts, and of nobody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from core.access.queries.sessions import account_at
from core.billing.queries.debts import debt_of_row, payments_of
from core.billing.rules.owed import owed_on
from core.contracts.models import Contract
from core.customers.models import Address, Customer
from core.dunning.queries.facts import Standing, standings
from core.dunning.rules.ahead import Ahead, ahead
from core.dunning.services.unlock import unlock_refusal
from core.foundation.bulk import among
from core.foundation.clock import hour_of, now
from core.foundation.database import db
from core.foundation.holidays import holiday_calendar
from core.foundation.preferences import preference
from core.portal.rules import Bill, Place, Situation, situation, to_come, to_pay, total


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks: a customer, and the contracts that may be shown. `by_address`: known by the connection alone, so
    that only its own contract is."""

    customer_id: int
    name: str
    contract_ids: tuple[int, ...]
    by_address: bool


@dataclass(frozen=True, slots=True)
class Box:
    """One contract. `bills` are to be paid now, `coming` later. `until`: the end of a trust unlock in force.

    `ahead`: what comes if nothing is paid. `may_unlock`: the customer may ask for a trust unlock.
    """

    contract_id: int
    address: str
    situation: Situation
    stage: str
    bills: list[Bill]
    coming: list[Bill]
    until: date | None
    ahead: Ahead
    may_unlock: bool

    @property
    def owed(self) -> Decimal:
        """What is to be paid now, R$."""
        return total(self.bills)


def visitor_at(address: str) -> Visitor | None:
    """Who is at an IP address, by the account that is known there."""
    account = account_at(address)
    contract = db.session.get(Contract, account.contract_id) if account and account.contract_id else None
    if contract is None:
        return None
    return _visitor(db.session.get_one(Customer, contract.customer_id), (contract.id,), by_address=True)


def visitor_of(customer: Customer) -> Visitor:
    """A customer who signed in, with all contracts."""
    mine = select(Contract.id).where(Contract.customer_id == customer.id).order_by(Contract.id)
    return _visitor(customer, tuple(db.session.scalars(mine)), by_address=False)


def _visitor(customer: Customer, contract_ids: tuple[int, ...], by_address: bool) -> Visitor:
    name = customer.name.split()[0] if customer.kind == "person" else customer.trade_name or customer.name
    return Visitor(customer.id, name, contract_ids, by_address)


def customer_called(user: str) -> Customer | None:
    """The customer of a portal user."""
    return db.session.scalar(select(Customer).where(Customer.portal_user == user.strip().lower()))


def boxes_of(visitor: Visitor, day: date) -> list[Box]:
    """The visitor's contracts as they stand on a day; of those that have ended, the ones that still owe."""
    places = _addresses(visitor.contract_ids)
    found = [_box(one, day, places[one.contract_id]) for one in standings(visitor.contract_ids)]
    live = [box for box in found if box.situation is not Situation.ENDED]
    return live or found[-1:]


def situations_of(visitor: Visitor, day: date) -> list[Situation]:
    """How the visitor's contracts stand, without their figures."""
    return [situation(_place(one), _bills(one, day)) for one in standings(visitor.contract_ids)]


def _addresses(contract_ids: Sequence[int]) -> dict[int, str]:
    joined = select(Contract.id, Address).join(Address, Address.id == Contract.installation_address_id)
    rows = db.session.execute(joined.where(among(db.session(), Contract.id, contract_ids)))
    return {contract_id: address.short for contract_id, address in rows}


def _box(one: Standing, day: date, address: str) -> Box:
    bills, place = _bills(one, day), _place(one)
    return Box(
        contract_id=one.contract_id,
        address=address,
        situation=situation(place, bills),
        stage=place.stage,
        bills=to_pay(bills, one.active),
        coming=to_come(bills, one.active),
        until=one.facts.unlock.ends if one.facts.unlock and place.unlocked else None,
        ahead=ahead(one.facts, day, holiday_calendar()),
        may_unlock=unlock_refusal(one.contract_id, by_customer=True) is None,
    )


def _place(one: Standing) -> Place:
    return Place(str(one.facts.stage), one.active, one.facts.unlocked, _waits(one))


def _waits(one: Standing) -> bool:
    hour = hour_of(one.stage_since, preference("dunning.suspend_from_hour")) if one.stage_since else None
    return hour is not None and hour > now()


def _bills(one: Standing, day: date) -> list[Bill]:
    """Its open invoices, the longest due first."""
    rows = list(one.invoices)
    paid = payments_of([row.id for row in rows]) if rows else {}
    return [Bill(row.id, row.due_date, owed_on(debt_of_row(row), paid.get(row.id, []), day)) for row in rows]
