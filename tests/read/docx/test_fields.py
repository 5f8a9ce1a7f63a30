"""Fields: instructions are hidden, results are not."""

from word import element, mark

from pipeline.read.docx.fields import Fields, stray_beginnings


def made(inner: str):
    root = element(f"<w:body>{inner}</w:body>")
    return root, list(root.iter("{*}fldChar"))


def test_fields_hide_what_stands_before_their_middle():
    root, (begin, separate, end) = made(mark("begin") + mark("separate") + mark("end"))
    fields = Fields(stray_beginnings(root))
    seen = [fields.hides]
    for each in (begin, separate, end):
        fields.mark(each)
        seen.append(fields.hides)
    assert seen == [False, True, False, False]


def test_fields_one_in_the_instructions_of_another_stays_hidden():
    _, marks = made(mark("begin") + mark("begin") + mark("separate"))
    fields = Fields()
    for each in marks:
        fields.mark(each)
    assert fields.hides


def test_fields_know_what_they_are():
    _, (begin,) = made(mark("begin"))
    for code, link, lists in (
        (" hyperlink x", "x", False),
        (' HYPERLINK "https://a.example/b c" \\o "A tip"', "https://a.example/b c", False),
        (' HYPERLINK \\l "below"', "", False),
        (' TOC \\o "1-3"', None, True),
    ):
        fields = Fields()
        fields.mark(begin)
        fields.instruct(code[:3])
        fields.instruct(code[3:])
        assert (fields.link, fields.lists) == (link, lists)


def test_fields_without_an_end_hide_nothing():
    root, (begin, other, end) = made(mark("begin") + mark("begin") + mark("end"))
    assert stray_beginnings(root) == {begin}
    fields = Fields(stray_beginnings(root))
    fields.mark(begin)
    assert not fields.hides
    fields.mark(other)
    assert fields.hides
    fields.mark(end)
    fields.mark(end)
    assert not fields.hides


def test_fields_an_end_that_was_deleted_is_none():
    root, (begin, _) = made(mark("begin") + f"<w:del>{mark('end')}</w:del>")
    assert stray_beginnings(root) == {begin}
