"""The pages of a closing date's run: preview by hand-made figures, start, progress, report."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.billing.models import BillingRun, Invoice
from core.foundation.clock import now
from core.foundation.database import db, transaction
from core.testing.builders import contract, item
from tests.core.billing.views.conftest import plain

SignIn = Callable[..., FlaskClient]
Bill = Callable[[date], None]
APRIL, MAY = date(2017, 4, 1), date(2017, 5, 1)
ADDRESS = "/faturamento?data=2017-05-01"
TWO = {"data": "2017-05-01"}


@pytest.fixture(autouse=True)
def in_may(clock: Any) -> Iterator[None]:
    """Every test is on the closing date of May."""
    clock.move_to(MAY)
    yield


@pytest.fixture
def make(app: Flask) -> Callable[..., int]:
    """`make("89.90")`: the id of a contract with an internet item of that price, since 1 April."""

    def build(amount: str = "100.00", **fields: Any) -> int:
        with app.app_context():
            items = fields.pop("items", None) or [item(amount=amount, description="Fibra")]
            made: int = contract(items, **{"starts_on": APRIL, **fields}).id
            return made

    return build


@pytest.fixture
def kept_run(app: Flask) -> Callable[..., int]:
    """`kept_run(state="running")`: the id of a run's record of May."""

    def keep(**fields: Any) -> int:
        with app.app_context(), transaction() as session:
            values = {"run_date": MAY, "state": "running", "started_by": "Carla"}
            row = BillingRun(**{**values, "started_at": now(), "heartbeat_at": now(), **fields})
            session.add(row)
            session.flush()
            return row.id

    return keep


def issued_in_may(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Invoice).filter(Invoice.closing_on == MAY).count()


def text_of(client: FlaskClient, address: str = ADDRESS) -> str:
    return plain(client.get(address).text)


def test_the_preview_has_the_total_the_average_last_month_and_the_difference(
    signed_in: SignIn, make: Callable[..., int], bill: Bill
) -> None:
    make("100.00")
    make("120.00")
    bill(APRIL)
    make("8.00", starts_on=MAY)

    page = text_of(signed_in())

    assert "R$ 228,00" in page
    assert "3 faturas, média" in page
    assert "76,00" in page
    assert "Abril, 2 faturas" in page
    assert "220,00" in page
    assert "+3,6%" in page
    assert "Abril 220,00, 1 novo +8,00, Maio 228,00" in page
    assert "Emitir 3 faturas" in page


def test_nothing_is_written_by_looking(app: Flask, signed_in: SignIn, make: Callable[..., int]) -> None:
    make()

    signed_in().get(ADDRESS)

    assert issued_in_may(app) == 0


def test_who_is_stuck_is_named_with_the_mend(signed_in: SignIn, make: Callable[..., int]) -> None:
    make()
    stuck = make(items=[item("tv_que_nao_ha", "30.00", description="TV")])

    page = text_of(signed_in())

    assert "1 pede ação" in page
    assert "O item “TV” é do plugin tv_que_nao_ha, que está desligado." in page
    assert f'<a class="btn btn-s" href="/contratos/{stuck}">Ver contrato</a>' in page
    assert "Emitir 1 fatura" in page


def test_who_changed_by_more_than_half_is_named_with_why(
    app: Flask, signed_in: SignIn, make: Callable[..., int], bill: Bill
) -> None:
    make(
        "79.90", items=[item(amount="79.90"), item("one_off", "180.00", description="Mudança", starts_on=MAY)]
    )
    bill(APRIL)

    page = text_of(signed_in())

    assert "Mudaram mais de 50%" in page
    assert "Avulso “Mudança” R$ 180,00, só nesta" in page
    assert "259,90" in page


