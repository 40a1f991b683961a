"""Whose migrations there are: the core's, then those of each enabled plugin that ships a folder of them."""

from __future__ import annotations

from flask import current_app

from core.extension.manager import home, manager
from core.foundation.migrations import CORE, Branch


def branches() -> list[Branch]:
    """The core's branch and the plugins', in the order in which they are upgraded."""
    return [
        CORE,
        *(b for b in map(_of_plugin, current_app.extensions["malha.enabled"]) if b.versions.is_dir()),
    ]


def _of_plugin(plugin_id: str) -> Branch:
    return Branch(plugin_id, home(manager(), plugin_id) / "migrations")
