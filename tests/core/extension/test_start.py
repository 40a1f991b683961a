"""Which plugins start with the app, and what stops the start. Source: DESIGN §3."""

from collections.abc import Callable

import pytest
from flask import Flask

from core.extension.calls import item_types
from core.extension.manager import PluginError, infos

MakeApp = Callable[..., Flask]
Install = Callable[[str, str], str]
NOTHING = 'from malha import PluginInfo\ninfo = PluginInfo("tv", "TV")\n'


def test_what_is_not_enabled_is_not_there(make_app: MakeApp, database: str) -> None:
    app = make_app(database, plugins=("internet", "discount"))

    with app.app_context():
        assert list(item_types()) == ["internet", "discount"]
        assert [info.id for info in infos()] == ["internet", "discount"]


def test_what_is_not_enabled_is_not_even_imported(
    make_app: MakeApp, database: str, installed: Install
) -> None:
    installed("tv", "raise RuntimeError('imported')\n")

    make_app(database)


def test_an_unknown_plugin_stops_the_start_and_is_named(make_app: MakeApp, database: str) -> None:
    with pytest.raises(PluginError, match="no plugin 'tv' is installed; there are .*discount"):
        make_app(database, plugins=("internet", "tv"))


def test_a_plugin_that_cannot_be_imported_stops_the_start_and_is_named(
    make_app: MakeApp, database: str, installed: Install
) -> None:
    installed("tv", "import something_that_is_not_there\n")

    with pytest.raises(PluginError, match="plugin 'tv' cannot be imported: .*something_that_is_not_there"):
        make_app(database, plugins=("tv",))


def test_a_plugin_may_not_implement_what_is_for_rooms(
    make_app: MakeApp, database: str, installed: Install
) -> None:
    installed(
        "tv",
        NOTHING
        + """
from malha import hookimpl

@hookimpl
def when_terms_change(contract_id):
    pass
""",
    )

    with pytest.raises(
        PluginError, match="plugin 'tv' implements when_terms_change, which is for the core's rooms"
    ):
        make_app(database, plugins=("tv",))


def test_a_room_hook_under_another_name_is_refused_too(
    make_app: MakeApp, database: str, installed: Install
) -> None:
    installed(
        "tv",
        NOTHING
        + """
from malha import hookimpl

@hookimpl(specname="when_terms_change")
def harmless(contract_id):
    pass
""",
    )

    with pytest.raises(PluginError, match="plugin 'tv' implements when_terms_change"):
        make_app(database, plugins=("tv",))


def test_an_unknown_hook_stops_the_start_and_names_the_plugin(
    make_app: MakeApp, database: str, installed: Install
) -> None:
    installed(
        "tv",
        NOTHING
        + """
from malha import hookimpl

@hookimpl
def on_invoice_isued(invoice_id):
    pass
""",
    )

    with pytest.raises(PluginError, match="plugin 'tv' implements an unknown hook"):
        make_app(database, plugins=("tv",))


def test_a_plugin_of_somebody_elses_brings_its_item_type(
    make_app: MakeApp, database: str, installed: Install
) -> None:
    installed(
        "tv",
        NOTHING
        + """
from malha import ItemKind, ItemType, Price, hookimpl

class Television(ItemType):
    name, label, unit_label, icon, kind = "tv", "TV", "por mês", "photo", ItemKind.RECURRING

    def price(self, uses):
        return [Price("TV", use.item.amount) for use in uses]

@hookimpl
def register_item_types():
    return [Television()]
""",
    )

    app = make_app(database, plugins=("internet", "tv"))

    with app.app_context():
        assert list(item_types()) == ["internet", "tv"]
