"""Comments on exact words: runs are cut, and nothing else changes."""

import pytest
from factories import make_document
from hypothesis import given
from hypothesis import strategies as st
from report.words import anchored, judged_at, looks_of, marked, on, parts_of
from word import UP, box, commented, field, note, p, r, read_word, row, table, word

from pipeline.report import to_docx

END_GONE = '<w:rPr><w:del w:id="1"/></w:rPr>'
LINK = "<w:hyperlink>{}</w:hyperlink>"
EMOJI = (
    '<mc:AlternateContent><mc:Choice Requires="w16se"/><mc:Fallback><w:t>ok</w:t></mc:Fallback>'
    "</mc:AlternateContent>"
)
FORMULA = "<m:oMath><m:r><m:t>x=5</m:t></m:r></m:oMath>"

PLACES = {
    "within a run": ([p("It helps 52% of people.")], "52% of"),
    "a whole run": ([p("It helps ", "52%", " of people.")], "52%"),
    "a whole paragraph": ([p("It helps.")], "It helps."),
    "over runs": ([p("It helps ", r("52", "b"), "% of people.")], "52% of"),
    "over runs, cut at both ends": ([p("It helps", r(" some", "b"), " people.")], "lps some peo"),
    "in a link": ([p("It ", LINK.format(r("helps 52%")), ".")], "52%"),
    "out of a link": ([p("It ", LINK.format(r("helps 52%")), " of people.")], "52% of"),
    "in an insertion": ([p("It ", f"<w:ins>{r('helps 52%')}</w:ins>", " or so.")], "helps 52% or"),
    "around a deletion": (
        [p("It helps ", "<w:del><w:r><w:delText>no</w:delText></w:r></w:del>", "52%.")],
        "helps 52%",
    ),
    "in the result of a field": ([p("See ", field("REF", "Table 12"), ".")], "Table 1"),
    "in a content control": (
        [p("By ", f"<w:sdt><w:sdtContent>{r('52% or so')}</w:sdtContent></w:sdt>", ".")],
        "52%",
    ),
    "in a cell": ([p("Words."), table(["Group", "Better"], ["Sham", "41%"])], "41%"),
    "over tabs and breaks": (
        [p(r("a", inner="<w:tab/>"), r("b", inner="<w:br/><w:t>c d</w:t>"), ".")],
        "a\tb\nc",
    ),
    "from a tab on": ([p(r("a", inner="<w:tab/><w:t>b c</w:t>"))], "\tb"),
    "up to a tab": ([p(r("a", inner="<w:tab/><w:t>b c</w:t>"))], "a\t"),
    "a second text of a run": ([p(r("One", inner="<w:t>Two three</w:t>"))], "Two"),
    "the end of a second text": ([p(r("One", inner="<w:t>Two three</w:t>"))], "three"),
    "beside the mark of a note": ([p("by 52%", note(1), " of people")], "52%"),
    "a text that is not kept": ([p("<w:r><w:t>  It helps  </w:t></w:r>", r("."))], "helps."),
    "a formula": ([p("At ", FORMULA, " or more.")], "x=5 or"),
    "up to a formula": ([p("At ", FORMULA, " or more.")], "At x=5"),
    "an emoji, which is not cut": ([p(r("It ", inner=EMOJI + "<w:t>helps.</w:t>"))], "ok"),
    "from an emoji on": ([p(r("It ", inner=EMOJI + "<w:t>helps.</w:t>"))], "okhelps"),
    "a non-breaking hyphen": ([p(r("a", inner="<w:noBreakHyphen/><w:t>b c</w:t>"))], "a\u2011b"),
    "over an end that was deleted": ([p("By ", settings=END_GONE), p("52%.")], "By 52%"),
}


