"""The command as a shell meets it: a fault of the set-up is a sentence and an exit status, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _malha(tmp_path: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "MALHA_DATA_DIR": str(tmp_path / "var"), **settings}
    command = [sys.executable, "-m", "core.cli", *words]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"MALHA_SECURE_COOKIES": "si"}, "malha: MALHA_SECURE_COOKIES: 1 or 0, got 'si'"),
        ({"MALHA_PLUGINS": "tv"}, "malha: no plugin 'tv' is installed"),
        ({"MALHA_DATA_DIR": "/dev/null/var"}, "malha: MALHA_DATA_DIR: "),
    ],
)
def test_a_set_up_that_cannot_be_is_said_with_exit_2(
    tmp_path: Path, settings: dict[str, str], sentence: str
) -> None:
    done = _malha(tmp_path, "db", "check", **settings)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(sentence)


@pytest.mark.parametrize(
    "settings", [{}, {"MALHA_DATABASE_URL": "postgresql://127.0.0.1:1/malha"}], ids=["no tables", "no server"]
)
def test_a_database_that_does_not_answer_is_said_with_exit_1(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    done = _malha(tmp_path, "user", "list", **settings)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("malha: the database refused: ")
    assert "Traceback" not in done.stderr
