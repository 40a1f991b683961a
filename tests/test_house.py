"""The house holds: sizes, what may stand in a file, what a plugin brings. Source: CONTRIBUTING."""

import ast
import configparser
import re
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 300
LONGEST_PLUGIN_MODULE = 60
MEDIAN_FUNCTION = 8
NINTH_TENTH_FUNCTION = 20
INLINE = re.compile(r"\sstyle=|\s(?:hx-)?on[a-z:-]+=[\"'{]|<style|<script(?![^>]*\ssrc=)", re.IGNORECASE)
# The brackets keep this line from holding what it forbids.
OF_ONE_MACHINE = re.compile(r"/wor[k]/|/tmp/bas[h]_jobs|--(?:extra-)?inde[x]-url|/simpl[e]/")


def test_a_plugin_explains_itself_and_its_entry_is_short(folder: Path) -> None:
    entry = (folder / "plugin.py").read_text().splitlines()

    assert (folder / "README.md").is_file()
    assert len(entry) <= LONGEST_PLUGIN_MODULE


def test_every_plugin_of_ours_is_listed() -> None:
    folders = {path.parent for path in (ROOT / "plugins").rglob("plugin.py")}

    assert folders == set(_listed_plugins().values())


def test_nothing_committed_names_one_machine_or_a_package_index() -> None:
    offending = {_name(path): found for path in _committed() if (found := _of_one_machine(path))}

    assert offending == {}


def _committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git clone")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and "vendor" not in path.parts]


def _of_one_machine(path: Path) -> list[str]:
    return sorted(set(OF_ONE_MACHINE.findall(path.read_text(errors="ignore"))))
