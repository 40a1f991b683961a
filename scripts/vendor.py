"""Fetch what the browser needs of others' work into core/static, and prove that it is what we once looked at.

`scripts/vendor.py` re-creates core/static/vendor/ and the icon sprite from npm packages and writes the manifest;
`scripts/vendor.py --check` compares every vendored file with the manifest and needs no network.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "core" / "static"
VENDOR = STATIC / "vendor"
MANIFEST = VENDOR / "manifest.json"
SPRITE = STATIC / "sprite.svg"


@dataclass(frozen=True)
class Package:
    """An npm package, the folder it becomes, and which of its files (from → to) we keep."""

    name: str
    version: str
    folder: str
    files: dict[str, str]

    @property
    def target(self) -> Path:
        """Where its files live here."""
        return VENDOR / f"{self.folder}-{self.version}"


TABLER = Package("@tabler/core", "1.6.1", "tabler", {"dist/css/tabler.min.css": "tabler.min.css"})
ICONS = Package("@tabler/icons", "3.51.0", "tabler-icons", {"LICENSE": "LICENSE"})
PACKAGES = (
    TABLER,
    ICONS,
    Package("htmx.org", "4.0.1", "htmx", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"}),
    Package(
        "@fontsource-variable/inter",
        "5.3.0",
        "inter",
        {"files/inter-latin-wght-normal.woff2": "inter-latin.woff2", "LICENSE": "LICENSE"},
    ),
)

ICON_NAMES = """
home users file-text headset file-invoice calendar cash stairs-up wallet scale plug-connected gauge router
list-check settings wifi mail database tag discount plus minus pencil trash copy printer dots check x
alert-triangle info-circle search menu-2 keyboard chevron-down chevron-right arrow-right arrow-left download
upload phone map-pin brand-whatsapp lock lock-open hand-stop clock eye eye-off user user-plus key building bell
logout sun moon refresh photo calendar-event calendar-off player-play player-pause filter history receipt
building-bank template external-link link puzzle percentage
""".split()


def unpack(package: Package, into: Path) -> Path:
    """The package fetched by npm and unpacked; returns the folder that holds its files."""
    print(f"{package.name} {package.version}: fetching")
    command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    archive = subprocess.run(command, cwd=into, check=True, capture_output=True, text=True).stdout.split()[-1]
    folder = into / package.folder
    with tarfile.open(into / archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def keep(package: Package, source: Path) -> None:
    """Copy the files we keep, in place of whatever version was here."""
    package.target.mkdir(parents=True)
    for path, name in package.files.items():
        shutil.copyfile(source / path, package.target / name)
        print(f"  {(package.target / name).relative_to(STATIC)}")


def write_tabler_license(css: Path, terms: Path) -> None:
    """Tabler's package carries no licence file: its notice from the style sheet, the MIT terms from its icons."""
    notice = re.findall(r"Copyright .+", css.read_text("utf-8")[:600])
    permission = terms.read_text("utf-8").partition("Permission is hereby")
    text = "MIT License\n\n" + "\n".join(notice) + "\n\n" + "".join(permission[1:])
    (css.parent / "LICENSE").write_text(text, "utf-8")


def symbol(name: str, svg: str) -> str:
    """An icon as a symbol that takes colour and width of line from whoever uses it."""
    body = re.sub(r"<!--.*?-->", "", svg, flags=re.S)
    paths = re.findall(r"<path[^>]*/>", body)
    drawn = "".join(re.sub(r"\s*/>$", "/>", p) for p in paths if 'stroke="none" d="M0 0h24v24H0z"' not in p)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawn}</symbol>'


def write_sprite(source: Path) -> None:
    """The icons we use, in one file."""
    outlines = source / "icons" / "outline"
    symbols = [symbol(name, (outlines / f"{name}.svg").read_text("utf-8")) for name in sorted(ICON_NAMES)]
    text = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    SPRITE.write_text(text, "utf-8")
    print(f"  {SPRITE.relative_to(STATIC)}: {len(symbols)} icons")


def sums() -> dict[str, str]:
    """The sha256 of every vendored file, by its path under core/static."""
    files = sorted(p for p in VENDOR.rglob("*") if p.is_file() and p != MANIFEST)
    return {
        path.relative_to(STATIC).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (*files, SPRITE)
    }


def differences() -> list[str]:
    """One line for each file that is missing, extra, or not what the manifest says."""
    wanted: dict[str, str] = json.loads(MANIFEST.read_text("utf-8"))
    found = sums()
    return [
        f"{path}: {'missing' if path not in found else 'not in the manifest' if path not in wanted else 'changed'}"
        for path in sorted(wanted.keys() | found.keys())
        if wanted.get(path) != found.get(path)
    ]


def create() -> None:
    """Fetch everything anew and write the manifest."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            source = unpack(package, Path(folder))
            keep(package, source)
            if package is ICONS:
                write_sprite(source)
    write_tabler_license(TABLER.target / "tabler.min.css", ICONS.target / "LICENSE")
    MANIFEST.write_text(json.dumps(sums(), indent=2) + "\n", "utf-8")
    print(f"{MANIFEST.relative_to(STATIC)}: {len(sums())} files")


def check() -> int:
    """Say what differs from the manifest; 0 when nothing does."""
    found = differences()
    print("\n".join(found) if found else f"{len(sums())} vendored files are as the manifest says")
    return 1 if found else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(check())
    create()
