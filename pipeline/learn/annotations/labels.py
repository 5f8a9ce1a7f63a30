"""The names of labels, as `annotations/labels.toml` lists them.

The file is the only list. What the records of the package allow is the same,
which a test holds them to.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from pipeline.errors import AnnotationsMissingError, LabelsUnusableError

LABELS_FILE: Final = "labels.toml"
# The kind of a stretch that tempts and claims nothing.
NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Labels:
    """Every name that a label may have, each list in the order of the file."""

    kinds: tuple[str, ...]
    verdicts: tuple[str, ...]
    hedges: tuple[str, ...]
    causal: tuple[str, ...]
    attributions: tuple[str, ...]
    directions: tuple[str, ...]
    species: tuple[str, ...]
    roles: tuple[str, ...]
    bounds: tuple[str, ...]
    traps: tuple[str, ...]

    @property
    def claim_kinds(self) -> tuple[str, ...]:
        """The kinds of what is a claim."""
        return tuple(kind for kind in self.kinds if kind != NONE)


def read_labels(annotations: Path) -> Labels:
    """Read the names of labels from a folder of annotations.

    Raises:
        AnnotationsMissingError: the folder has no such list.
        LabelsUnusableError: the list is no TOML, or lacks one of the lists.
    """
    path = annotations / LABELS_FILE
    if not path.is_file():
        raise AnnotationsMissingError(path=path)
    try:
        lists = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LabelsUnusableError(path=path, why=f"it is no TOML: {error}") from error
    named = {}
    for one in fields(Labels):
        listed = lists.get(one.name)
        if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
            raise LabelsUnusableError(path=path, why=f"'{one.name}' is no list of names")
        named[one.name] = tuple(listed)
    return Labels(**named)
