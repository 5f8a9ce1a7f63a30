"""Signs of fonts of signs."""

import pytest

from pipeline.read.docx.symbols import read_symbols

KNOWN = {
    "Symbol": ("\uf0a3\uf0b3\uf0b1\uf061\uf06d\uf02d", "≤≥±αμ−"),
    "Symbol, digits": ("\uf035\uf025", "5%"),
    "symbol": ("\uf0af", "↓"),
    "Wingdings": ("\uf0e0\uf0fc", "→✓"),
}


@pytest.mark.parametrize(("font", "text", "expected"), [(k, *v) for k, v in KNOWN.items()])
def test_symbols_are_what_their_font_makes_of_them(font, text, expected):
    assert read_symbols(f"a{text}b", font.partition(",")[0]) == f"a{expected}b"


def test_symbols_that_nobody_knows_are_spaces():
    assert read_symbols("a\uf0a3b", "Fancy") == "a b"
    assert read_symbols("a\uf0ffb", "Wingdings") == "a b"


def test_symbols_leave_all_else_alone():
    assert read_symbols("5% é \ue000", "Symbol") == "5% é \ue000"
