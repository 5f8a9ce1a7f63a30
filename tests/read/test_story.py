"""Stories: what becomes of a document's runs, paragraphs and tables, whatever its format."""

from reading import rows_of

from pipeline.read.story import Bit, CellDraft, Paragraph, TableDraft, make_sheet


def bit(text: str, number: int = 1, run: int = 1, **looks: bool | str) -> Bit:
    return Bit(text, "body", number, run, **looks)


def para(text: str, number: int = 1, **looks: bool | str) -> Paragraph:
    return Paragraph([bit(text, number, **looks)])


def cell(column: int, *texts: str) -> CellDraft:
    return CellDraft(column, [para(text) for text in texts])


def shown(sheet) -> list[tuple[str, str]]:
    return [(b.kind, sheet.clean.text[b.start_clean : b.end_clean]) for b in sheet.blocks]


def test_story_source_is_a_line_for_each_paragraph_that_says_something():
    sheet = make_sheet([para("One."), para("  "), Paragraph(), para("Two.")])
    assert sheet.source == "One.\nTwo.\n"
    assert shown(sheet) == [("paragraph", "One."), ("paragraph", "Two.")]


def test_story_places_lead_into_the_source_even_without_text():
    mark = bit("", 2)
    paragraph = Paragraph([bit("One "), mark, bit("two.", 2)])
    alone = bit("", 3)
    make_sheet([paragraph, Paragraph([alone])])
    assert (mark.start, alone.start) == (4, 9)


def test_story_bits_of_one_run_have_one_locator():
    sheet = make_sheet([Paragraph([bit("a"), bit("\t"), bit("b"), bit("c", run=2)])])
    assert [(each.start, each.end, each.run) for each in sheet.locators] == [(0, 3, 1), (3, 4, 2)]


def test_story_notes_are_no_headings():
    sheet = make_sheet([para("It helps some."), para("It does.")], [para("Lee 2019"), para("So.")])
    assert {block.kind for block in sheet.blocks} == {"paragraph"}


def test_story_layouts_are_read_as_their_paragraphs():
    layout = TableDraft([[cell(1, "It helps."), cell(2, "A" * 1_200)]])
    sheet = make_sheet([layout])
    assert [kind for kind, _ in shown(sheet)] == ["paragraph", "paragraph"]
    assert sheet.tables == []


def test_story_a_table_of_one_cell_is_layout():
    sheet = make_sheet([para("It helps."), TableDraft([[cell(1, "It does.")]])])
    assert shown(sheet)[-1] == ("paragraph", "It does.")


def test_story_headers_are_those_that_the_document_names():
    rows = [[cell(1, "1"), cell(2, "2")], [cell(1, "3"), cell(2, "4")]]
    for n_header, expected in ((0, "1"), (1, "1#"), (2, "1#")):
        sheet = make_sheet([para("Words."), TableDraft(rows, n_header)])
        assert rows_of(sheet.tables[0])[0][0] == expected


def test_story_a_link_is_weighed():
    linked = para("See our prices", link="")
    half = Paragraph([bit("See ", link=""), bit("our prices and all that", run=2)])
    sheet = make_sheet([para("It helps."), linked, half])
    assert sheet.linked == {1}


def test_story_lines_that_were_typed_as_items_are_items():
    lines = Paragraph([bit("It helps:"), bit("\n"), bit("• One"), bit("\n"), bit("• Two")])
    assert shown(make_sheet([lines])) == [
        ("paragraph", "It helps:"),
        ("list_item", "One"),
        ("list_item", "Two"),
    ]


def test_story_a_bullet_may_be_a_run_of_its_own():
    paragraph = Paragraph([bit("•"), bit("\t", run=2), bit("One of them.", run=3)])
    sheet = make_sheet([para("It helps:"), paragraph])
    assert shown(sheet)[-1] == ("list_item", "One of them.")
    start, end = sheet.clean.offsets().span_to_source(10, 13)
    assert sheet.source[start:end] == "One"


def test_story_links_that_touch_are_two_and_one_of_several_runs_is_one():
    one, other = "https://a.example/1", "https://a.example/2"
    bits = [bit("Lee", link=one), bit(" 2019", run=2, link=one), bit("Hall", run=3, link=other)]
    sheet = make_sheet([Paragraph([*bits, bit(" say so.", run=4)])])
    found = [(sheet.clean.text[x.start_clean : x.end_clean], x.href) for x in sheet.links]
    assert found == [("Lee 2019", one), ("Hall", other)]
