"""Plugins written for one test: modules registered on the app, or distributions in a folder of their own."""

import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], str]:
    """`installed(id, source)`: a plugin as pip would leave it, with an entry point; gives its id."""

    def install(plugin_id: str, source: str) -> str:
        folder = tmp_path / plugin_id
        metadata = folder / f"{plugin_id}-1.dist-info"
        metadata.mkdir(parents=True)
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {plugin_id}\nVersion: 1\n")
        (metadata / "entry_points.txt").write_text(f"[malha.plugins]\n{plugin_id} = {plugin_id}_plugin\n")
        (folder / f"{plugin_id}_plugin.py").write_text(textwrap.dedent(source))
        monkeypatch.syspath_prepend(str(folder))
        # Another test's plugin of this id may still be in memory.
        monkeypatch.delitem(sys.modules, f"{plugin_id}_plugin", raising=False)
        return plugin_id

    return install


@pytest.fixture
def plugged() -> Callable[..., ModuleType]:
    """`plugged(app, "tv", on_invoice_issued=…)`: hooks of a plugin, on an app that runs."""
    from core.extension.markers import hookimpl

    def plug(app: Flask, plugin_id: str, **hooks: Callable[..., object]) -> ModuleType:
        module = ModuleType(plugin_id)
        for name, function in hooks.items():
            setattr(module, name, hookimpl(function))
        app.extensions["malha.plugins"].register(module, name=plugin_id)
        app.extensions.pop("malha.collected", None)
        return module

    return plug
