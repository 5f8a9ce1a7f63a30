"""A file of settings of a training is read whole, or refused with what is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

from pipeline.errors import TrainingConfigError


def read_settings(path: Path, record: type) -> dict[str, Any]:
    """Read a TOML file that gives each field of a record, its numbers above 0.

    Raises:
        TrainingConfigError: the file is missing, no TOML, or says what cannot be.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TrainingConfigError(path=path, why=f"it cannot be read ({error})") from error
    refuse_others(path, said, record)
    return said


def refuse_others(path: Path, said: Mapping[str, Any], record: type) -> None:
    """Refuse names that are no fields of a record, and numbers that are none.

    Raises:
        TrainingConfigError: there is one.
    """
    wanted = {field.name: field.type for field in fields(record)}
    for name in sorted(set(wanted) ^ set(said)):
        why = f"'{name}' is missing" if name in wanted else f"'{name}' is no setting of it"
        raise TrainingConfigError(path=path, why=f"{why}; wanted: {', '.join(wanted)}")
    for name, kind in wanted.items():
        whole = kind == "int"
        if kind in {"int", "float"} and not _is_number(said[name], whole=whole):
            what = "whole number" if whole else "number"
            raise TrainingConfigError(path=path, why=f"'{name}' is no {what} above 0")


def _is_number(value: object, *, whole: bool) -> bool:
    kinds = int if whole else int | float
    return isinstance(value, kinds) and not isinstance(value, bool) and cast("float", value) > 0
