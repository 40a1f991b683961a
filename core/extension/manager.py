"""One plugin manager an app: rooms first, then the enabled plugins in the order of the settings."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy
from flask import Flask, current_app
from jinja2 import ChoiceLoader, FileSystemLoader

from core.extension.hookspecs import FAMILIES, ROOMS_ONLY
from core.extension.markers import PROJECT
from core.extension.types import PluginInfo

GROUP = "malha.plugins"


class PluginError(Exception):
    """A plugin that cannot be started; the message names it."""


def build(rooms: Iterable[str], enabled: Sequence[str]) -> pluggy.PluginManager:
    """A manager with the hooks of the rooms (dotted module names) and of the enabled plugins.

    What is not enabled is not imported. Raises PluginError for an unknown name or hook.
    """
    manager = pluggy.PluginManager(PROJECT)
    for family in FAMILIES:
        manager.add_hookspecs(family)
    for room in rooms:
        manager.register(importlib.import_module(room), name=room)
    available = {point.name: point for point in entry_points(group=GROUP)}
    for plugin_id in enabled:
        _register(manager, plugin_id, available)
    _check(manager)
    return manager


def _register(manager: pluggy.PluginManager, plugin_id: str, available: dict[str, EntryPoint]) -> None:
    point = available.get(plugin_id)
    if point is None:
        raise PluginError(f"no plugin {plugin_id!r} is installed; there are {', '.join(sorted(available))}")
    try:
        module = point.load()
    except Exception as error:
        raise PluginError(f"plugin {plugin_id!r} cannot be imported: {error}") from error
    manager.register(module, name=plugin_id)
    for caller in manager.get_hookcallers(module) or ():
        if caller.name.startswith(ROOMS_ONLY):
            raise PluginError(f"plugin {plugin_id!r} implements {caller.name}, which is for the core's rooms")


def _check(manager: pluggy.PluginManager) -> None:
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        name = manager.get_name(error.plugin)
        raise PluginError(f"plugin {name!r} implements an unknown hook: {error}") from error


def install(app: Flask, rooms: Iterable[str], enabled: Sequence[str]) -> None:
    """Give the app its manager, and the outbox its roads to the plugins."""
    manager = build(rooms, enabled)
    app.extensions["malha.plugins"] = manager
    app.extensions["malha.enabled"] = tuple(enabled)
    app.extensions["malha.subscribers"] = lambda name: subscribers(manager, name)
    app.extensions["malha.deliver"] = lambda plugin, name, payload: deliver(manager, plugin, name, payload)
    _find_templates(app, [home(manager, plugin_id) / "templates" for plugin_id in enabled])


def _find_templates(app: Flask, folders: Sequence[Path]) -> None:
    """Templates of plugins, each in a folder of its id, are found after those of core/templates."""
    ours = [app.jinja_loader] if app.jinja_loader else []
    app.jinja_loader = ChoiceLoader([*ours, FileSystemLoader([str(folder) for folder in folders])])


def home(manager: pluggy.PluginManager, plugin_id: str) -> Path:
    """The folder that a plugin stands in."""
    return Path(str(manager.get_plugin(plugin_id).__file__)).parent  # type: ignore[union-attr]  # a module


def manager() -> pluggy.PluginManager:
    """The manager of the running app."""
    found: pluggy.PluginManager = current_app.extensions["malha.plugins"]
    return found


def infos() -> list[PluginInfo]:
    """What each enabled plugin says of itself, in order."""
    modules = [manager().get_plugin(plugin_id) for plugin_id in current_app.extensions["malha.enabled"]]
    return [module.info for module in modules if isinstance(module, ModuleType)]


def subscribers(manager: pluggy.PluginManager, name: str) -> list[str]:
    """The rooms and plugins that implement a hook."""
    return [impl.plugin_name for impl in getattr(manager.hook, name).get_hookimpls()]


def deliver(manager: pluggy.PluginManager, plugin: str, name: str, payload: dict[str, Any]) -> None:
    """Call one hook of one plugin; nothing where it is no longer enabled."""
    for impl in getattr(manager.hook, name).get_hookimpls():
        if impl.plugin_name == plugin:
            impl.function(**{key: payload[key] for key in impl.argnames})
