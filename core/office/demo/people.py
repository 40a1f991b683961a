"""The demo provider's customers: made-up names, documents that check, addresses in Campinas."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from faker import Faker

from core.access.services.accounts import AccountInput, create_account
from core.contracts.models import ContractItem
from core.contracts.rules.data import ContractData, ExtraData, ItemData
from core.contracts.services.save import save_contract
from core.customers.rules.data import AddressData, CustomerData, PhoneData
from core.customers.services.save import save_customer
from core.foundation.database import transaction
from core.office.demo.house import House

PEOPLE = 300
SEED = 1042
LEAST_DAYS, MOST_DAYS = 20, 390
WITHOUT_CONTRACT = 12
UNLINKED = 14
STREETS = (
    "Rua das Acácias",
    "Rua dos Ipês",
    "Av. Brasil",
    "Rua Sete de Setembro",
    "Rua do Sol",
    "Rua Bela Vista",
)
DISTRICTS = ("Centro", "Jardim Ipê", "Vila Nova", "Bosque", "São José")
STUCK = ("Condomínio Jardim Ipê", "Pousada Remanso")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A customer that will come on a day, and how the contract will be."""

    number: int
    customer: CustomerData
    starts_on: date | None
    plan: str
    layout: str
    due_day: int
    router: bool
    discount: bool
    boxes: int


def newcomers(today: date) -> list[Newcomer]:
    """All customers of the demo in the order in which they come."""
    random, faker = Random(SEED), Faker("pt_BR")  # noqa: S311  # made-up people, not secrets
    faker.seed_instance(SEED)
    found = [_newcomer(n, random, faker, today) for n in range(1, PEOPLE + 1)]
    return sorted(found, key=lambda one: (one.starts_on or today, one.number))


