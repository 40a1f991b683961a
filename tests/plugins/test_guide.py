"""The plugin of docs/plugins.md, taken from the page as it stands there, works."""

import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core.billing.models import Invoice, InvoiceLine
from core.billing.services.run import run
from core.extension.calls import item_types
from core.extension.manager import infos
from core.foundation.database import db
from core.testing.builders import contract, item

GUIDE = Path(__file__).parents[2] / "docs" / "plugins.md"
NAMED = re.compile(r"^`([\w/]+\.\w+)`\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
TESTED = re.compile(r"^## Test it.*?^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
PLUGINS = ("internet", "discount", "tv")
APRIL = date(2017, 4, 1)

MakeApp = Callable[..., Flask]


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The guide's files in a folder on the path, with the entry points that pip would write."""
    folder = tmp_path / "malha-tv"
    for name, source in NAMED.findall(GUIDE.read_text(encoding="utf-8")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(source, encoding="utf-8")
    (folder / "malha_tv" / "__init__.py").touch()
    _write_metadata(folder)
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    for module in [name for name in sys.modules if name.startswith("malha_tv")]:
        del sys.modules[module]


def _write_metadata(folder: Path) -> None:
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = folder / "malha_tv-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    points = "".join(
        f"{key} = {module}\n" for key, module in project["entry-points"]["malha.plugins"].items()
    )
    (info / "entry_points.txt").write_text(f"[malha.plugins]\n{points}")


@pytest.fixture
def app(make_app: MakeApp, database: str, wheel: Path) -> Flask:
    return make_app(database, plugins=PLUGINS)


@pytest.mark.usefixtures("app_context")
def test_the_guides_plugin_registers_what_it_is_and_its_item_type() -> None:
    assert [(info.id, info.name, info.version) for info in infos()][-1] == ("tv", "Televisão", "1.0")
    assert list(item_types()) == ["internet", "discount", "tv"]


@pytest.mark.usefixtures("app_context")
def test_the_guides_form_keeps_whole_numbers_and_refuses_the_rest() -> None:
    form_class = item_types()["tv"].form_class()

    good, none = form_class(data={"boxes": 3}), form_class(data={"boxes": None})

    assert (good.data, good.validate()) == ({"boxes": 3}, True)
    assert (none.validate(), none.boxes.errors) == (False, ["Diga quantos pontos, de 1 a 20."])


@pytest.mark.usefixtures("app_context")
def test_the_guides_item_appears_on_the_months_invoice_with_its_price() -> None:
    contract(
        [item(amount="100.00"), item("tv", "39.90", description="Televisão, 2 pontos", data={"boxes": 2})],
        starts_on=APRIL,
    )

    report = run(APRIL)

    lines = db.session.execute(select(InvoiceLine.description, InvoiceLine.amount)).all()
    assert (report.issued, report.total) == (1, Decimal("139.90"))
    assert ("Televisão, 2 pontos", Decimal("39.90")) in [tuple(line) for line in lines]


@pytest.mark.usefixtures("app_context")
def test_the_guides_veto_leaves_out_that_contract_alone_and_is_read_in_the_report() -> None:
    free = contract(
        [item("tv", "0.00", description="Televisão, 1 ponto", data={"boxes": 1}), item(amount="50.00")],
        starts_on=APRIL,
    )
    paid = contract(
        [item("tv", "39.90", description="Televisão, 1 ponto", data={"boxes": 1})], starts_on=APRIL
    )

    report = run(APRIL)

    assert report.stuck == [(free.id, "Há TV sem preço neste contrato.")]
    assert list(db.session.scalars(select(Invoice.contract_id))) == [paid.id]


def test_without_the_guides_plugin_its_contracts_are_named_and_not_billed(
    make_app: MakeApp, database: str
) -> None:
    with make_app(database, plugins=("internet",)).app_context():
        held = contract([item("tv", "39.90", description="TV", data={"boxes": 1})], starts_on=APRIL).id

        report = run(APRIL)

    assert report.stuck == [(held, "O item “TV” é do plugin tv, que está desligado.")]


@pytest.mark.usefixtures("wheel")
def test_the_guides_own_test_passes() -> None:
    [source] = TESTED.findall(GUIDE.read_text(encoding="utf-8"))
    named: dict[str, object] = {}
    exec(compile(source, "docs/plugins.md", "exec"), named)  # noqa: S102  # the page's own code

    test = named["test_television_costs_the_items_value_however_many_boxes_there_are"]

    assert callable(test)
    test()
