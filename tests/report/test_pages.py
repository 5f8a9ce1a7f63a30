"""An article is laid out whole, each claim marked once."""

from __future__ import annotations

from factories import (
    make_article,
    make_claim,
    make_document,
    make_finding,
    make_judged,
    make_muted,
    make_trouble,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from report.builders import claim_at, draw

from pipeline.records import Block
from pipeline.report.pages import LONGEST_WORD, Page, Segment, lay_out, printable
from pipeline.report.printed import NOTHING


def pieces_text(page: Page) -> str:
    segments: list[Segment] = []
    for piece in page.pieces:
        segments += piece.segments
        segments += [s for _, item in piece.items for s in item]
        segments += [s for row in piece.rows for cell in row for s in cell.segments]
    return "".join(segment.text for segment in segments)


def test_pages_cuts_crossing_claims_where_they_begin_and_end():
    article, spans = draw([("paragraph", 0, "‹a:one ‹b:two:a› three:b› four")])
    said = {"a": "EF001", "b": "ST002"}
    claims = [make_judged(claim_at(article, spans[name]), code=code) for name, code in said.items()]
    (piece,) = lay_out(make_document(article, claims=claims), key="1").pieces
    cut = [
        (s.text, s.verdict, [n.number for n in s.notes], [n.number for n in s.ends])
        for s in piece.segments
    ]
    assert cut == [
        ("one ", "supported", [1], []),
        ("two", "unsupported", [1, 2], [1]),
        (" three", "unsupported", [2], [2]),
        (" four", None, [], []),
    ]


def test_pages_reaches_the_claim_within_before_the_one_around_it():
    article, spans = draw(
        [("paragraph", 0, "‹outer:a long claim with ‹inner:50%:inner› in it:outer›")]
    )
    claims = [make_judged(claim_at(article, span)) for span in spans.values()]
    (piece,) = lay_out(make_document(article, claims=claims), key="1").pieces
    covered = next(s for s in piece.segments if s.text == "50%")
    assert covered.notes[0].judged.claim.text == "50%"


def test_pages_keeps_a_marker_with_the_last_word_of_its_claim():
    ends = lay_out(make_document(), key="1").notes
    assert len(ends) == 1
    assert Segment("half of all adults", ends, ends).parts == ("half of all ", "adults")
    assert Segment("half of all adults", ends).parts == ("half of all adults", "")
    assert Segment("a" * LONGEST_WORD, ends, ends).parts == ("", "a" * LONGEST_WORD)
    assert Segment("a" * (LONGEST_WORD + 1), ends, ends).parts == ("a" * (LONGEST_WORD + 1), "")


def test_pages_loses_no_text_that_lies_in_no_block():
    article = make_article("Mint.\nLost?\nEnd.\n", blocks=[Block("paragraph", 0, 5)])
    page = lay_out(make_document(article, claims=[]), key="1")
    assert pieces_text(page) == "Mint.\nLost?\nEnd.\n"


@settings(max_examples=60)
@given(st.data())
def test_pages_loses_no_text_and_marks_each_claim_once(data):
    text = data.draw(st.text(alphabet="ab <&\n\u05d0", min_size=1, max_size=60))
    places = st.integers(0, len(text) - 1)
    claims = []
    for start, length in data.draw(st.lists(st.tuples(places, st.integers(1, 30)), max_size=6)):
        end = min(start + length, len(text))
        claims.append(make_judged(make_claim(text[start:end], start=start)))
    document = make_document(make_article(text), claims=claims)
    page = lay_out(document, key="1")
    blocks = document.article.blocks
    assert pieces_text(page) == "".join(text[b.start_clean : b.end_clean] for b in blocks)
    ends = [
        note.key for piece in page.pieces for segment in piece.segments for note in segment.ends
    ]
    assert sorted(ends + [note.key for note in page.loose]) == sorted(n.key for n in page.notes)


def test_pages_says_why_there_is_nothing():
    document = make_document(claims=[])
    trouble = make_trouble("fr.md", code="E105", message="fr.md is in French.")
    assert lay_out(document, key="1").nothing == NOTHING
    assert lay_out(document, key="1", trouble=trouble).nothing == "fr.md is in French."


def test_pages_note_has_each_of_its_codes_once_the_one_that_decides_first():
    findings = [make_finding(code) for code in ("ST002", "CI003", "ST002")]
    document = make_document(claims=[make_judged(findings=findings)])
    (note,) = lay_out(document, key="1").notes
    assert note.codes == ("ST002", "CI003")


def test_pages_marks_nothing_that_was_muted():
    document = make_document(claims=[], muted=[make_muted()])
    page = lay_out(document, key="1")
    assert (page.notes, len(page.muted)) == ((), 1)
    assert sum(page.counts.values()) == 0


def test_pages_printable_keeps_lines_and_drops_controls():
    assert printable("a\x00b\x1bc\td\n") == "abc\td\n"
