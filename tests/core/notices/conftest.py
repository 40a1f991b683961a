"""Channels that answer as a test says, an occasion of our own, and rooms that listen to what became of messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from wtforms import Form

from core.extension.channels import Channel, OutgoingMessage, ReadBack, Recipient, Sent
from core.extension.types import Occasion
from core.foundation.forms import SecretField, TextField

FIGURES = {"nome": "Marina", "valor": Decimal("130.80"), "suspensao": date(2017, 4, 20)}
WORDS = {"nome": "O nome", "valor": "Quanto deve", "suspensao": "O dia da suspensão"}
LATE = Occasion(
    "message",
    "Aviso de atraso",
    20,
    "Fatura em atraso, {{ nome }}",
    "{{ nome }}, há {{ valor }} em aberto. Em {{ suspensao }} a internet para.",
    "Em aberto: {{ valor }}. {{ nome }}",
    WORDS,
    lambda contract_id, day: FIGURES if contract_id < 1000 else None,
    required=("valor", "suspensao"),
    examples=lambda day: (1, 2),
)
PAID = Occasion(
    "restored", "Voltou", 60, "Recebemos", "Recebemos, {{ nome }}.", "Recebemos.", WORDS, LATE.figures
)


class PostForm(Form):
    """What a channel of these tests is set up with."""

    server = TextField("Servidor", needed="Diga o servidor.")
    password = SecretField("Senha")


class Post(Channel):
    """A channel that keeps what it is handed, and answers what a test tells it to."""

    def __init__(self, name: str = "post", short: bool = False, by: str = "emails") -> None:
        self.name, self.label, self.short, self.by = name, name.capitalize(), short, by
        self.sent: list[OutgoingMessage] = []
        self.calls: list[int] = []
        self.answer: Callable[[OutgoingMessage], Sent | Exception] = lambda one: Sent(
            "250 ok", f"<{one.id}@x>"
        )
        self.down: Exception | None = None
        self.during: Callable[[], None] = lambda: None
        self.news: dict[str, ReadBack] = {}
        self.settings: Mapping[str, Any] = {}

    def form_class(self) -> type[Any]:
        return PostForm

    def address(self, recipient: Recipient) -> str | None:
        return next(iter(getattr(recipient, self.by)), None)

    def send(
        self, settings: Mapping[str, Any], messages: Sequence[OutgoingMessage]
    ) -> Sequence[Sent | Exception]:
        self.settings = settings
        self.calls.append(len(messages))
        self.during()
        if self.down:
            raise self.down
        answers = [self.answer(one) for one in messages]
        self.sent += [one for one, said in zip(messages, answers, strict=True) if isinstance(said, Sent)]
        return answers

    def check(self, settings: Mapping[str, Any]) -> str:
        self.settings = settings
        if self.down:
            raise self.down
        return f"{settings['server']} respondeu"

    def read_back(self, settings: Mapping[str, Any], references: Sequence[str]) -> Mapping[str, ReadBack]:
        return {key: news for key, news in self.news.items() if key in references}


class Heard(list[tuple[str, str, int, date]]):
    """What a room heard of messages: hook, key, contract, day. `fails` makes it break as often as it says."""

    fails = 0

    def hear(self, name: str, key: str, contract_id: int, day: date) -> None:
        if self.fails:
            self.fails -= 1
            raise RuntimeError("the ladder is busy")
        self.append((name, key, contract_id, day))


@pytest.fixture
def register(app: Flask) -> Callable[..., None]:
    """`register(channel, …, occasions=(…))`: what this test's provider has, instead of all else."""

    def put(*channels: Channel, occasions: Sequence[Occasion] = (LATE, PAID)) -> None:
        collected = app.extensions.setdefault("malha.collected", {})
        collected["register_channels"], collected["register_occasions"] = list(channels), list(occasions)

    return put


@pytest.fixture
def post(app: Flask, register: Callable[..., None]) -> Post:
    """One channel, by e-mail, set up and on."""
    made = Post()
    register(made)
    with app.app_context():
        set_up(made.name)
    return made


@pytest.fixture
def heard(app: Flask) -> Heard:
    """A room that listens to what became of messages, alone."""
    from core.extension.markers import hookimpl

    kept, module, manager = Heard(), ModuleType("listener"), app.extensions["malha.plugins"]
    for name in ("when_notice_taken", "when_notice_bounced"):
        for impl in getattr(manager.hook, name).get_hookimpls():
            getattr(manager.hook, name)._remove_plugin(impl.plugin)
        setattr(module, name, hookimpl(_ear(kept, name)))
    manager.register(module, name="listener")
    return kept


def _ear(kept: Heard, name: str) -> Callable[[str, int, date], None]:
    def hear(key: str, contract_id: int, day: date) -> None:
        kept.hear(name, key, contract_id, day)

    return hear


def set_up(*names: str) -> None:
    """Channels with settings, on."""
    from core.foundation.database import transaction
    from core.notices.models import ChannelSettings

    with transaction() as session:
        for name in names:
            session.add(ChannelSettings(channel=name, settings='{"server": "mx", "password": "segredo-1"}'))


def reachable(name: str = "Marina Tavares", email: str = "marina@example.com", phone: str = "") -> int:
    """The id of a contract whose holder has an e-mail address, a telephone, both or neither."""
    from core.customers.models import CustomerEmail, CustomerPhone
    from core.foundation.database import transaction
    from core.testing.builders import contract, customer

    holder = customer(name)
    with transaction() as session:
        if email:
            session.add(CustomerEmail(customer_id=holder.id, address=email))
        if phone:
            session.add(CustomerPhone(customer_id=holder.id, number=phone))
    return int(contract(of=holder).id)


def order(contract_id: int, key: str = "ladder_notice:1", occasion: str = "message", **figures: Any) -> Any:
    """An order about a contract, in the figures of the manual's."""
    from core.contracts.models import Contract
    from core.foundation.database import db
    from core.notices.services.queue import Order

    holder = db.session.get_one(Contract, contract_id).customer_id
    return Order(key, occasion, contract_id, holder, {**FIGURES, **figures}, date(2017, 4, 11))


def sao_paulo(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """An instant of April 2017 on the provider's clocks."""
    from zoneinfo import ZoneInfo

    return datetime(2017, 4, day, hour, minute, second, tzinfo=ZoneInfo("America/Sao_Paulo"))
