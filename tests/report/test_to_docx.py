"""The marked copy: comments that an editor understands, and nothing else changed."""

import io
import zipfile
from dataclasses import replace

import pytest
from factories import (
    make_check,
    make_claim,
    make_comparison,
    make_document,
    make_finding,
    make_judged,
    make_row,
    make_source,
)
from report.words import anchored, marked, on, parts_of, said
from word import box, commented, note, p, packed, read_word, word

from pipeline.errors import CopyImpossibleError, PipelineError
from pipeline.read import read_bytes
from pipeline.report import COPIES, to_docx

DATA = word(p("Acupuncture helps 52% of people."), parts={"word/media/a.png": b"\x89PNG\x00"})


def test_to_docx_is_a_copier():
    document = on(DATA, "52%")
    assert COPIES["docx"](document, DATA) == to_docx.write(document, DATA)


def test_to_docx_says_verdict_code_reason_numbers_source_and_remedy():
    (text,) = said(
        marked(
            DATA,
            "52%",
            code="ST002",
            reason="Row R1 gives 41%.",
            comparison=make_comparison(claimed="52%", evidence="41% (14 trials)"),
        )
    )
    assert text.splitlines() == [
        "✗ unsupported ST002: the number contradicts the evidence",
        "Row R1 gives 41%.",
        "Article: 52%",
        "Evidence: 41% (14 trials)",
        "Source: Acupuncture for the prevention of episodic migraine (Cochrane 2016)",
        "What to do: Use the row's number, or cite the source that gives yours.",
    ]


def test_to_docx_is_short_about_what_is_supported():
    (text,) = said(marked(DATA, "52%", code="ST001"))
    assert text.startswith("✓ supported ST001: the number agrees")
    assert "What to do" not in text


def test_to_docx_tells_further_findings_and_failed_arithmetic():
    judged = make_judged(
        make_claim("52%", start=18),
        findings=[
            make_finding("ST002", reason="It is 41%."),
            make_finding("CI003", reason="The year is another.", row_ids=()),
        ],
        checks=[make_check(passed=False, detail="2 + 2 is not 5")],
    )
    document = make_document(read_word(DATA), claims=[judged])
    lines = said(to_docx.write(document, DATA))[0].splitlines()
    assert "✗ CI003: The year is another." in lines
    assert "Arithmetic fails: 2 + 2 is not 5" in lines


def test_to_docx_links_the_source():
    row = make_row(source=make_source(doi="10.1002/14651858.CD001218.pub3"))
    comments = parts_of(marked(DATA, "52%", evidence=[row], findings=[make_finding("ST002")]))
    text = comments["word/comments.xml"].decode()
    link = "https://doi.org/10.1002/14651858.CD001218.pub3"
    assert f'HYPERLINK "{link}"' in text
    assert f">{link}</w:t>" in text


def test_to_docx_says_where_it_is_about_what_nobody_can_comment_on():
    data = word(p("It helps", note(1), ".", box(p("And 5%."))), footnotes={1: p("Or 6%.")})
    box_text, note_text = (text.splitlines()[0] for text in said(marked(data, "5%", "Or 6%")))
    assert note_text == "In footnote 1: “Or 6%”"
    assert box_text == "In the text box: “5%”"


def test_to_docx_comments_are_by_the_tool_and_bear_no_date():
    from docx import Document

    (comment,) = Document(io.BytesIO(marked(DATA, "52%"))).comments
    assert (comment.author, comment.initials, comment.timestamp) == ("claims", "cl", None)


def test_to_docx_keeps_all_other_parts_byte_for_byte():
    before, after = parts_of(DATA), parts_of(marked(DATA, "52%"))
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        "word/comments.xml",
        "word/document.xml",
    }
    assert list(after) == [*before, "word/comments.xml"]


def test_to_docx_a_part_of_comments_that_is_there_grows():
    data = word(p("It ", commented(4, "helps"), " 52%."), comments={4: "Really?"})
    before, after = parts_of(data), parts_of(copy := marked(data, "52%"))
    assert {name for name in after if after[name] != before[name]} == {
        "word/comments.xml",
        "word/document.xml",
    }
    assert said(copy)[0] == "Really?"
    assert anchored(copy) == {"4": "helps", "5": "52%"}


