"""The first command on a fresh clone: what it says where it cannot go on, and which browser it takes."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from scripts import bootstrap


def test_an_old_python_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = SimpleNamespace(version_info=(3, 9, 2), executable="/usr/bin/python3.9", stderr=sys.stderr)
    monkeypatch.setattr(bootstrap, "sys", old)

    status = bootstrap.main(["venv"])

    assert status == 1
    assert capsys.readouterr().err == (
        "malha: Malha needs Python 3.11 or newer; /usr/bin/python3.9 is 3.9. "
        "Install one and name it: make PYTHON=python3.11 run\n"
    )


def test_an_unknown_task_is_answered_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    status = bootstrap.main(["server"])

    assert status == 2
    assert "bootstrap.py browser" in capsys.readouterr().err


def test_the_browser_that_a_person_named_goes_before_the_one_on_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    named = _program(tmp_path / "mine" / "browser", works=True)
    _program(tmp_path / "bin" / "chromium", works=True)
    monkeypatch.setenv("CHROMIUM", str(named))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert bootstrap.find_browser() == named


def test_a_browser_that_does_not_start_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = _program(tmp_path / "mine" / "browser", works=False)
    on_path = _program(tmp_path / "bin" / "google-chrome", works=True)
    monkeypatch.setenv("CHROMIUM", str(broken))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert bootstrap.find_browser() == on_path


def test_where_there_is_no_browser_none_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))

    assert bootstrap.find_browser() is None


def test_the_browser_that_playwright_installed_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed = _program(tmp_path / "chromium-1200" / "chrome-linux" / "chrome", works=True)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))

    assert bootstrap.find_browser() == installed


def _program(path: Path, works: bool) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {0 if works else 1}\n")
    path.chmod(0o755)
    return path
