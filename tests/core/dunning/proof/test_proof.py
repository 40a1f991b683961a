"""The proof of a suspension lays out one delinquency whole: values by hand, the page, the PDF and the hash agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import update

from core.contracts.models import Contract
from core.contracts.queries.snapshot import snapshot
from core.contracts.services.save import save_contract
from core.dunning.proof.blocks import Document
from core.dunning.proof.gather import case_of, delinquencies_of
from core.dunning.proof.pdf import pdf_of
from core.dunning.proof.story import document_of
from core.dunning.services.hold import hold
from core.dunning.services.night import move
from core.dunning.services.notice import told_by_hand
from core.dunning.services.unlock import trust_unlock
from core.foundation import audit
from core.foundation.database import db, transaction
from core.foundation.holidays import Holiday
from core.notices.models import NoticeAttempt, NoticeMessage
from core.testing.builders import user
from tests.core.dunning.proof.marina import ZONE, email, marina, nights_until, paid
from tests.core.dunning.services.living import invoice

APRIL_20, APRIL_22 = date(2017, 4, 20), date(2017, 4, 22)


@pytest.fixture
def told(app_context: Flask, clock: Any) -> Iterator[Any]:
    yield clock
    audit.act_as(audit.SYSTEM)


def proof(contract_id: int, place: int = 0) -> Document:
    db.session.expire_all()
    every = delinquencies_of(contract_id)
    case = case_of(contract_id, every[place], every)
    assert case is not None
    return document_of(case)


def plain(contract_id: int, place: int = 0) -> str:
    return proof(contract_id, place).plain().replace("\u00a0", " ")


def verdicts(contract_id: int) -> dict[str, str]:
    """The verdict on each point of the law."""
    rows = proof(contract_id).sections[-1].blocks[0].rows  # type: ignore[union-attr]
    return {row[0]: row[2] for row in rows}


def read(pdf: bytes) -> list[str]:
    return [page.extract_text().replace("\u00a0", " ") for page in PdfReader(BytesIO(pdf)).pages]


def in_one_line(pages: list[str]) -> str:
    return re.sub(r"\s+", " ", " ".join(pages))


@pytest.mark.databases("sqlite", "postgres")
def test_marina_s_april_from_the_notice_to_the_return(told: Any) -> None:
    contract_id = marina(told)
    nights_until(told, APRIL_20)
    paid(told, contract_id, APRIL_22, "102.40")

    text = plain(contract_id)

    for line in (
        "Prova de suspensão: contrato 1",
        "Provedor: Ipê Internet",
        "CNPJ: 11.222.333/0001-81",
        "Cliente: Marina Tavares",
        "Instalação: Rua das Acácias, 120, Centro, Campinas/SP, CEP 13010-100",
        "Atraso: de 11/04/2017 a 22/04/2017",
        "Suspensão | com 10 dias de atraso, a partir das 8h | 15 dias depois do aviso (RGC)",
        "1 | 01/04/2017 | 10/04/2017 | 10/04/2017 | R$ 100,00 | paga em 22/04/2017",
        # 2 % of 100.00; 1 % a month for 1, 3 and 10 days: 0.033, 0.10 and 0.333, cut to the cent (RULES §5)
        "11/04/2017 | Aviso de atraso | 1 | R$ 100,00 + multa R$ 2,00 + juros R$ 0,03 = R$ 102,03",
        "13/04/2017 | Velocidade reduzida | 1 | R$ 100,00 + multa R$ 2,00 + juros R$ 0,10 = R$ 102,10",
        "20/04/2017 | Internet suspensa | 1 | R$ 100,00 + multa R$ 2,00 + juros R$ 0,33 = R$ 102,33",
        "Para: Marina Tavares, marina@example.com",
        "11/04/2017 08:00:02 -03:00 (UTC 2017-04-11 11:00:02) | canal fora do ar | 450 4.2.0 Try again later",
        "11/04/2017 08:00:05 -03:00 (UTC 2017-04-11 11:00:05) | aceita | 250 2.0.0 Ok: queued as 4XyZ",
        "Não recebemos o pagamento da fatura que venceu em 10 de abril (mês de abril), do contrato 1.",
        "Aceito em: 11/04/2017",
        "22/04/2017 | Pagamento: tudo normal | – | 22/04/2017 14:02:33 -03:00 (UTC 2017-04-22 17:02:33) | rotina",
        "1 | R$ 102,40 | 22/04/2017 | 22/04/2017 | 22/04/2017 14:02:33 -03:00 (UTC 2017-04-22 17:02:33) | pix, rotina",
    ):
        assert line in text.splitlines()


def test_the_law_s_points_are_met_or_not_by_what_was_done(told: Any) -> None:
    contract_id = marina(told)
    nights_until(told, APRIL_20)
    paid(told, contract_id, APRIL_22, "102.40")

    assert verdicts(contract_id) == {
        "Multa de até 2%": "Atendido",
        "Juros de até 1% ao mês": "Atendido",
        "O aviso diz por que": "Atendido",
        "O aviso diz como e quando vêm a suspensão e o cancelamento": "Atendido",
        "O aviso diz o valor e o mês": "Atendido",
        "O aviso diz que a dívida pode ser registrada depois do cancelamento": "Atendido",
        "O aviso diz em quanto tempo o serviço volta": "Atendido",
        "Redução de velocidade por dívida": "A conferir",
        # told on the 11th, cut on the 20th: 9 days; the 20th is the eve of Tiradentes
        "Suspender só 15 dias depois do dia em que o cliente foi avisado do débito": "Não atendido",
        "Não começar em sexta, sábado, domingo, feriado ou véspera": "Não atendido",
        "Em horário comercial": "Atendido",
        "Contestação suspende os prazos de suspensão e de cancelamento até a resposta": "Não se aplica",
        "Voltar em até 1 dia de quando se soube do pagamento": "Atendido",
        "Sem taxa de religação": "Atendido",
        "Cancelar só depois de 60 dias suspenso, com aviso próprio": "Não se aplica",
    }


def test_anatel_s_ladder_meets_the_notice_and_the_day(told: Any) -> None:
    every = "friday saturday sunday holiday holiday_eve"
    ladder = {
        "throttle_after_days": None,
        "suspend_after_days": 16,
        "notice_days": 15,
        "suspend_except": every,
    }
    contract_id = marina(told, **ladder, cancel_after_days=60)

    nights_until(told, date(2017, 5, 2))

    found = verdicts(contract_id)
    assert found["Suspender só 15 dias depois do dia em que o cliente foi avisado do débito"] == "Atendido"
    assert found["Não começar em sexta, sábado, domingo, feriado ou véspera"] == "Atendido"
    assert "Aviso aceito em 11/04/2017; suspensão em 26/04/2017: 15 dias." in plain(contract_id)
    assert "Quarta, 26/04/2017" in plain(contract_id)


def test_what_a_notice_leaves_out_is_not_claimed(told: Any) -> None:
    contract_id = marina(told)
    nights_until(told, date(2017, 4, 12))
    with transaction() as session:
        session.execute(update(NoticeMessage).values(subject="", text="Pague a fatura que venceu: R$ 99,00."))

    found = verdicts(contract_id)

    assert found["O aviso diz por que"] == "Atendido"
    assert found["O aviso diz o valor e o mês"] == "Não atendido"  # 102,03 was owed
    assert found["O aviso diz que a dívida pode ser registrada depois do cancelamento"] == "Não atendido"
    assert found["O aviso diz em quanto tempo o serviço volta"] == "Não atendido"


def test_the_days_that_the_suspension_waited_for_stand_beside_it(told: Any) -> None:
    contract_id = marina(told, suspend_after_days=12)  # Saturday the 22nd
    nights_until(told, date(2017, 4, 24))

    assert "24/04/2017 | Internet suspensa: fatura 1 venceu em 10/04, 14 dias; sábado e domingo não suspende | " \
        "22/04/2017, sábado; 23/04/2017, domingo | " in plain(contract_id)  # fmt: skip


def test_a_due_date_on_a_holiday_says_why_it_was_payable_later(told: Any) -> None:
    with transaction() as session:
        session.add(Holiday(day=date(2017, 4, 17), name="Aniversário da cidade"))
    contract_id = marina(told, due=date(2017, 4, 15))
    nights_until(told, date(2017, 4, 20), first=date(2017, 4, 16))

    text = plain(contract_id)

    assert "18/04/2017: 15/04/2017 é sábado" in text
    assert "Atraso: desde 19/04/2017, em aberto" in text
    assert "Fatura 1: 15/04/2017 é sábado; o atraso conta depois de 18/04/2017." in text


def test_holds_unlocks_and_a_notice_given_in_person_stand_in_order_with_who_did_them(told: Any) -> None:
    contract_id = marina(told)
    told.move_to(datetime(2017, 4, 11, 6, 1, 2, tzinfo=ZONE))
    move(date(2017, 4, 11))
    audit.act_as(audit.Actor(1, "Carla"))
    told.move_to(datetime(2017, 4, 12, 10, 30, 0, tzinfo=ZONE))
    told_by_hand(contract_id, "por telefone, com a própria Marina", date(2017, 4, 12))
    hold([contract_id], date(2017, 4, 14), "diz que já pagou", date(2017, 4, 12))
    audit.act_as(audit.SYSTEM)
    nights_until(told, date(2017, 4, 15), first=date(2017, 4, 13))
    audit.act_as(audit.Actor(1, "Carla"))
    trust_unlock(contract_id, date(2017, 4, 15))

    text = plain(contract_id)

    order = [
        "11/04/2017 | Aviso de atraso: fatura 1 venceu em 10/04, 1 dia",
        "12/04/2017 | Avisado em pessoa: por telefone, com a própria Marina | – | 12/04/2017 10:30:00",
        "12/04/2017 | Segurado até 14/04: diz que já pagou",
        "15/04/2017 | Velocidade reduzida: fatura 1 venceu em 10/04, 5 dias",
        "15/04/2017 | Liberado em confiança por 3 dias, até 18/04; estava velocidade reduzida",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "Mensagens: nenhuma: nenhum canal alcança o cliente" in text
    assert "Em pessoa, por Carla: Avisado em pessoa: por telefone, com a própria Marina" in text
    assert "12/04/2017: Segurado até 14/04: diz que já pagou." in text


def test_news_of_a_payment_that_came_late_tells_both_days_and_what_was_thought_owed(told: Any) -> None:
    contract_id = marina(told)
    nights_until(told, date(2017, 4, 13))
    told.move_to(datetime(2017, 4, 14, 9, 0, 0, tzinfo=ZONE))
    from tests.core.dunning.services.living import pay

    pay(contract_id, date(2017, 4, 14), "102.06", paid_on=date(2017, 4, 12))

    text = plain(contract_id)

    assert "1 | R$ 102,06 | 12/04/2017 | 14/04/2017 | 14/04/2017 09:00:00" in text
    assert (
        "13/04/2017 | Velocidade reduzida | 1 | R$ 100,00 + multa R$ 2,00 + juros R$ 0,10 = R$ 102,10" in text
    )


def test_a_notice_that_came_back_is_shown_with_the_channel_s_words_and_reached_nobody(told: Any) -> None:
    contract_id = marina(told)
    told.move_to(datetime(2017, 4, 11, 6, 1, 2, tzinfo=ZONE))
    move(date(2017, 4, 11))
    key = email(contract_id, "ladder_notice:1", date(2017, 4, 11), status="bounced")
    with transaction() as session:
        at = datetime(2017, 4, 11, 11, 5, tzinfo=UTC)
        session.add(NoticeAttempt(message_id=key, at=at, outcome="bounced", detail="550 5.1.1 User unknown"))

    text = plain(contract_id)

    assert "Situação: devolvida" in text
    assert "(UTC 2017-04-11 11:05:00) | devolvida | 550 5.1.1 User unknown" in text
    assert "Aceito em: ainda não: a régua espera" in text


def test_terms_changed_later_do_not_change_what_held_then_and_are_told(told: Any) -> None:
    contract_id = marina(told)
    nights_until(told, date(2017, 4, 11))
    told.move_to(datetime(2017, 4, 12, 15, 0, 0, tzinfo=ZONE))
    audit.act_as(audit.Actor(1, "Carla"))
    from dataclasses import replace

    data = snapshot(db.session.get_one(Contract, contract_id))
    data = replace(data, items=(), ladder=replace(data.ladder, suspend_after_days=30))
    save_contract(data, date(2017, 4, 12))

    text = plain(contract_id)

    assert "Suspensão | com 10 dias de atraso" in text
    assert (
        "12/04/2017 15:00:00 -03:00 (UTC 2017-04-12 18:00:00): Carla mudou “Suspender serviços após” de 10 para 30."
        in text
    )


def test_each_delinquency_has_a_proof_of_its_own(told: Any) -> None:
    contract_id = marina(told)
    nights_until(told, date(2017, 4, 13))
    paid(told, contract_id, date(2017, 4, 13), "102.10")
    invoice(contract_id, date(2017, 5, 10), number=2)
    nights_until(told, date(2017, 5, 11), first=date(2017, 4, 14))

    latest, first = plain(contract_id), plain(contract_id, place=1)

    assert "Atraso: desde 11/05/2017, em aberto" in latest
    assert "Atraso: de 11/04/2017 a 13/04/2017" in first
    assert "13/04/2017 | Velocidade reduzida" in first
    assert "13/04/2017" not in latest
    assert "Fatura | Valor" not in latest


# The hash


def test_the_hash_is_over_the_content_alone(told: Any) -> None:
    contract_id = marina(told)
    nights_until(told, APRIL_20)
    before = proof(contract_id)
    told.move_to(date(2017, 5, 1))

    again = proof(contract_id)
    with transaction() as session:
        session.execute(update(NoticeAttempt).where(NoticeAttempt.id == 2).values(detail="250 Ok"))
    changed = proof(contract_id)

    assert before.digest() == again.digest() == sha256(before.plain().encode()).hexdigest()
    assert changed.digest() != before.digest()


# The PDF


def test_the_pdf_says_what_the_page_says_with_the_hash_and_the_instant_of_issue(told: Any) -> None:
    contract_id = marina(told)
    nights_until(told, APRIL_20)
    document = proof(contract_id)

    pages = read(pdf_of(document, datetime(2017, 5, 2, 12, 30, 1, tzinfo=UTC), ZONE))

    text = in_one_line(pages)
    assert "R$ 100,00 + multa R$ 2,00 + juros R$ 0,33 = R$ 102,33" in text
    assert "450 4.2.0 Try again later" in text
    assert "registrada em órgãos de proteção ao crédito" in text
    assert "volta na hora em que soubermos do pagamento. [U+1F600]" in text
    assert "Emitido em 02/05/2017 09:30:01 -03:00 (UTC 2017-05-02 12:30:01)." in text
    assert text.split("Emitido em")[1].count(document.digest()) == 1
    assert [f"Página {n} de {len(pages)}" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)


def test_three_years_of_delinquency_fill_numbered_pages(told: Any) -> None:
    contract_id = marina(told, throttle_after_days=None, suspend_after_days=None, cancel_after_days=None)
    for n in range(2, 38):
        month = date(2017 + (n + 2) // 12, (n + 2) % 12 + 1, 10)
        invoice(contract_id, month, number=n)
    nights_until(told, date(2017, 4, 11))
    for n in range(1, 300):
        email(contract_id, f"ladder_notice:1@{n}", date(2017, 4, 12), text="Linha inteira do aviso.\n" * 12)
    told.move_to(date(2020, 4, 12))

    pages = read(pdf_of(proof(contract_id), datetime(2020, 4, 12, tzinfo=UTC), ZONE))

    assert len(pages) > 60
    assert f"Página {len(pages)} de {len(pages)}" in pages[-1]
    assert in_one_line(pages).count("Linha inteira do aviso.") == 299 * 12


def test_a_word_longer_than_a_line_and_a_text_longer_than_a_page_are_printed(told: Any) -> None:
    contract_id = marina(told)
    nights_until(told, date(2017, 4, 11))
    with transaction() as session:
        session.execute(
            update(NoticeMessage).values(text="x" * 5000 + " fim da linha\n" + "texto & <b> " * 4000)
        )

    pages = read(pdf_of(proof(contract_id), datetime(2020, 4, 12, tzinfo=UTC), ZONE))

    assert in_one_line(pages).count("texto & <b>") == 4000


# The page


def _signed_in(app: Flask, client: FlaskClient, role: str) -> FlaskClient:
    with app.app_context():
        token = user(role).get_id()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return client


def _lived(app: Flask, clock: Any) -> int:
    with app.app_context():
        contract_id = marina(clock)
        nights_until(clock, APRIL_20)
        paid(clock, contract_id, APRIL_22, "102.40")
        return contract_id


def test_the_page_the_pdf_and_the_text_carry_one_hash(app: Flask, client: FlaskClient, clock: Any) -> None:
    contract_id = _lived(app, clock)
    clerk = _signed_in(app, client, "support")

    page = clerk.get(f"/contratos/{contract_id}/prova")
    pdf = clerk.get(f"/contratos/{contract_id}/prova.pdf?atraso=2017-04-11")
    text = clerk.get(f"/contratos/{contract_id}/prova.txt")

    shown = re.findall(r"\b[0-9a-f]{64}\b", page.text)
    assert set(shown) == {sha256(text.data).hexdigest()}
    assert shown[0] in in_one_line(read(pdf.data))
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="prova-1-2017-04-11.pdf"'
    assert pdf.mimetype == "application/pdf"


def test_a_contract_that_was_never_late_has_no_proof(app: Flask, client: FlaskClient, clock: Any) -> None:
    with app.app_context():
        contract_id = marina(clock)
    clerk = _signed_in(app, client, "support")

    assert "Este contrato nunca se atrasou" in clerk.get(f"/contratos/{contract_id}/prova").text
    assert clerk.get(f"/contratos/{contract_id}/prova.pdf").status_code == 404


def test_what_is_not_there_is_not_found(app: Flask, client: FlaskClient, clock: Any) -> None:
    contract_id = _lived(app, clock)
    clerk = _signed_in(app, client, "support")

    for address in (
        "/contratos/99/prova",
        "/contratos/99/prova.pdf",
        f"/contratos/{contract_id}/prova?atraso=2017-04-12",
    ):
        assert clerk.get(address).status_code == 404


def test_who_may_not_see_the_ladder_does_not_see_its_proof(
    app: Flask, client: FlaskClient, clock: Any
) -> None:
    contract_id = _lived(app, clock)
    technician = _signed_in(app, client, "technician")

    for suffix in ("", ".pdf", ".txt"):
        assert technician.get(f"/contratos/{contract_id}/prova{suffix}").status_code == 403
