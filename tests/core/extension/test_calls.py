"""How hooks are called: a veto found by halving, a broken panel leaves a notice, permissions by plugins."""

from collections.abc import Callable, Sequence
from types import ModuleType

import pytest
from flask import Flask
from markupsafe import Markup, escape

from core.extension.calls import collect, draw, on_batch, tell
from core.extension.manager import PluginError
from core.extension.types import Panel, Permission
from core.identity.permissions import allowed

pytestmark = pytest.mark.usefixtures("app_context")
Plug = Callable[..., ModuleType]


def test_a_veto_stops_the_one_it_concerns_and_no_other(app_context: Flask) -> None:
    stopped: list[tuple[int, str]] = []
    asked: list[int] = []

    def check(batch: Sequence[int]) -> list[int]:
        asked.append(len(batch))
        if 3 in batch:
            raise ValueError("Falta o código do plano.")
        return [number * 10 for number in batch]

    passed = on_batch(check, [1, 2, 3, 4, 5, 6, 7, 8], lambda member, why: stopped.append((member, why)))

    assert stopped == [(3, "Falta o código do plano.")]
    assert passed == [10, 20, 40, 50, 60, 70, 80]
    assert asked == [8, 4, 2, 2, 1, 1, 4]


def test_an_empty_batch_asks_once_and_stops_nothing(app_context: Flask) -> None:
    assert on_batch(lambda batch: list(batch), [], lambda member, why: pytest.fail(why)) == []


def test_a_veto_without_words_is_named_by_its_kind(app_context: Flask) -> None:
    stopped: list[str] = []

    def check(batch: Sequence[int]) -> list[int]:
        raise ZeroDivisionError

    on_batch(check, [1], lambda member, why: stopped.append(why))

    assert stopped == ["ZeroDivisionError"]


def test_a_broken_panel_leaves_a_notice_in_its_place(app_context: Flask, plugged: Plug) -> None:
    def broken(contract_id: int) -> list[Panel]:
        raise RuntimeError("quebrou")

    plugged(app_context, "tv", contract_panels=broken)
    plugged(app_context, "radio", contract_panels=lambda contract_id: [Panel(Markup("som"))])

    drawn = draw("contract_panels", lambda plugin: Panel(escape(f"aviso de {plugin}")), contract_id=999)

    assert [panel.html for panel in drawn if panel.html in ("aviso de tv", "som")] == ["aviso de tv", "som"]


def test_a_permission_of_a_plugin_is_held_by_its_roles_and_the_administration(
    app_context: Flask, plugged: Plug
) -> None:
    plugged(
        app_context, "tv", register_permissions=lambda: [Permission("tv.edit", "Editar TV", ("support",))]
    )

    held = {role: allowed("tv.edit", role) for role in ("admin", "finance", "support", "technician")}

    assert held == {"admin": True, "finance": False, "support": True, "technician": False}


def test_a_plugin_that_fails_while_registering_is_named(app_context: Flask, plugged: Plug) -> None:
    def broken() -> list[Permission]:
        raise RuntimeError("quebrou")

    plugged(app_context, "tv", register_permissions=broken)

    with pytest.raises(PluginError, match="plugin 'tv' failed while it was registered: quebrou"):
        collect("register_permissions")


def test_a_room_that_fails_undoes_the_whole(app_context: Flask, plugged: Plug) -> None:
    def broken(day: object) -> None:
        raise RuntimeError("não pode")

    plugged(app_context, "core.somewhere", when_holidays_change=broken)

    with pytest.raises(RuntimeError, match="não pode"):
        tell("when_holidays_change", day=None)
