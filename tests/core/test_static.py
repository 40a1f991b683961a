"""What the browser is given: vendored as checked in, every icon there, nothing that the strict CSP would refuse."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "core" / "static"
TEMPLATES = sorted([*ROOT.glob("core/**/templates/**/*.html"), *ROOT.glob("plugins/**/templates/**/*.html")])
STYLES = sorted(STATIC.glob("css/*.css"))
SCRIPTS = sorted([*STATIC.glob("*.js"), *STATIC.glob("js/*.js")])


def test_what_is_vendored_is_what_the_manifest_says() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/vendor.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_every_icon_that_a_template_asks_for_is_in_the_sprite() -> None:
    there = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "sprite.svg").read_text("utf-8")))
    text = "\n".join(path.read_text("utf-8") for path in TEMPLATES)
    asked = set(re.findall(r"icon\('([a-z0-9-]+)'", text)) | set(
        re.findall(r"icon_name='([a-z0-9-]+)'", text)
    )

    assert asked - there == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_has_inline_style_or_script(path: Path) -> None:
    text = path.read_text("utf-8")

    assert not re.search(r"""<style|\sstyle=["']|\son[a-z]+=["']|javascript:""", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", [*STYLES, *SCRIPTS], ids=lambda path: path.name)
def test_styles_and_scripts_ask_nothing_of_other_sites(path: Path) -> None:
    assert not re.search(r"https?://(?!www\.w3\.org)", path.read_text("utf-8"))


def test_every_part_of_the_style_sheet_is_imported_once() -> None:
    imported = re.findall(r'@import url\("css/([a-z]+\.css)"\)', (STATIC / "malha.css").read_text("utf-8"))

    assert sorted(imported) == [path.name for path in STYLES]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 150