def test_to_docx_takes_no_number_of_a_comment_that_is_gone():
    data = word(p("It ", commented(9, "helps"), " 52%."))
    assert set(anchored(marked(data, "52%"))) == {"9", "10"}


def test_to_docx_gives_the_new_part_a_name_that_is_free():
    parts = {"word/Comments.xml": "<other/>", "word/_rels/document.xml.rels": None}
    copy = marked(word(p("It helps 52%."), parts=parts), "52%")
    assert "word/comments2.xml" in parts_of(copy)
    assert len(said(copy)) == 1


def test_to_docx_same_input_gives_the_same_bytes():
    document = on(DATA, "52%", "helps", "people")
    shuffled = replace(document, claims=document.claims[::-1])
    assert to_docx.write(document, DATA) == to_docx.write(shuffled, DATA)


def test_to_docx_keeps_the_times_and_the_order_of_the_archive():
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(DATA)) as old, zipfile.ZipFile(file, "w") as new:
        for name in reversed(old.namelist()):
            new.writestr(zipfile.ZipInfo(name, (2020, 2, 29, 12, 30, 10)), old.read(name))
    with zipfile.ZipFile(io.BytesIO(marked(file.getvalue(), "52%"))) as copy:
        times = {info.filename: info.date_time for info in copy.infolist()}
    assert times.pop("word/comments.xml") == (1980, 1, 1, 0, 0, 0)
    assert set(times.values()) == {(2020, 2, 29, 12, 30, 10)}
    assert list(times) == list(reversed(parts_of(DATA)))


def test_to_docx_is_read_again_as_it_was():
    copy = marked(DATA, "52%", "helps")
    assert read_word(copy).text == read_word(DATA).text
    assert read_bytes(copy, path="-", max_mb=1).format == "docx"


def test_to_docx_words_that_no_xml_holds_are_left_out():
    (text,) = said(marked(DATA, "52%", reason="By\x00 41\ufffe%\x1b[0m", code="ST002"))
    assert text.splitlines()[1] == "By 41%[0m"


def test_to_docx_refuses_more_comments_than_word_opens(monkeypatch):
    monkeypatch.setattr(to_docx, "COMMENTS_LIMIT", 2)
    assert len(said(marked(DATA, "52%", "helps"))) == 2
    with pytest.raises(CopyImpossibleError, match="3 comments, and Word opens at most 2"):
        marked(DATA, "52%", "helps", "people")


def test_to_docx_marks_no_other_document_than_the_one_that_was_checked():
    with pytest.raises(CopyImpossibleError, match="read from other bytes"):
        to_docx.write(on(DATA, "52%"), word(p("Something else.")))
    with pytest.raises(PipelineError):
        to_docx.write(on(DATA, "52%"), packed({"a": "b"}))


def test_to_docx_a_copy_that_is_checked_again_says_nothing_twice():
    once = marked(DATA, "52%")
    assert parts_of(marked(once, "52%")) == parts_of(once)
    assert len(said(marked(once, "52%", "helps"))) == 2
    assert len(said(marked(once, "52%", code="ST002"))) == 2
    assert len(said(marked(once, "52"))) == 2


def test_to_docx_repeats_what_only_somebody_else_said():
    once = parts_of(marked(DATA, "52%"))
    theirs = once["word/comments.xml"].replace(b'w:author="claims"', b'w:author="Ann"')
    assert len(said(marked(packed({**once, "word/comments.xml": theirs}), "52%"))) == 2


def test_to_docx_nor_of_what_stands_aside():
    data = word(p("It helps", note(1), "."), footnotes={1: p("Or 6%, or 7%.")})
    once = marked(data, "6%")
    assert parts_of(marked(once, "6%")) == parts_of(once)
    assert len(said(marked(once, "6%", "7%"))) == 2