def test_who_stays_out_as_agreed_is_counted_by_reason(signed_in: SignIn, make: Callable[..., int]) -> None:
    make()
    make(issue_mode="manual")
    make(exempt=True)
    make(items=[item(ends_on=APRIL)])

    page = text_of(signed_in())

    assert "1 de emissão manual, 1 isento, 1 sem item no período" in page
    assert "de 4 contratos neste dia, 3 ficam de fora" in page


def test_a_date_that_cannot_be_read_is_refused_with_a_sentence(signed_in: SignIn) -> None:
    answer = signed_in().get("/faturamento?data=31/02/2017")

    assert answer.status_code == 422
    assert "não é uma data" in answer.text


def test_a_day_on_which_nobody_closes_says_so(signed_in: SignIn, make: Callable[..., int]) -> None:
    page = text_of(signed_in(), "/faturamento?data=2017-04-17")

    assert "Nenhum contrato fecha em 17/04/2017" in page


def test_the_button_issues_and_leads_to_the_report(
    app: Flask, signed_in: SignIn, make: Callable[..., int]
) -> None:
    make("100.00", starts_on=MAY)
    stuck = make(items=[item("tv_que_nao_ha", "30.00", description="TV")])
    client = signed_in()

    answer = client.post("/faturamento", data=TWO)
    page = text_of(client, answer.location)

    assert answer.status_code == 303
    assert issued_in_may(app) == 1
    assert "Pronto, com 1 pendência" in page
    assert "R$ 100,00" in page
    assert f'href="/contratos/{stuck}/emitir">Emitir só esta' in page
    assert "hx-trigger" not in page.split('id="andamento"')[1].split(">")[0]


def test_a_second_press_issues_nothing_and_says_so(
    app: Flask, signed_in: SignIn, make: Callable[..., int]
) -> None:
    make()
    client = signed_in()
    client.post("/faturamento", data=TWO)

    answer = client.post("/faturamento", data=TWO)

    assert answer.status_code == 422
    assert "Não há fatura a emitir nesta data." in answer.text
    assert issued_in_may(app) == 1


@pytest.fixture
def over_the_limit(make: Callable[..., int], bill: Bill) -> None:
    """April brought R$ 100,00 and May would bring R$ 150,00."""
    make("100.00")
    bill(APRIL)
    make("50.00", starts_on=MAY)


@pytest.mark.usefixtures("over_the_limit")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Digite o total previsto para confirmar."),
        ("100,00", "O total digitado não é o previsto."),
        ("150.00", "150"),
    ],
)
def test_over_the_limit_the_total_must_be_typed(
    app: Flask, signed_in: SignIn, typed: str, sentence: str
) -> None:
    answer = signed_in().post("/faturamento", data={**TWO, "total": typed})

    assert answer.status_code == 422
    assert sentence in plain(answer.text)
    assert "Digite o total para confirmar" in answer.text
    assert issued_in_may(app) == 0


@pytest.mark.usefixtures("over_the_limit")
def test_the_total_typed_as_shown_issues(app: Flask, signed_in: SignIn) -> None:
    answer = signed_in().post("/faturamento", data={**TWO, "total": "150,00"})

    assert answer.status_code == 303
    assert issued_in_may(app) == 2


def test_a_day_to_come_is_shown_and_not_issued(
    app: Flask, signed_in: SignIn, make: Callable[..., int]
) -> None:
    make()
    client = signed_in()

    page = text_of(client, "/faturamento?data=2017-06-01")
    answer = client.post("/faturamento", data={"data": "2017-06-01"})

    assert "Este dia ainda não chegou" in page
    assert "Emitir 1 fatura" not in page
    assert answer.status_code == 422
    with app.app_context():
        assert db.session.query(Invoice).count() == 0


def test_a_run_under_way_is_shown_instead_of_a_second_one(
    app: Flask, signed_in: SignIn, make: Callable[..., int], kept_run: Callable[..., int]
) -> None:
    make()
    running = kept_run()
    client = signed_in()

    page = text_of(client)
    answer = client.post("/faturamento", data=TWO)

    assert "está rodando" in page
    assert "Emitir 1 fatura" not in page
    assert answer.location == f"/faturamento/execucoes/{running}"
    assert issued_in_may(app) == 0


