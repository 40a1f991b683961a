"""The WSGI entry in a process of its own, as a server starts it: nothing imported before it. DESIGN §4."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from core.identity.services import create_user
from core.testing.builders import contract

PASSWORD = "uma senha de teste"
ASK = f"""
import wsgi
wsgi.app.config["WTF_CSRF_ENABLED"] = False
browser = wsgi.app.test_client()
browser.post("/entrar", data={{"login": "ana", "password": "{PASSWORD}"}})
print(browser.get("/clientes").status_code)
"""


def ask(database: str, folder: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "MALHA_DATABASE_URL": database, "MALHA_DATA_DIR": str(folder)}
    return subprocess.run([sys.executable, "-c", ASK], env=env, capture_output=True, text=True, check=False)


@pytest.mark.databases("sqlite", "postgres")
def test_a_page_with_every_column_comes_from_a_process_that_only_imported_the_entry(
    app: Flask, database: str, tmp_path: Path
) -> None:
    with app.app_context():
        create_user("ana", "Ana", "admin", PASSWORD)
        contract()

    answered = ask(database, tmp_path / "web")

    assert (answered.stdout.strip(), answered.returncode) == ("200", 0), answered.stderr


def test_it_refuses_to_start_while_migrations_are_pending(tmp_path: Path) -> None:
    answered = ask(f"sqlite:///{tmp_path / 'empty.sqlite'}", tmp_path)

    assert answered.returncode == 1
    assert answered.stderr.strip() == "malha: migrations pending: core; run `malha db upgrade`"
