"""Names: both spellings of Word's XML, and what it shows of it."""

from word import NAMESPACES, STRICT, element

from pipeline.read.docx.names import child, content, is_on, keeps_space, short_name, value

W = NAMESPACES["w"]


def made(inner: str, space: str = W):
    return (
        element(f"<w:p>{inner}</w:p>")
        if space == W
        else element(f'<x:p xmlns:x="{space}">{inner.replace("w:", "x:")}</x:p>')
    )


def test_names_are_short_in_both_spellings():
    assert [short_name(made("", space).tag) for space in (W, STRICT[W])] == ["w:p", "w:p"]
    assert short_name("{http://example.org}p") == short_name("p") == ""


def test_names_values_are_found_in_both_spellings():
    for space in (W, STRICT[W]):
        assert value(made('<w:b w:val="1"/>', space)[0]) == "1"
    assert value(made("<w:b/>")[0]) is None


def test_names_a_switch_is_on_unless_it_says_not():
    written = made('<w:b/><w:b w:val="1"/><w:b w:val="true"/><w:b w:val="0"/><w:b w:val="false"/>')
    assert [is_on(each) for each in written] == [True, True, True, False, False]
    assert not is_on(None)


def test_names_only_a_direct_child_counts():
    element = made("<w:ins><w:b/></w:ins><w:i/>")
    assert child(element, "w:b") is None
    assert child(element, "w:i") is element[1]
    assert child(None, "w:b") is None


def test_names_space_is_kept_where_it_is_said():
    kept, lost = made('<w:t xml:space="preserve"/><w:t xml:space="default"/>')
    assert keeps_space(kept)
    assert not keeps_space(lost)


def shown(inner: str) -> list[str]:
    return [value(each) or short_name(each.tag) for each in content(made(inner))]


def test_names_content_is_what_word_shows():
    assert shown('<w:del><w:r w:val="a"/></w:del><w:ins><w:r w:val="b"/></w:ins>') == ["b"]
    assert shown('<w:sdt><w:sdtPr/><w:sdtContent><w:r w:val="a"/></w:sdtContent></w:sdt>') == ["a"]
    assert shown("<w:sdt/><mc:AlternateContent/>") == []


def test_names_of_alternatives_one_is_taken():
    first, last = (
        '<mc:Choice><w:r w:val="a"/></mc:Choice>',
        '<mc:Fallback><w:r w:val="b"/></mc:Fallback>',
    )
    assert shown(f"<mc:AlternateContent>{first}{first}{last}</mc:AlternateContent>") == ["a"]
    assert shown(f"<mc:AlternateContent>{last}</mc:AlternateContent>") == ["b"]


def test_names_of_an_emoji_the_plain_character_is_taken():
    drawn = '<mc:Choice Requires="w16se"><w:r w:val="drawn"/></mc:Choice>'
    plain = '<mc:Fallback><w:r w:val="plain"/></mc:Fallback>'
    assert shown(f"<mc:AlternateContent>{drawn}{plain}</mc:AlternateContent>") == ["plain"]
    assert shown(f"<mc:AlternateContent>{drawn}</mc:AlternateContent>") == ["drawn"]
