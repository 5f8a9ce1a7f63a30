"""Imports spaCy without what an inference process never uses; for the command line only.

thinc imports torch wherever torch is installed, and `import spacy` imports its
own command line with an HTTP client. Together they make up three quarters of
the import (4.0 s against 0.8 s, measured on two cores with warm files), and
`claims check` uses neither. A library must not do this to the program it is
part of, so only `pipeline.cli` calls it, before anything else imports spaCy.
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def hidden(*names: str) -> Iterator[None]:
    """Make top-level modules look uninstalled; those already imported stay.

    After the block they can be imported again as if nothing had happened.
    What was imported inside it goes on without them.
    """
    hiding = [name for name in names if name not in sys.modules]
    # None in sys.modules makes an import of the name fail, and that of its
    # submodules with it; libraries meet this as "not installed".
    sys.modules.update(dict.fromkeys(hiding))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hiding:
            if sys.modules.get(name, hidden) is None:
                del sys.modules[name]


@contextmanager
def uncollected() -> Iterator[None]:
    """Put off garbage collection while a process loads what it keeps to its end.

    Modules, patterns and the evidence table are a million objects, none of
    them garbage; to look through them again and again takes a tenth of the
    whole start. After the block they are left out of collection for good.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def import_spacy_lean() -> ModuleType:
    """Import spaCy with torch and spaCy's own commands left out.

    Torch, `spacy.cli` and `spacy.info` can still be imported and used later
    in the same process; thinc's wrappers around torch layers cannot, so a
    pipeline whose components run on torch needs the plain `import spacy`.
    Where spaCy or torch is imported already there is nothing left to save,
    and this is the plain import.
    """
    if "spacy" in sys.modules or "torch" in sys.modules:
        return importlib.import_module("spacy")
    # The package runs `from .cli.info import info` and nothing else of it.
    placeholders = {name: ModuleType(name) for name in ("spacy.cli", "spacy.cli.info")}
    vars(placeholders["spacy.cli.info"])["info"] = _info
    sys.modules.update(placeholders)
    try:
        with hidden("torch"):
            spacy = importlib.import_module("spacy")
    finally:
        for name, placeholder in placeholders.items():
            if sys.modules.get(name) is placeholder:
                del sys.modules[name]
    if vars(spacy).get("cli") is placeholders["spacy.cli"]:
        del vars(spacy)["cli"]
    return spacy


def _info(*args: object, **options: object) -> object:
    """Stand in for `spacy.info`, importing it when it is called."""
    return importlib.import_module("spacy.cli.info").info(*args, **options)
