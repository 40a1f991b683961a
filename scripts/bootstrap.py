"""From a fresh clone to an environment that runs: the standard library only, since nothing is installed yet.

python3 scripts/bootstrap.py venv           .venv with what Malha runs on
python3 scripts/bootstrap.py venv --dev     and with what its tests need
python3 scripts/bootstrap.py browser        a Chromium for the journeys, where one can be had
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BROWSER_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_DEBIAN = ("chromium", "fonts-liberation")


class Refused(Exception):
    """Something that only a person can mend; the message says what to do."""


def main(arguments: Sequence[str]) -> int:
    """Do what the first argument names. Exit status: 0 done, 1 could not, 2 the request was wrong."""
    tasks = {"venv": lambda: venv("--dev" in arguments), "browser": browser}
    if not arguments or arguments[0] not in tasks:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        tasks[arguments[0]]()
    except Refused as refusal:
        print(f"malha: {refusal}", file=sys.stderr)
        return 1
    return 0


# The environment


def venv(dev: bool) -> None:
    """Make .venv, unless it is there and works, and install the lock and Malha itself into it."""
    _check_python()
    if not _works(PYTHON):
        _make_venv()
    lock = ROOT / ("requirements-dev.lock" if dev else "requirements.lock")
    _install("--require-hashes", "-r", str(lock))
    _install("--no-deps", "-e", str(ROOT))


def _check_python() -> None:
    if sys.version_info < OLDEST:
        wanted, found = (".".join(map(str, version[:2])) for version in (OLDEST, sys.version_info))
        raise Refused(
            f"Malha needs Python {wanted} or newer; {sys.executable} is {found}. "
            f"Install one and name it: make PYTHON=python{wanted} run"
        )


def _make_venv() -> None:
    _say("creating .venv")
    if not _has_venv() and not _apt_install("python3-venv"):
        raise Refused(
            "this Python cannot make virtual environments (venv or ensurepip is missing). "
            "On Debian and Ubuntu: sudo apt-get install python3-venv"
        )
    _run(sys.executable, "-m", "venv", "--clear", str(VENV))


def _has_venv() -> bool:
    return _quiet(sys.executable, "-c", "import venv, ensurepip")


def _install(*what: str) -> None:
    """With uv, which takes seconds; with pip where uv cannot be had or its index cannot be reached."""
    if _has_uv() and _quietly_tried(
        str(VENV / "bin" / "uv"), "pip", "install", "-q", "--python", str(PYTHON), *what
    ):
        return
    _say("installing with pip, this takes a minute")
    if not _tried(str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", *what):
        raise Refused("could not install what Malha needs: pip says why above")


def _has_uv() -> bool:
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        _say("installing what Malha needs into .venv")
        _quiet(str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "uv")
    return _works(uv)


# The browser


def browser() -> None:
    """See to it that the journeys have a browser; say what is missing where they will not have one."""
    found = find_browser() or _browser_from_debian() or _browser_from_playwright()
    if found is None:
        _say(
            "no Chromium: the journeys in the browser will be SKIPPED. "
            "Install the package chromium, or set CHROMIUM to a browser's path"
        )


def find_browser() -> Path | None:
    """The browser there is: $CHROMIUM, one on PATH, else the one that Playwright installed."""
    return next((path for path in _browser_candidates() if _works(path)), None)


def _browser_candidates() -> Iterator[Path]:
    if named := os.environ.get("CHROMIUM"):
        yield Path(named)
    yield from (Path(path) for path in map(shutil.which, BROWSER_COMMANDS) if path)
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    for name in ("chrome", "headless_shell", "chrome-headless-shell", "Chromium"):
        yield from sorted(cache.glob(f"chromium*/**/{name}"), reverse=True)


def _browser_from_debian() -> Path | None:
    if _apt_install(*BROWSER_DEBIAN):
        return find_browser()
    return None


def _browser_from_playwright() -> Path | None:
    if _quietly_tried(str(PYTHON), "-m", "playwright", "install", "chromium"):
        return find_browser()
    return None


# Debian packages and commands


def _apt_install(*packages: str) -> bool:
    """Install Debian packages where we are root on such a system; False where we are not, or it failed."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    _say(f"installing Debian packages: {', '.join(packages)}")
    install = ("apt-get", "-o", "DPkg::Lock::Timeout=300", "install", "-y", "-qq", "--no-install-recommends")
    if _quiet(*install, *packages):
        return True
    # The lists may be missing or old; they are only fetched where it did not go without.
    _quiet("apt-get", "-o", "DPkg::Lock::Timeout=300", "update", "-qq")
    return _quietly_tried(*install, *packages)


def _works(program: Path) -> bool:
    return program.exists() and _quiet(str(program), "--version")


def _say(sentence: str) -> None:
    print(f"malha: {sentence}", flush=True)


def _run(*command: str) -> None:
    if not _tried(*command):
        raise Refused(f"{' '.join(command)} failed")


def _tried(*command: str) -> bool:
    return (
        subprocess.run(
            command, cwd=ROOT, env=_environment(), stdin=subprocess.DEVNULL, check=False
        ).returncode
        == 0
    )


def _quiet(*command: str) -> bool:
    return _captured(*command).returncode == 0


def _quietly_tried(*command: str) -> bool:
    """True where it went well; else its last line is shown, since what comes next is another way."""
    done = _captured(*command)
    if done.returncode != 0:
        _say(
            f"{' '.join(command[:3])}… did not go: {(done.stdout.strip().splitlines() or ['no reason given'])[-1]}"
        )
    return done.returncode == 0


def _captured(*command: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command,
            cwd=ROOT,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:  # a broken link, or a program for another machine
        return subprocess.CompletedProcess(command, 127, str(error))


def _environment() -> dict[str, str]:
    # A clone and its cache often lie on different disks; then uv copies, and need not say so.
    return {
        **os.environ,
        "DEBIAN_FRONTEND": "noninteractive",
        "UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "copy"),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