def test_a_run_on_its_way_says_how_far_it_is_and_asks_again(
    signed_in: SignIn, kept_run: Callable[..., int]
) -> None:
    running = kept_run(contracts=803, done=412, issued=400, total=Decimal("40000.00"))

    page = text_of(signed_in(), f"/faturamento/execucoes/{running}")

    assert "412 de 803 contratos" in page
    assert 'hx-trigger="every 1s"' in page
    assert "Pode fechar esta página" in page


@pytest.mark.parametrize("fields", [{"state": "running"}, {"state": "failed", "error": "disco cheio"}])
def test_a_run_that_stopped_half_way_goes_on_and_adds_only_what_is_missing(
    app: Flask,
    signed_in: SignIn,
    make: Callable[..., int],
    bill: Bill,
    kept_run: Callable[..., int],
    fields: dict[str, Any],
) -> None:
    make()
    bill(MAY)
    make("70.00")
    halted = kept_run(heartbeat_at=now() - timedelta(minutes=3), **fields)
    client = signed_in()

    page = text_of(client, f"/faturamento/execucoes/{halted}")
    answer = client.post(f"/faturamento/execucoes/{halted}/continuar")

    assert "Continuar de onde parou" in page
    assert "every 1s" not in page
    assert answer.location == f"/faturamento/execucoes/{halted + 1}"
    assert issued_in_may(app) == 2


def test_a_run_that_is_done_is_not_taken_up_again(signed_in: SignIn, kept_run: Callable[..., int]) -> None:
    done = kept_run(state="done", finished_at=now())

    answer = signed_in().post(f"/faturamento/execucoes/{done}/continuar")

    assert answer.location == f"/faturamento/execucoes/{done}"


def test_causes_count_what_an_earlier_run_of_the_date_has_issued(
    signed_in: SignIn, make: Callable[..., int], bill: Bill
) -> None:
    make("100.00")
    bill(APRIL)
    bill(MAY)
    make("5.00", starts_on=MAY)

    page = text_of(signed_in())

    assert "1 já emitidas" in page
    assert "Abril 100,00, 1 novo +5,00, Maio 105,00" in page


def test_both_files_open_in_a_spreadsheet(signed_in: SignIn, make: Callable[..., int]) -> None:
    fine = make("79.90", starts_on=MAY)
    stuck = make(items=[item("tv_que_nao_ha", "30.00", description="TV")])
    client = signed_in()
    sentence = "O item “TV” é do plugin tv_que_nao_ha, que está desligado."

    preview = client.get("/faturamento.csv?data=2017-05-01").text
    address = client.post("/faturamento", data=TWO).location
    report = client.get(f"{address}.csv").text

    assert preview.splitlines() == [
        "\ufeffContrato;Cliente;O que acontece;Mês anterior;Este mês;O que há",
        f"{stuck};Marina Tavares;Parado;;;{sentence}",
        f"{fine};Marina Tavares;Emite;;79,90;",
    ]
    assert report.splitlines()[1:] == [f"{stuck};Marina Tavares;Parado até alguém resolver;{sentence}"]


def test_support_does_not_run_the_billing(signed_in: SignIn, kept_run: Callable[..., int]) -> None:
    run_id = kept_run()
    client = signed_in("support")

    for address in ("/faturamento", "/faturamento.csv", f"/faturamento/execucoes/{run_id}"):
        assert client.get(address).status_code == 403
    assert client.post("/faturamento", data=TWO).status_code == 403
    assert client.post(f"/faturamento/execucoes/{run_id}/continuar").status_code == 403


def test_a_run_that_does_not_exist_is_not_found(signed_in: SignIn) -> None:
    assert signed_in().get("/faturamento/execucoes/99").status_code == 404
