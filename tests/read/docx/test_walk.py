"""The walk keeps of every bit in which element it stands."""

from word import box, commented, note, p, r, word

from pipeline.read.docx import extract, open_package
from pipeline.read.docx.names import child, short_name
from pipeline.read.docx.styles import Styles
from pipeline.read.docx.walk import Walk


def walked(*body: str, **parts: object):
    package = open_package(word(*body, **parts), source="x")
    return extract(package)


def test_walk_keeps_the_element_of_every_bit():
    found = walked(p("One ", r("two", "b", inner="<w:tab/>"), "<w:r><w:t>  three </w:t></w:r>"))
    nodes = [(node.bit.text, short_name(node.element.tag)) for node in found.nodes]
    assert nodes == [("One ", "w:t"), ("two", "w:t"), ("\t", "w:tab"), ("three", "w:t")]
    for node in found.nodes:
        text = found.sheet.source[node.bit.start : node.bit.end]
        assert text == node.bit.text
        if short_name(node.element.tag) == "w:t":
            assert text in (node.element.text or "")


def test_walk_says_what_stands_aside():
    found = walked(
        p("One", note(1), r("two"), box(p("boxed", box(p("deeper"))))), footnotes={1: p("noted")}
    )
    where = {node.bit.text: node.aside.where if node.aside else "" for node in found.nodes}
    assert where == {
        "One": "",
        "two": "",
        "boxed": "the text box",
        "deeper": "the text box",
        "noted": "footnote 1",
    }
    asides = {node.bit.text: node.aside.run for node in found.nodes if node.aside}
    assert asides["boxed"] is asides["deeper"]
    assert child(asides["noted"], "w:footnoteReference") is not None


def test_walk_a_note_of_a_box_stands_where_the_box_does():
    found = walked(p("One", box(p("boxed", note(1)))), footnotes={1: p("noted")})
    boxed, noted = (node for node in found.nodes if node.aside is not None)
    assert boxed.aside.run is noted.aside.run


def test_walk_keeps_where_comments_stand():
    package = open_package(word(p("a ", commented(5, "b"), "c")), source="x")
    walk = Walk(Styles(None))
    walk.story(child(package.parse(package.main), "w:body"), "body")
    assert [(each.reach, each.comment) for each in walk.anchors] == [
        ("start", "5"),
        ("end", "5"),
        ("point", "5"),
    ]
