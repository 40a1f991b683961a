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


def _production() -> list[Path]:
    found = [path for room in ("core", "plugins") for path in (ROOT / room).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {_name(path): len(path.read_text().splitlines()) for path in _production()}

    too_long = {name: length for name, length in lengths.items() if length > LONGEST_FILE}

    assert too_long == {}


def test_functions_are_short_the_longest_tenth_apart() -> None:
    lengths = sorted(length for path in _production() for length, _ in _functions(path))

    assert statistics.median(lengths) <= MEDIAN_FUNCTION
    assert statistics.quantiles(lengths, n=10)[-1] <= NINTH_TENTH_FUNCTION, _longest()


def _functions(path: Path) -> Iterator[tuple[int, str]]:
    """Lines of each function, from `def` to its end."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            yield length, f"{_name(path)}:{node.lineno} {node.name}"


def _longest() -> str:
    every = sorted((found for path in _production() for found in _functions(path)), reverse=True)
    return "\n".join(f"{length:4} {name}" for length, name in every[:30])


def test_rules_and_services_know_no_float() -> None:
    where_money_is = [path for path in _production() if {"rules", "services"} & {*path.parts, path.stem}]

    with_float = [_name(path) for path in where_money_is if re.search(r"\bfloat\b", path.read_text())]

    assert with_float == []


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_templates_hold_no_inline_style_or_script() -> None:
    templates = [path for room in ("core", "plugins") for path in (ROOT / room).rglob("templates/**/*.html")]

    offending = {
        _name(path): found.group() for path in templates if (found := INLINE.search(path.read_text()))
    }

    assert offending == {}


def _listed_plugins() -> dict[str, Path]:
    """The plugins of setup.cfg: each id and its folder."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    lines = config.get("options.entry_points", "malha.plugins", fallback="").strip().splitlines()
    pairs = [line.split("=", 1) for line in lines]
    return {
        name.strip(): ROOT.joinpath(*target.strip().split(":")[0].split(".")[:-1]) for name, target in pairs
    }


@pytest.mark.parametrize(
    "folder", [pytest.param(folder, id=name) for name, folder in _listed_plugins().items()]
)
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
