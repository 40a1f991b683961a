"""A plugin that fails while it is registered stops the start, and is named. DESIGN §3."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint, EntryPoints
from types import ModuleType

import pytest
from flask import Flask

from core.extension import manager
from core.extension.manager import PluginError
from core.extension.markers import hookimpl
from core.extension.types import PluginInfo
from plugins.items.internet.item import InternetItem


@pytest.fixture
def plugin(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[], object]], None]]:
    """`plugin(register)`: a plugin `late` is installed whose `register_item_types` is that function."""

    def install(register: Callable[[], object]) -> None:
        module = ModuleType("late_plugin")
        module.__file__ = __file__
        module.info = PluginInfo("late", "Late")  # type: ignore[attr-defined]
        module.register_item_types = hookimpl(register)  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "late_plugin", module)
        ours = manager.entry_points(group=manager.GROUP)
        points = EntryPoints([*ours, EntryPoint("late", "late_plugin", manager.GROUP)])
        monkeypatch.setattr(manager, "entry_points", lambda group: points)

    yield install


def broken() -> object:
    raise RuntimeError("no table of prices")


def test_a_register_that_fails_stops_the_start_and_names_the_plugin(
    plugin: Callable[..., None], make_app: Callable[..., Flask], database: str
) -> None:
    plugin(broken)

    with pytest.raises(PluginError, match="plugin 'late' failed while it was registered: no table of prices"):
        make_app(database, plugins=("internet", "late"))


def test_two_item_types_of_one_name_stop_the_start(
    plugin: Callable[..., None], make_app: Callable[..., Flask], database: str
) -> None:
    plugin(lambda: [InternetItem()])

    with pytest.raises(PluginError, match="two item types are called 'internet'"):
        make_app(database, plugins=("internet", "late"))