def _newcomer(number: int, random: Random, faker: Faker, today: date) -> Newcomer:
    company = number % 12 == 0
    started = today - timedelta(days=random.randint(LEAST_DAYS, MOST_DAYS))
    layout = "Empresarial" if company else "Residencial rádio" if number % 5 == 0 else "Residencial fibra"
    plan = {"Empresarial": "Dedicado 50 Mega", "Residencial rádio": "Rádio 10 Mega"}.get(layout)
    return Newcomer(
        number=number,
        customer=_company(number, random, faker) if company else _person(number, random, faker),
        starts_on=None if number % (PEOPLE // WITHOUT_CONTRACT) == 7 else started,
        plan=plan or random.choice(("Fibra 30 Mega", "Fibra 30 Mega", "Fibra 60 Mega", "Fibra 100 Mega")),
        layout=layout,
        due_day=random.choice((10, 10, 15, 20)) if layout == "Residencial fibra" else 0,
        router=number % 4 == 0,
        discount=number % 9 == 0,
        boxes=2 if number % 7 == 0 else 0,
    )


def _person(number: int, random: Random, faker: Faker) -> CustomerData:
    name = f"{faker.first_name()} {faker.last_name()} {faker.last_name()}"
    return CustomerData(
        kind="person",
        name=name,
        document="".join(c for c in faker.cpf() if c.isdigit()),
        address=_address(random),
        birth_date=date(random.randint(1950, 2004), random.randint(1, 12), random.randint(1, 28)),
        # A few have none: the ladder holds them back, and says so.
        emails=(f"{login_of(name)}{number}@example.com",) if number % 60 != 3 else (),
        phones=(_phone(number),),
        portal_user=f"{login_of(name)}{number}",
    )


def _company(number: int, random: Random, faker: Faker) -> CustomerData:
    name = (
        STUCK[number // 12 - 1]
        if number // 12 <= len(STUCK)
        else f"{faker.last_name()} {faker.last_name()} Ltda."
    )
    cnpj = "".join(c for c in faker.cnpj() if c.isdigit())
    return CustomerData(
        kind="company", name=name, document=cnpj, address=_address(random), phones=(_phone(number),),
        emails=(f"empresa{number}@example.com",),
    )  # fmt: skip


def _phone(number: int) -> PhoneData:
    return PhoneData(f"+551990000{number:04d}")


def _address(random: Random) -> AddressData:
    return AddressData(
        postal_code=f"13{random.randint(10, 99)}0{random.randint(100, 999)}"[:8],
        street=random.choice(STREETS),
        number=str(random.randint(1, 1900)),
        district=random.choice(DISTRICTS),
        city="Campinas",
        state="SP",
        city_code="3509502",
    )


def login_of(name: str) -> str:
    """A login from a name: first and last, without accents."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = ["".join(c for c in word if c.isalnum()) for word in plain.split()]
    return f"{words[0]}.{words[-1]}"


def register(one: Newcomer, house: House) -> int | None:
    """Keep a customer and, where one is due, the contract with its internet account; gives the contract's id."""
    with transaction():
        customer = save_customer(one.customer)
        if one.starts_on is None:
            return None
        contract = save_contract(_contract(one, house, customer.id, customer.addresses[0].id), one.starts_on)
        _stick(one, contract.id)
        return contract.id


def _contract(one: Newcomer, house: House, customer_id: int, address_id: int) -> ContractData:
    layout_id, terms, ladder = house.layouts[one.layout]
    return ContractData(
        contract_id=None,
        revision=None,
        template_id=layout_id,
        customer_id=customer_id,
        installation_address_id=address_id,
        billing_address_id=None,
        bank_account_id=house.bank,
        starts_on=one.starts_on or date.max,
        items=tuple(_items(one, house)),
        extras=tuple(_extras(one)),
        billing=replace(terms, due_day=one.due_day or terms.due_day),
        ladder=ladder,
    )


def _items(one: Newcomer, house: House) -> Iterator[ItemData]:
    plan_id, price = house.plans[one.plan]
    device = house.devices["RB Norte" if "Rádio" in one.plan else "RB Centro"]
    login = f"{login_of(one.customer.name)}{one.number}"
    account = create_account(AccountInput(plan_id, "pppoe", (device,), login, "demo-" + login))
    yield ItemData(None, "internet", f"Internet {one.plan}", {"account_id": account}, price)
    if one.boxes:
        yield ItemData(None, "email", f"E-mail {one.boxes} caixas", {"boxes": one.boxes}, Decimal("10.00"))
    if one.discount:
        yield ItemData(None, "discount", "Fidelidade 12 meses", {}, Decimal("10.00"))


def _extras(one: Newcomer) -> Iterator[ExtraData]:
    if one.router and one.starts_on:
        month = (one.starts_on.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield ExtraData(None, "Roteador", Decimal("60.00"), 3, month)


def _stick(one: Newcomer, contract_id: int) -> None:
    """Two contracts hold an item of a plugin that is not enabled, to show how the run names them."""
    if one.customer.name in STUCK:
        with transaction() as session:
            tv = ContractItem(
                contract_id=contract_id,
                position=9,
                type="tv",
                description="TV",
                data={},
                amount=Decimal("49.90"),
            )
            session.add(tv)


def leave_unlinked(house: House) -> None:
    """Internet accounts that no contract has yet, as an import from a router leaves them."""
    random, faker = Random(SEED), Faker("pt_BR")  # noqa: S311  # made-up people, not secrets
    faker.seed_instance(SEED + 1)
    plan_id, _ = house.plans["Fibra 30 Mega"]
    for n in range(UNLINKED):
        name = f"{faker.first_name()} {faker.last_name()}"
        comment = f"{name}, {random.choice(STREETS)} {random.randint(1, 1900)}" if n % 4 else ""
        device = house.devices["RB Centro" if n % 2 else "RB Norte"]
        create_account(
            AccountInput(plan_id, "pppoe", (device,), f"{login_of(name)}.{n}", None, comment=comment)
        )
