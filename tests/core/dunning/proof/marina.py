"""Marina's delinquency of April 2017, lived through at the hours it happened: for tests of the proof."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from core.billing.models import Invoice
from core.dunning.models import LadderNotice
from core.dunning.services.night import move
from core.dunning.services.notice import taken
from core.foundation import audit
from core.foundation.calendar import DAY
from core.foundation.database import db, transaction
from core.foundation.preferences import set_preferences
from core.notices.models import NoticeAttempt, NoticeMessage
from tests.core.dunning.services.living import late_contract, pay

ZONE = ZoneInfo("America/Sao_Paulo")
NOTICE = """Olá, Marina Tavares.

Não recebemos o pagamento da fatura que venceu em 10 de abril (mês de abril), do contrato 1.

Total para pagar hoje: R$\u00a0102,03

- suspensão da internet: 20 de abril;
- cancelamento do contrato, 10 dias depois da suspensão: 30 de abril.
O cancelamento não apaga a dívida, que pode então ser registrada em órgãos de proteção ao crédito.

Pagando, a internet volta na hora em que soubermos do pagamento. 😀
"""


def marina(clock: Any, **terms: Any) -> int:
    """The contract: R$ 100,00 due on Monday 10/04/2017, 2 % and 1 % a month, on the manual's ladder."""
    audit.act_as(audit.SYSTEM)  # not whoever acted in an earlier test
    clock.move_to(date(2017, 4, 1))
    set_preferences(
        {
            "provider.name": "Ipê Internet",
            "provider.cnpj": "11222333000181",
            "provider.phone": "(19) 3232-1042",
        }
    )
    contract_id = late_contract(**terms)
    with transaction() as session:
        invoice = session.scalars(db.select(Invoice).where(Invoice.contract_id == contract_id)).one()
        invoice.late_fee_percent, invoice.monthly_interest_percent = Decimal(2), Decimal(1)
    return contract_id


def nights_until(clock: Any, last: date, first: date = date(2017, 4, 11)) -> None:
    """Each night at 06:01:02; a notice is taken at 08:00:05 of its day by e-mail, at the second try."""
    day = first
    while day <= last:
        clock.move_to(datetime(day.year, day.month, day.day, 6, 1, 2, tzinfo=ZONE))
        move(day)
        for notice in db.session.scalars(db.select(LadderNotice).where(LadderNotice.taken_on.is_(None))):
            email(notice.contract_id, f"ladder_notice:{notice.id}", day)
            taken(f"ladder_notice:{notice.id}", notice.contract_id, day)
        day += DAY


def email(contract_id: int, key: str, day: date, text: str = NOTICE, status: str = "taken") -> int:
    """An e-mail of a step, refused by the server at 08:00:02 and taken at 08:00:05."""
    first = datetime(day.year, day.month, day.day, 8, 0, 2, tzinfo=ZONE).astimezone(UTC)
    second = first + timedelta(seconds=3)
    message = NoticeMessage(
        key=key,
        occasion="message",
        contract_id=contract_id,
        customer_id=1,
        channel="email_smtp",
        address="marina@example.com",
        subject="Fatura de abril em atraso",
        text=text,
        on_day=day,
        status=status,
        attempts=2,
        due_at=first,
        created_at=first - timedelta(hours=2),
        taken_at=second if status == "taken" else None,
    )
    with transaction() as session:
        session.add(message)
        session.flush()
        session.add(
            NoticeAttempt(
                message_id=message.id, at=first, outcome="unreachable", detail="450 4.2.0 Try again later"
            )
        )
        session.add(
            NoticeAttempt(
                message_id=message.id, at=second, outcome="taken", detail="250 2.0.0 Ok: queued as 4XyZ"
            )
        )
    return message.id


def paid(clock: Any, contract_id: int, day: date, amount: str) -> None:
    """Money that was paid on a day and known at 14:02:33 of it."""
    clock.move_to(datetime(day.year, day.month, day.day, 14, 2, 33, tzinfo=ZONE))
    pay(contract_id, day, amount)
