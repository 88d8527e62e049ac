"""A small project for set-up tests: the real launcher and uv, tiny packages instead of the real ones."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import zipfile
from pathlib import Path

from cli.boot.layout import ROOT, Layout
from cli.boot.stamps import file_digest, write_stamp

REAL = Layout()


def wheel(folder: Path, name: str, version: str) -> str:
    """Make a wheel with one module; returns the hashed requirement line."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(text)}\n"
    files[f"{info}/RECORD"] = record + f"{info}/RECORD,,\n"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(target, "w") as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0)), text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(target.read_bytes()).hexdigest()}\n"


def small_project(folder: Path) -> Layout:
    """The launcher and set-up code, requirement files that ask for tiny packages, and uv already there."""
    layout = Layout(root=folder, home=folder / ".motcua")
    shutil.copy(ROOT / "motcua", folder / "motcua")
    shutil.copytree(ROOT / "cli", folder / "cli", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "requirements").mkdir()
    shutil.copy(REAL.requirements("uv"), layout.requirements("uv"))
    wheels = folder / "wheels"
    for name in ("web", "bot"):
        layout.requirements(name).write_text(wheel(wheels, "trifle", "1.0"))
    for name in ("dev", "bot-dev"):
        layout.requirements(name).write_text(wheel(wheels, "gadget", "1.0"))
    link_uv(layout)
    return layout


def link_uv(layout: Layout) -> None:
    """Give the project the uv that this one installed."""
    layout.uv.parent.mkdir(parents=True)
    layout.uv.symlink_to(REAL.uv)
    write_stamp(layout.home / "uv" / "motcua-stamp.json", {"uv": file_digest(layout.requirements("uv"))})


def offline(layout: Layout) -> dict[str, str]:
    """Environment in which uv takes packages from the project's own wheels alone."""
    return {
        **os.environ,
        "UV_NO_INDEX": "1",
        "UV_FIND_LINKS": str(layout.root / "wheels"),
        "UV_CACHE_DIR": str(layout.root / "cache"),
        "UV_OFFLINE": "1",
    }


def unreachable() -> dict[str, str]:
    """Environment in which the package registry is down: an address of this machine where nobody listens."""
    nobody = "http://127.0.0.1:9/simple"
    return {
        **{k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "UV_"))},
        "UV_DEFAULT_INDEX": nobody,
        "UV_NO_CACHE": "1",
        "UV_HTTP_RETRIES": "0",
        "PIP_INDEX_URL": nobody,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_RETRIES": "0",
        "PIP_NO_CACHE_DIR": "1",
    }