@pytest.mark.parametrize(("body", "words"), PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("strict", [False, True], ids=["usual", "strict"])
def test_docx_ranges_are_on_the_exact_words(body, words, strict):
    data = word(*body, strict=strict)
    copy = marked(data, words)
    assert [text.replace("  ", "") for text in anchored(copy).values()] == [words]
    assert read_word(copy).source == read_word(data).source


@pytest.mark.parametrize(("body", "words"), PLACES.values(), ids=PLACES)
def test_docx_ranges_leave_the_looks_of_every_character(body, words):
    data = word(*body)

    def shown(data):
        return [look for look in looks_of(data) if not look[0].isspace()]

    assert shown(marked(data, words)) == shown(data)


def test_docx_ranges_may_overlap_and_touch():
    data = word(p("It helps 52% of people with ", r("pain", "b"), "."))
    words = ("It helps 52%", "52% of people", "52%", "of people with", "It helps", "pain.")
    found = anchored(marked(data, *words))
    assert sorted(found.values()) == sorted(words)


def test_docx_ranges_that_touch_leave_nothing_between_them():
    data = word(p("It helps 52% of people."))
    text = parts_of(marked(data, "It helps", " 52%"))["word/document.xml"].decode()
    assert text.index('<w:commentRangeEnd w:id="0"') < text.index('<w:commentRangeStart w:id="1"')
    assert 'preserve"/>' not in text


def test_docx_ranges_of_the_same_words_are_two_comments():
    assert list(anchored(marked(word(p("It helps.")), "helps", "helps")).values()) == ["helps"] * 2


def test_docx_ranges_reach_over_the_paragraphs_of_a_cell():
    tabular = table(
        row("Group", "Better"), row("Sham", p("41%") and f"<w:tc>{p('41%')}{p('(n = 3)')}</w:tc>")
    )
    data = word(p("Words."), tabular)
    assert list(anchored(marked(data, "41%\n(n = 3)")).values()) == ["41%(n = 3)"]


def test_docx_ranges_pass_over_paragraphs_without_words():
    data = word(p("One."), p("   "), p(r(" ", "b")), p("It helps."))
    assert list(anchored(marked(data, "It")).values()) == ["It"]


def test_docx_ranges_are_exact_where_a_box_comes_before_its_paragraph():
    drop = p("I", box(p("Boxed.")), settings='<w:framePr w:dropCap="drop"/>')
    data = word(drop, p("t helps."))
    assert sorted(anchored(marked(data, "It", "helps")).values()) == ["It", "helps"]


def test_docx_ranges_on_what_stands_aside_are_on_its_mark():
    data = word(
        p("It helps", note(1), " some ", box(p("And 5% of them.")), "people."),
        footnotes={1: p("Or 6%.")},
    )
    copy = marked(data, "Or 6%", "5%", "helps")
    package = parts_of(copy)["word/document.xml"].decode()
    # In Word nobody can comment on a note or in a box.
    assert parts_of(copy)["word/footnotes.xml"] == parts_of(data)["word/footnotes.xml"]
    marks = {
        "footnoteReference": package.index("<w:footnoteReference"),
        "box": package.index("<w:drawing"),
    }
    for number, (start, end) in spans(package).items():
        inside = [name for name, place in marks.items() if start < place < end]
        assert len(inside) == (number != "0"), (number, inside)


def spans(text: str) -> dict[str, tuple[int, int]]:
    found = {}
    for number in ("0", "1", "2"):
        found[number] = (
            text.index(f'<w:commentRangeStart w:id="{number}"'),
            text.index(f'<w:commentRangeEnd w:id="{number}"'),
        )
    return found


def test_docx_ranges_keep_the_comments_that_are_there():
    data = word(p("It ", commented(4, "helps 52%"), " of people."), comments={4: "Really?"})
    assert anchored(marked(data, "52% of")) == {"4": "helps 52%", "5": "52% of"}


def test_docx_ranges_each_have_a_mark_behind_them():
    text = parts_of(marked(word(p("It helps 52%.")), "helps"))["word/document.xml"].decode()
    end = text.index("<w:commentRangeEnd")
    assert text.index("<w:commentReference") > end
    assert text[end:].startswith('<w:commentRangeEnd w:id="0"/><w:r><w:commentReference')


def test_docx_ranges_on_nothing_change_nothing():
    data = word(p("It helps."))
    assert parts_of(to_docx.write(on(data), data)) == parts_of(data)


PIECES = [
    "It helps ",
    "52%",
    " of ",
    r("people", "b"),
    r("3", UP),
    r("a", inner="<w:tab/><w:t>b</w:t>"),
]
PIECES += [LINK.format(r("see here") + r(" too", "i")), note(1), FORMULA, commented(999, "said")]
PIECES += [
    f"<w:ins>{r('in')}{r('serted')}</w:ins>",
    "<w:r><w:t> loose </w:t></w:r>",
    box(p("boxed")),
]


@given(
    st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5), min_size=1, max_size=3),
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6),
)
def test_docx_ranges_anywhere_are_exact_and_change_nothing_else(paragraphs, places):
    data = word(*(p("x", *pieces) for pieces in paragraphs), footnotes={1: p("noted")})
    document = make_document(read_word(data))
    source = document.article.source
    spans = []
    for a, b in places:
        start, end = sorted((int(a * (len(source) - 1)), int(b * (len(source) - 1))))
        if "\n" not in source[start : end + 1]:
            spans.append((start, end + 1))
    spans = sorted(set(spans), key=lambda span: (span[0], -span[1]))
    document = make_document(document.article, claims=judged_at(document, *spans))
    copy = to_docx.write(document, data)
    assert read_word(copy).source == source
    assert [c for c in looks_of(copy) if c[0] != " "] == [c for c in looks_of(data) if c[0] != " "]
    found = anchored(copy)
    first = min(map(int, found), default=0) if 999 not in map(int, found) else 1000
    for number, (start, end) in enumerate(spans, first):
        line = source[source.rfind("\n", 0, start) + 1 : source.index("\n", start)]
        if line not in {"boxed", "noted"}:  # those are commented on at their marks
            assert bare(found[str(number)]) == bare(source[start:end])


def bare(text: str) -> str:
    """Leave out spaces, which not every XML keeps, and formulas, which cannot be cut."""
    return "".join(character for character in text if character not in " x=5" and character)
