"""A provider made through its services: Marina, her contract, an invoice of each state.

Imported by fixtures, when there is an app.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from core.access.models import Device, Plan
from core.access.services.accounts import AccountInput, create_account
from core.banking.models import BankAccount
from core.billing.models import Invoice
from core.billing.services.cancel import cancel_invoice
from core.billing.services.recorded import record_start, run_recorded
from core.billing.services.settle import Money, receive_payment
from core.contracts.models import Contract, ContractTemplate, StoredPreset
from core.contracts.services.ending import end_contract
from core.customers.models import Customer
from core.customers.rules.data import AddressData, CustomerData, PhoneData
from core.customers.services.save import save_customer
from core.dunning.services.figures import figures_today
from core.dunning.services.hold import hold
from core.dunning.services.night import run as night
from core.dunning.services.notice import told_by_hand
from core.dunning.services.unlock import trust_unlock
from core.extension.channels import Sent
from core.extension.drivers import DriverUnreachable
from core.foundation.clock import now
from core.foundation.database import db, transaction
from core.identity.models import User
from core.notices.models import ChannelSettings
from core.notices.services.claim import claim
from core.notices.services.outcomes import Answer, mark_bounced, record
from core.notices.services.queue import Order, queue_messages
from core.testing.builders import contract, extra, item

MARINA = CustomerData(
    kind="person",
    name="Marina Tavares",
    document="11144477735",
    address=AddressData("13010100", "Rua das Acácias", "120", "Centro", "Campinas", "SP"),
    emails=("marina@example.com",),
    phones=(PhoneData("+5519998765432"),),
)
LADDER = {"message_after_days": 1, "throttle_after_days": 3, "suspend_after_days": 10}


def first_id(model: type) -> int:
    """The first row there is of a kind."""
    return int(db.session.scalars(db.select(model.id).order_by(model.id)).first() or 0)  # type: ignore[attr-defined]


def marina() -> Customer:
    return save_customer(MARINA)


def contract_of(holder: Customer, **fields: object) -> Contract:
    """A contract of the layout for fibre: boxes of e-mail for R$ 100,00, and the ladder of the manual."""
    layout = db.session.scalars(db.select(ContractTemplate).filter_by(name="Residencial fibra")).one()
    boxes = item("email", description="E-mail, 5 caixas", data={"boxes": 5})
    values = {"items": [boxes], "template_id": layout.id, **LADDER, **fields}
    return contract(of=holder, **values)


def lived_in() -> dict[str, Any]:
    """Marina with three contracts, one ended and one new; invoices open, paid and cancelled. Ids by the names of the addresses."""
    holder = marina()
    account = create_account(AccountInput(first_id(Plan), device_ids=(first_id(Device),), login="marina"))
    net = item("internet", description="Fibra 30 Mega", data={"account_id": account})
    made = contract_of(holder, items=[net], extras=[extra()])
    ended = contract_of(holder)
    fresh = contract_of(holder, starts_on=date(2017, 6, 15))
    end_contract(ended.id, date(2017, 5, 20), "Mudou de cidade")
    for month in (4, 5, 6):
        run_id = record_start(date(2017, month, 1))
        run_recorded(run_id)
    paid, cancelled, open_one = invoices_of(made.id)
    receive_payment(paid, Money(Decimal("158.70"), date(2017, 4, 20), "cash", "first"), date(2017, 4, 20))
    cancel_invoice(cancelled, "Valor errado", date(2017, 5, 2), waive=True)
    fall(made.id, holder)
    taken, bounced = tell(made.id, holder)
    return {
        "customer_id": holder.id, "contract_id": made.id, "ended": ended.id, "fresh": fresh.id, "invoice_id": open_one,
        "paid": paid, "cancelled": cancelled, "run_id": run_id, "account_id": account,
        "plan_id": first_id(Plan), "device_id": first_id(Device), "template_id": first_id(ContractTemplate),
        "message_id": taken, "bounced": bounced, "occasion": "message", "channel": "email",
        "user_id": first_id(User), "preset_id": first_id(StoredPreset), "bank": first_id(BankAccount),
    }  # fmt: skip


def fall(contract_id: int, holder: Customer) -> None:
    """What was due on 12/06 is not paid: the contract is reduced on 15/06; others are held, unlocked, told by nobody."""
    others = [contract_of(holder, starts_on=date(2017, 6, 1)) for _ in range(3)]
    run_recorded(record_start(date(2017, 6, 1)))
    for day in (13, 14, 15):
        night(date(2017, 6, day))
        for heard in (contract_id, *(one.id for one in others[:2])):
            if day == 13:
                told_by_hand(heard, "Telefone, falei com ela", date(2017, 6, day))
    hold([others[0].id], date(2017, 6, 20), "Vai pagar na terça", date(2017, 6, 15))
    trust_unlock(others[1].id, date(2017, 6, 15))


def tell(contract_id: int, holder: Customer) -> tuple[int, int]:
    """The channel by e-mail took one message, which stands, and another, which came back; a third waits after a fault."""
    with transaction() as session:
        session.add(
            ChannelSettings(
                channel="email", settings='{"host": "127.0.0.1", "from_address": "a@example.com"}'
            )
        )
    at = now()
    figures = figures_today(contract_id, date(2017, 6, 15)) or {}
    asked = [
        Order(f"axe:{n}", "message", contract_id, holder.id, figures, date(2017, 6, 15)) for n in range(3)
    ]
    queue_messages(asked, at)
    said = (
        Sent("250 2.0.0 Ok", "<1@example.com>"),
        Sent("250 2.0.0 Ok"),
        DriverUnreachable("O servidor não responde."),
    )
    held = claim("email", at, 500)[-3:]
    record("email", [Answer(one, words) for one, words in zip(held, said, strict=True)], at)
    mark_bounced({held[1].id: "550 5.1.1 no such user"}, at)
    return held[0].id, held[1].id


def invoices_of(contract_id: int) -> list[int]:
    """Oldest first."""
    ids = db.select(Invoice.id).filter_by(contract_id=contract_id).order_by(Invoice.id)
    return list(db.session.scalars(ids))
