"""spaCy without torch: what is left out, and that it can come back."""

import gc
import subprocess
import sys
import types

import pytest
import spacy

from pipeline.mark.lean import hidden, import_spacy_lean, uncollected


def run(code: str) -> str:
    """Run code in a process of its own, since imports cannot be undone here."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_hidden_makes_a_module_look_uninstalled_and_gives_it_back():
    sys.modules.pop("colorsys", None)
    with hidden("colorsys"), pytest.raises(ImportError):
        __import__("colorsys")
    assert __import__("colorsys").rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)


def test_hidden_leaves_alone_what_is_imported_already():
    before = sys.modules["types"]
    with hidden("types"):
        assert sys.modules["types"] is before is types
    assert sys.modules["types"] is before


def test_hidden_gives_back_after_an_error():
    sys.modules.pop("colorsys", None)
    with pytest.raises(RuntimeError), hidden("colorsys"):
        raise RuntimeError
    assert "colorsys" not in sys.modules


@pytest.mark.parametrize("was_on", [True, False])
def test_uncollected_leaves_collection_as_it_was(was_on):
    before = gc.get_freeze_count()
    try:
        if not was_on:
            gc.disable()
        with uncollected():
            assert not gc.isenabled()
        assert gc.isenabled() is was_on
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
        gc.enable()


def test_uncollected_collects_again_after_an_error():
    with pytest.raises(RuntimeError), uncollected():
        raise RuntimeError
    assert gc.isenabled()
    gc.unfreeze()


def test_lean_imports_a_spacy_that_works_without_torch_or_its_commands():
    printed = run(
        "import sys\n"
        "from pipeline.mark.lean import import_spacy_lean\n"
        "nlp = import_spacy_lean().blank('en')\n"
        "print([token.text for token in nlp('It helps.')])\n"
        "print(sorted({'torch', 'spacy.cli', 'spacy.cli.info', 'weasel'} & set(sys.modules)))\n"
    )
    assert printed.splitlines() == ["['It', 'helps', '.']", "[]"]


def test_lean_lets_the_same_process_import_the_rest_later():
    printed = run(
        "from pipeline.mark.lean import import_spacy_lean\n"
        "spacy = import_spacy_lean()\n"
        "print('spacy_version' in spacy.info(silent=True))\n"
        "import spacy.cli\n"
        "print(callable(spacy.cli.download))\n"
        "import importlib.util\n"
        "print(importlib.util.find_spec('torch') is not None)\n"
    )
    assert printed.splitlines() == ["True", "True", "True"]


def test_lean_is_the_plain_import_where_spacy_is_there_already():
    assert import_spacy_lean() is spacy
