"""The documents say what is there: every hook with its exact signature, commands that exist, links that lead somewhere."""

import ast
import re
import subprocess
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest

from core.cli import malha
from core.extension import hookspecs
from core.foundation.settings import Settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
HOOK_TITLE = re.compile(r"^### `(.+)`$", re.MULTILINE)
COMMAND = re.compile(r"`malha ([a-z][a-z -]*[a-z])")
TARGET = re.compile(r"`make ([a-z]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
DECISION = re.compile(r"^(\d{4})-[a-z0-9-]+\.md$")
PARTS = ("## Context", "## Decision", "## Consequence")


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _pages() -> list[str]:
    """The pages under version control, new ones included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(name for name in listed.stdout.splitlines() if (ROOT / name).exists())


def _specs() -> list[str]:
    """Each hook as the source writes it, such as `on_contract_saved(self, contract_id: int) -> None`."""
    tree = ast.parse(Path(hookspecs.__file__).read_text(encoding="utf-8"))
    functions = [
        part
        for family in tree.body
        if isinstance(family, ast.ClassDef)
        for part in family.body
        if isinstance(part, ast.FunctionDef)
    ]
    return [f"{one.name}({ast.unparse(one.args)}) -> {ast.unparse(one.returns)}" for one in functions]


def _exists(words: list[str]) -> bool:
    """Whether these words, as far as they are not arguments, are a command."""
    found: click.Command | None = malha
    for word in words:
        if not isinstance(found, click.Group):
            return True
        found = found.commands.get(word)
        if found is None:
            return False
    return True


def test_every_hook_is_documented_with_its_exact_signature_and_nothing_else_is() -> None:
    assert HOOK_TITLE.findall(_text("docs/hooks.md")) == _specs()


def test_every_hook_has_an_example() -> None:
    parts = _text("docs/hooks.md").split("\n### `")[1:]
    bare = [part.split("(")[0] for part in parts if f"def {part.split('(')[0]}(" not in part]

    assert bare == []


@pytest.mark.parametrize("page", ["README.md", "docs/operations.md", "docs/plugins.md", "CONTRIBUTING.md"])
def test_every_command_that_a_page_names_exists(page: str) -> None:
    missing = [words for words in COMMAND.findall(_text(page)) if not _exists(words.split())]

    assert missing == []


def test_the_readme_leaves_out_no_command_of_ours() -> None:
    documented = {words.split()[0] for words in COMMAND.findall(_text("README.md"))}
    brought_along = {point.name for point in entry_points(group="flask.commands")}

    assert set(malha.commands) - brought_along - documented == set()


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_that_a_page_names_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", _text("Makefile"), re.MULTILINE))

    assert set(TARGET.findall(_text(page))) - targets == set()


def test_the_map_names_every_room_that_there_is() -> None:
    rooms = {path.stem for path in (ROOT / "core").iterdir() if not path.name.startswith("_")} - {"README"}

    assert {room for room in rooms if f"`{room}`" not in _text("core/README.md")} == set()


def test_every_setting_is_in_the_table_of_settings() -> None:
    wanted = {f"MALHA_{name.upper()}" for name in Settings.__dataclass_fields__}

    assert set(re.findall(r"^\| `(MALHA_\w+)`", _text("docs/operations.md"), re.MULTILINE)) == wanted


@pytest.mark.parametrize("page", _pages())
def test_every_relative_link_leads_to_a_file(page: str) -> None:
    links = LINK.findall(FENCE.sub("", _text(page)))
    broken = [one for one in links if "://" not in one and not ((ROOT / page).parent / one).exists()]

    assert broken == []


def test_decisions_are_numbered_without_a_gap_and_listed_in_their_order() -> None:
    files = sorted(path.name for path in (DOCS / "decisions").glob("*.md") if path.name != "README.md")
    numbers = [int(DECISION.match(name)[1]) if DECISION.match(name) else name for name in files]

    assert numbers == list(range(1, len(files) + 1))
    assert LINK.findall(_text("docs/decisions/README.md")) == files


def test_every_decision_has_context_decision_and_consequence() -> None:
    files = (DOCS / "decisions").glob("0*.md")
    incomplete = [path.name for path in files if not all(part in path.read_text() for part in PARTS)]

    assert incomplete == []
