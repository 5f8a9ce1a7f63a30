"""Styles: what they make of paragraphs and words, whatever they are called."""

import pytest
from word import element

from pipeline.read.docx.styles import Styles
from pipeline.read.office import Look, Named


def made(inner: str):
    return element(f"<w:x>{inner}</w:x>")


def style(name: str, called: str = "", *, base: str = "", inner: str = "", more: str = "") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"{more}><w:name w:val="{called or name}"/>'
        f"{based}{inner}</w:style>"
    )


def level(number: int) -> str:
    return f'<w:pPr><w:outlineLvl w:val="{number}"/></w:pPr>'


NUMBERED = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>'
UNNUMBERED = '<w:numPr><w:numId w:val="0"/></w:numPr>'
SHEET = "".join(
    (
        style("Normal", more=' w:default="1"'),
        style("berschrift1", "heading 1", base="Normal"),
        style("H7", "heading 7"),
        style("Mine", "My own", base="berschrift1"),
        style("Outlined", inner=level(1)),
        style("Demoted", base="berschrift1", inner=level(9)),
        style("Titel", "Title"),
        style("Zitat", "Intense Quote"),
        style("Beschriftung", "caption"),
        style("Picture", "Figure", base="Beschriftung"),
        style("Inhalt", "toc 2"),
        style("InhaltKopf", "TOC Heading", base="berschrift1", inner=level(9)),
        style("Liste2", "List Bullet 2", inner=f"<w:pPr>{UNNUMBERED}</w:pPr>"),
        style(
            "Liste1", base="Liste2", inner='<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'
        ),
        style("Punkte", inner=f"<w:pPr>{NUMBERED}</w:pPr>"),
        style("Loop", base="Loop2"),
        style("Loop2", base="Loop"),
        style("Bold", inner="<w:rPr><w:b/><w:vanish/></w:rPr>"),
        style("Light", base="Bold", inner='<w:rPr><w:b w:val="0"/></w:rPr>'),
        style("Up", inner='<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'),
        style("Grid", inner='<w:tblStylePr w:type="firstRow"/>'),
        style("Grid2", base="Grid"),
    )
)
STYLES = Styles(made(SHEET))

NAMED = {
    "none": ("", Named("paragraph")),
    "a heading in another language": ("berschrift1", Named("heading", 1)),
    "a deep heading": ("H7", Named("heading", 6)),
    "one based on a heading": ("Mine", Named("heading", 1)),
    "one with a level of the outline": ("Outlined", Named("heading", 2)),
    "one that is no heading after all": ("Demoted", Named("paragraph")),
    "a title": ("Titel", Named("title", 1)),
    "a quote": ("Zitat", Named("quote")),
    "a caption": ("Picture", Named("caption")),
    "a line of the contents": ("Inhalt", Named("boilerplate", why="table of contents")),
    "the heading of the contents": ("InhaltKopf", Named("boilerplate", why="table of contents")),
    "an item by its name": ("Liste2", Named("list_item", 2)),
    "its own numbers before a name": ("Liste1", Named("list_item", 1)),
    "an item by its numbers": ("Punkte", Named("list_item", 2)),
    "one that is based on itself": ("Loop", Named("paragraph")),
    "one that nobody defined": ("Nowhere", Named("paragraph")),
}


@pytest.mark.parametrize(("name", "expected"), NAMED.values(), ids=NAMED)
def test_styles_name_a_paragraph(name, expected):
    assert STYLES.name_paragraph(made(f'<w:pStyle w:val="{name}"/>' if name else "")) == expected


OWN = {
    "a level of its own": ('<w:outlineLvl w:val="2"/>', Named("heading", 3)),
    "no heading here": ('<w:pStyle w:val="Mine"/><w:outlineLvl w:val="9"/>', Named("paragraph")),
    "numbers of its own": (NUMBERED, Named("list_item", 2)),
    "numbers that are off": (f'<w:pStyle w:val="Punkte"/>{UNNUMBERED}', Named("paragraph")),
    "a heading with numbers": (f'<w:pStyle w:val="Mine"/>{NUMBERED}', Named("heading", 1)),
    "a level that is none": ('<w:outlineLvl w:val="x"/>', Named("paragraph")),
}


@pytest.mark.parametrize(("settings", "expected"), OWN.values(), ids=OWN)
def test_styles_a_paragraphs_own_settings_come_first(settings, expected):
    assert STYLES.name_paragraph(made(settings)) == expected


LOOKS = {
    "nothing": ("", "", Look()),
    "its own": ('<w:b/><w:vertAlign w:val="superscript"/>', "", Look(raised=True, bold=True)),
    "lowered": ('<w:vertAlign w:val="subscript"/>', "", Look(raised=False)),
    "the paragraph's": ("", "Bold", Look(hidden=True, bold=True)),
    "off again": ('<w:vanish w:val="0"/>', "Bold", Look(hidden=False, bold=True)),
    "based on": ("", "Light", Look(hidden=True, bold=False)),
    "the run's style before the paragraph's": (
        '<w:rStyle w:val="Up"/>',
        "Light",
        Look(hidden=True, raised=True, bold=False),
    ),
    "a font": ('<w:rFonts w:ascii="Symbol"/>', "", Look(font="Symbol")),
    "what was before a tracked change": (
        "<w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange>",
        "",
        Look(),
    ),
}


@pytest.mark.parametrize(("own", "paragraph", "expected"), LOOKS.values(), ids=LOOKS)
def test_styles_say_how_a_run_looks(own, paragraph, expected):
    settings = made(f'<w:pStyle w:val="{paragraph}"/>') if paragraph else None
    assert STYLES.look_of(made(own), settings) == expected
    assert STYLES.look_of(None, None) == Look()


HEADED = {
    "by name": ('<w:tblStyle w:val="Grid2"/><w:tblLook w:firstRow="1"/>', True),
    "by bits": ('<w:tblStyle w:val="Grid"/><w:tblLook w:val="04A0"/>', True),
    "switched off": ('<w:tblStyle w:val="Grid"/><w:tblLook w:val="04A0" w:firstRow="0"/>', False),
    "bits without it": ('<w:tblStyle w:val="Grid"/><w:tblLook w:val="0480"/>', False),
    "a style that shows none": ('<w:tblStyle w:val="Mine"/><w:tblLook w:firstRow="1"/>', False),
    "no style": ('<w:tblLook w:firstRow="1"/>', False),
}


@pytest.mark.parametrize(("settings", "expected"), HEADED.values(), ids=HEADED)
def test_styles_say_whether_a_table_shows_a_header(settings, expected):
    assert STYLES.heads_table(made(settings)) is expected


def test_styles_of_none_are_plain():
    assert Styles(None).name_paragraph(made('<w:pStyle w:val="Heading1"/>')) == Named("paragraph")
