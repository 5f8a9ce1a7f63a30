"""Stage 3: in which form and by which way something was given, and in what it was seen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, cast

from pipeline.records import Species
from pipeline.resources import word_list

_WORDS: Final = word_list("fields")
_FORMS, _ROUTES, _SPECIES = (
    tuple((entry["name"], re.compile(entry["pattern"], re.IGNORECASE)) for entry in _WORDS[family])
    for family in ("form", "route", "species")
)


def read_form(text: str) -> str | None:
    """Return the form that was taken ("tea", "capsule"); None where unsaid."""
    return _first_name(_FORMS, text)


def read_route(text: str) -> str | None:
    """Return by which way it was given; None where unsaid."""
    return _first_name(_ROUTES, text)


def read_species(text: str) -> Species:
    """Return in what it was seen; people, where nothing else is said."""
    return cast("Species", _first_name(_SPECIES, text) or "human")


def _first_name(family: Iterable[tuple[str, re.Pattern[str]]], text: str) -> str | None:
    return next((name for name, pattern in family if pattern.search(text)), None)
