"""The channel of docs/plugins.md, taken from the page as it stands there, is found and keeps the suite."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from core.extension.calls import collect

ROOT = Path(__file__).parents[2]
NAMED = re.compile(
    r"^`(malha_pager/\w+\.py|test_pager\.py)`\n\n```python\n(.*?)^```", re.MULTILINE | re.DOTALL
)
METADATA = "Metadata-Version: 2.1\nName: malha-pager\nVersion: 1.0\n"


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The guide's files in a folder on the path, with the entry point that pip would write."""
    folder = tmp_path / "malha-pager"
    (folder / "malha_pager").mkdir(parents=True)
    (folder / "malha_pager" / "__init__.py").touch()
    for name, source in NAMED.findall((ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")):
        (folder / name).write_text(source, encoding="utf-8")
    info = folder / "malha_pager-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(METADATA)
    (info / "entry_points.txt").write_text("[malha.plugins]\npager = malha_pager.plugin\n")
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    for module in [name for name in sys.modules if name.startswith("malha_pager")]:
        del sys.modules[module]


@pytest.mark.usefixtures("wheel")
def test_the_guides_channel_is_offered_beside_ours(make_app: Callable[..., Flask], database: str) -> None:
    with make_app(database, plugins=("email_smtp", "webhook", "pager")).app_context():
        offered = [channel.name for channel in collect("register_channels")]

    assert offered == ["email", "webhook", "webhook_email", "pager"]


def test_the_guides_own_suite_passes(wheel: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-W",
        "error",
        "-p",
        "no:cacheprovider",
        "-c",
        os.devnull,
    ]
    where = {**os.environ, "PYTHONPATH": f"{wheel}{os.pathsep}{ROOT}"}

    done = subprocess.run(
        [*command, "test_pager.py"], cwd=wheel, env=where, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout
    assert re.search(r"^17 passed", done.stdout, re.MULTILINE), done.stdout
