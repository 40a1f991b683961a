"""Secrets at rest: unreadable without a key, and keys that can be changed."""

import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import text

from core.access.models import Device
from core.foundation.database import db, transaction
from core.foundation.secrets import build_ring, session_key
from core.foundation.settings import Settings, SettingsError

MakeApp = Callable[..., Flask]
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
SECRET = "senha-do-roteador"
ROOT = Path(__file__).parents[3]
both = pytest.mark.databases("sqlite", "postgres")


def _keep(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        session.add(Device(name="Torre", password=SECRET))
        session.add(Device(name="Sem senha"))


def _raw(app: Flask) -> str:
    with app.app_context():
        found: str = db.session.scalar(text("SELECT password FROM device WHERE name = 'Torre'"))
        return found


def _read(app: Flask) -> str | None:
    with app.app_context():
        return db.session.scalar(db.select(Device.password).where(Device.name == "Torre"))


@both
def test_a_secret_is_unreadable_in_its_table_and_readable_in_the_app(
    make_app: MakeApp, database: str
) -> None:
    app = make_app(database, encryption_keys=(OLD,))
    _keep(app)

    assert SECRET not in _raw(app)
    assert _read(app) == SECRET


@both
def test_after_a_rotation_the_old_key_may_be_dropped(make_app: MakeApp, database: str) -> None:
    _keep(make_app(database, encryption_keys=(OLD,)))
    turning = make_app(database, encryption_keys=(NEW, OLD))

    done = _rotate(turning)

    assert done.startswith("1 secrets now open with the newest key")
    assert _read(make_app(database, encryption_keys=(NEW,))) == SECRET


def _rotate(app: Flask) -> str:
    from core.cli import malha

    return app.test_cli_runner().invoke(malha, ["secrets", "rotate"]).output


def test_before_a_rotation_the_new_key_alone_does_not_open_and_says_so(
    make_app: MakeApp, database: str
) -> None:
    _keep(make_app(database, encryption_keys=(OLD,)))

    with pytest.raises(SettingsError, match="no key of MALHA_ENCRYPTION_KEYS opens a stored secret"):
        _read(make_app(database, encryption_keys=(NEW,)))


@pytest.mark.parametrize("key", ["short", "ç" * 44, ""])
def test_what_is_no_key_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(SettingsError, match="MALHA_ENCRYPTION_KEYS: each key is 32 bytes") as refused:
        build_ring(Settings(encryption_keys=(key,)))

    assert not key or key not in str(refused.value)


def test_without_keys_given_the_first_start_makes_files_that_only_their_owner_reads(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new")

    first = session_key(settings)
    build_ring(settings)

    files = sorted((tmp_path / "new").iterdir())
    assert [file.name for file in files] == ["encryption.keys", "session.key"]
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600, 0o600]
    assert session_key(settings) == first


def test_several_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    ask = (
        "import sys; from pathlib import Path; from core.foundation.settings import Settings; "
        "from core.foundation.secrets import session_key; sys.stdin.read(); "
        "print(session_key(Settings(data_dir=Path(sys.argv[1]))))"
    )
    words = [sys.executable, "-c", ask, str(tmp_path)]
    pipe = subprocess.PIPE
    asking = [subprocess.Popen(words, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) for _ in range(4)]

    for process in asking:
        process.stdin.close()  # type: ignore[union-attr]  # a pipe
    keys = {process.stdout.read() for process in asking}  # type: ignore[union-attr]

    assert [process.wait(60) for process in asking] == [0] * 4
    assert len(keys) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["session.key"]
    for process in asking:
        process.stdout.close()  # type: ignore[union-attr]


def test_an_empty_key_file_is_named_and_not_filled_anew(tmp_path: Path) -> None:
    (tmp_path / "session.key").write_text("")

    with pytest.raises(SettingsError, match=r"session\.key is empty"):
        session_key(Settings(data_dir=tmp_path))


def test_a_data_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(SettingsError, match="MALHA_DATA_DIR"):
        session_key(Settings(data_dir=tmp_path / "file" / "folder"))
