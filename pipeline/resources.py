"""Where the shipped evidence, word lists and models lie.

In a checkout `corpus/evidence` and `models` stand beside the package; a wheel
carries them inside it, as `pipeline/_shipped`.
"""

from __future__ import annotations

import os
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = _PACKAGE / "_shipped"


def _beside(name: str) -> Path:
    shipped = _SHIPPED / name
    return shipped if shipped.is_dir() else _PACKAGE.parent / name


def evidence_dir() -> Path:
    """Return the folder of the evidence package that people wrote and checked."""
    return _beside("corpus") / "evidence"


def reviews_dir() -> Path:
    """Return the folder of the package of results read from reviews' abstracts by machine.

    A checkout has it once `make reviews` has made it.
    """
    return _beside("corpus") / "reviews"


def evidence_dirs() -> tuple[Path, ...]:
    """Return the folders of the packages that come with the tool, lowest first."""
    made = (reviews_dir() / "sources.csv").is_file()
    return (evidence_dir(), reviews_dir()) if made else (evidence_dir(),)


def samples_dir() -> Path:
    """Return the folder of the sample articles."""
    return _beside("corpus") / "samples"


def articles_dir() -> Path:
    """Return the folder of the annotated articles; only a checkout has it."""
    return _PACKAGE.parent / "corpus" / "articles"


def pages_dir() -> Path:
    """Return the folder of the marked web pages; only a checkout has it."""
    return _PACKAGE.parent / "corpus" / "pages"


def annotations_dir() -> Path:
    """Return the folder of labels and judgements; only a checkout has it."""
    return _PACKAGE.parent / "annotations"


def models_dir() -> Path:
    """Return the folder of the adapters and heads that come with the tool."""
    return _beside("models")


def data_path(name: str) -> Path:
    """Return a word list or template of the package, by file name."""
    return _PACKAGE / "data" / name


@cache
def word_list(name: str) -> dict[str, Any]:
    """Read `pipeline/data/<name>.toml`; the caller must not change it."""
    return tomllib.loads(data_path(f"{name}.toml").read_text(encoding="utf-8"))


def cache_dir() -> Path:
    """Return the folder for what can be made again: built models, vectors.

    `CLAIMS_CACHE_DIR` names another one; else the XDG rule holds.
    """
    named = os.environ.get("CLAIMS_CACHE_DIR")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME")
    root = Path(base) if base else Path.home() / ".cache"
    return root / "health-claim-lint"


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def tell_stderr(line: str) -> None:
    """Write one line of progress, beside the report and never into it."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
