"""How hooks are called: collected at the start, isolated on pages, halved on a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from flask import current_app
from pluggy import HookImpl

from core.extension.items import ItemType
from core.extension.manager import PluginError, manager
from core.foundation.database import db

T = TypeVar("T")
ONE_OF_A_NAME = {
    "item types": ("register_item_types", "name"),
    "channels": ("register_channels", "name"),
    "device drivers": ("register_device_drivers", "name"),
    "occasions": ("register_occasions", "key"),
    "schedules": ("register_schedules", "key"),
}


def implementations(name: str) -> list[HookImpl]:
    """Who implements a hook, in the order of registration."""
    return list(getattr(manager().hook, name).get_hookimpls())


def _call(impl: HookImpl, arguments: dict[str, Any]) -> Any:
    return impl.function(*(arguments[name] for name in impl.argnames))


def collect(name: str, **arguments: Any) -> list[Any]:
    """All that a `register_*` hook gives, in one list, kept for the life of the app."""
    cache = current_app.extensions.setdefault("malha.collected", {})
    if name not in cache:
        cache[name] = [thing for impl in implementations(name) for thing in _collected(impl, arguments)]
    return list(cache[name])


def _collected(impl: HookImpl, arguments: dict[str, Any]) -> list[Any]:
    try:
        return list(_call(impl, arguments) or [])
    except Exception as error:
        raise PluginError(f"plugin {impl.plugin_name!r} failed while it was registered: {error}") from error


def try_registers() -> None:
    """Ask every `register_*` hook at the start, so that a plugin that fails stops it there, named.

    Raises PluginError, also for two of a kind under one name: what is stored names them.
    """
    names = [name for name in vars(manager().hook) if name.startswith("register_")]
    found = {
        name: [thing for impl in implementations(name) for thing in _collected(impl, {})] for name in names
    }
    for kind, (hook, name) in ONE_OF_A_NAME.items():
        _refuse_twice(kind, [getattr(thing, name) for thing in found[hook]])


def _refuse_twice(kind: str, names: list[str]) -> None:
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise PluginError(f"two {kind} are called {twice[0]!r}")


def item_types() -> dict[str, ItemType]:
    """The item types of the enabled plugins by name, in the order they are offered."""
    return {item_type.name: item_type for item_type in collect("register_item_types")}


def tell(name: str, **arguments: Any) -> None:
    """Call a `when_*` hook: an exception goes up and undoes the whole."""
    for impl in implementations(name):
        _call(impl, arguments)


def draw(name: str, broken: Callable[[str], T], **arguments: Any) -> list[T]:
    """What a page's hook gives, in order; `broken(plugin)` stands in for an implementation that fails.

    A page only reads, so that what a failed one left behind is undone by letting go of the read: a savepoint
    around each would cost two messages to the database for every part of every page.
    """
    drawn: list[T] = []
    for impl in implementations(name):
        try:
            drawn.extend(_call(impl, arguments) or [])
        except Exception:  # a plugin's page part may fail in any way; the page must stand
            db.session.rollback()
            current_app.logger.exception("plugin %s failed in %s", impl.plugin_name, name)
            drawn.append(broken(impl.plugin_name))
    return drawn


def on_batch(
    call: Callable[[Sequence[T]], Iterable[Any] | None], batch: Sequence[T], fail: Callable[[T, str], None]
) -> list[Any]:
    """What a call gives for a batch, under a savepoint; halved until each member that raises is found alone.

    `fail(member, sentence)` is told of each.
    """
    try:
        with db.session.begin_nested():
            return list(call(batch) or [])
    except Exception as error:  # a plugin may raise anything: it is a veto, with its words
        if len(batch) == 1:
            current_app.logger.warning("veto by a plugin: %s", error)
            fail(batch[0], str(error) or type(error).__name__)
            return []
    middle = len(batch) // 2
    return on_batch(call, batch[:middle], fail) + on_batch(call, batch[middle:], fail)
