"""Reading the procedures from their folder, once per process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from actions.errors import DataError
from actions.procedures.schema import Procedure
from actions.settings import settings


def read_yaml(path: Path) -> Any:
    """The content of a YAML file.

    Raises DataError naming the file and line where it is not YAML.
    """
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise DataError(f"{path}: {error}") from error


def load(folder: Path) -> Procedure:
    """The procedure of one folder, with its legs.

    Raises DataError naming every place in the file that breaks the schema.
    """
    raw = read_yaml(folder / "procedure.yml")
    legs = sorted((folder / "legs").glob("*.yml"))
    try:
        procedure = Procedure.model_validate(raw | {"legs": tuple(read_yaml(leg) for leg in legs)})
    except ValidationError as error:
        places = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise DataError(f"{folder / 'procedure.yml'}: {places}") from error
    if procedure.id != folder.name:
        raise DataError(f"{folder / 'procedure.yml'}: id {procedure.id!r} is not the folder's name")
    return procedure


def folders(content: Path) -> list[Path]:
    """The folders that hold a whole procedure (``procedure.yml``)."""
    return sorted(path.parent for path in (content / "procedures").glob("*/procedure.yml"))


_procedures: dict[str, Procedure] | None = None


def procedures() -> dict[str, Procedure]:
    """All procedures by id, read once per process."""
    global _procedures
    if _procedures is None:
        loaded = [load(folder) for folder in folders(settings().content)]
        _procedures = {procedure.id: procedure for procedure in loaded}
    return _procedures
