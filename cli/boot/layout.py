"""Where things lie: the project, and `.motcua/` inside it for everything that set-up makes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CONTENT = "data"


@dataclass(frozen=True)
class Layout:
    """`root` holds the sources, `home` what set-up makes (removable at any time; it is made again)."""

    root: Path = ROOT
    home: Path = ROOT / ".motcua"

    @property
    def uv(self) -> Path:
        """The uv program that set-up installs for itself."""
        return self.home / "uv" / "bin" / "uv"

    @property
    def places(self) -> Path:
        """The index of communes (MOTCUA_PLACES names another)."""
        return Path(os.environ.get("MOTCUA_PLACES") or self.home / "places.json")

    @property
    def content(self) -> Path:
        """The folder of procedures, sentences and answers (MOTCUA_CONTENT names another)."""
        return self.root / (os.environ.get("MOTCUA_CONTENT") or CONTENT)

    @property
    def models(self) -> Path:
        """Folder of the trained Rasa models."""
        return self.home / "models"

    @property
    def log(self) -> Path:
        """Folder of the set-up's own logs (never citizens' data)."""
        return self.home / "log"

    def python(self, env: str) -> Path:
        """The interpreter of the environment `web` or `bot`."""
        return self.home / env / "bin" / "python"

    def requirements(self, name: str) -> Path:
        """The hashed requirement file `requirements/<name>.txt`."""
        return self.root / "requirements" / (name + ".txt")
