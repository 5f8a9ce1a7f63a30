"""Stage 1: the names that WordprocessingML gives to things.

Word writes them in one of two spellings, "transitional" nearly always and
"strict" where somebody chose it; readers here see one short name for both.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFFICE: Final = "http://schemas.openxmlformats.org"
_STRICT: Final = "http://purl.oclc.org/ooxml"
WORD: Final = (f"{_OFFICE}/wordprocessingml/2006/main", f"{_STRICT}/wordprocessingml/main")
_PREFIXES: Final = {
    **dict.fromkeys(WORD, "w"),
    f"{_OFFICE}/officeDocument/2006/math": "m",
    f"{_STRICT}/officeDocument/math": "m",
    f"{_OFFICE}/markup-compatibility/2006": "mc",
}
RELATIONSHIPS: Final = (
    f"{_OFFICE}/officeDocument/2006/relationships",
    f"{_STRICT}/officeDocument/relationships",
)
_PRESERVE: Final = "{http://www.w3.org/XML/1998/namespace}space"
# Changes that are tracked: what Word shows as gone, and what it shows as there.
_GONE: Final = frozenset({"w:del", "w:moveFrom"})
_WRAPPERS: Final = frozenset(
    {"w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:sdtContent", "w:rubyBase"}
)
# What Word calls the namespace in which it draws emoji.
_EMOJI: Final = "w16se"
_OFF: Final = frozenset({"0", "false", "off"})


@lru_cache(maxsize=4_096)
def short_name(tag: str) -> str:
    """Return "w:p" for a paragraph's tag; "" for what is of no interest here.

    >>> short_name("{http://purl.oclc.org/ooxml/wordprocessingml/main}p")
    'w:p'
    """
    space, _, name = tag.removeprefix("{").rpartition("}")
    prefix = _PREFIXES.get(space)
    return f"{prefix}:{name}" if prefix else ""


def relation_id(element: _Element) -> str:
    """Return the id of what an element of a part leads to; "" where it leads nowhere."""
    found = (element.get(f"{{{space}}}id") for space in RELATIONSHIPS)
    return next((str(each) for each in found if each), "")


def value(element: _Element, name: str = "val") -> str | None:
    """Return an attribute of a Word element; None where it has none."""
    for space in WORD:
        found = element.get(f"{{{space}}}{name}")
        if found is not None:
            return str(found)
    return None


def child(element: _Element | None, name: str) -> _Element | None:
    """Return the first child of this short name."""
    if element is None:
        return None
    return next((each for each in element if short_name(each.tag) == name), None)


def is_on(element: _Element | None) -> bool:
    """Say whether a switch such as w:b stands and is not switched off."""
    return element is not None and (value(element) or "") not in _OFF


def keeps_space(element: _Element) -> bool:
    """Say whether the white space around an element's text counts."""
    return bool(element.get(_PRESERVE) == "preserve")


def _chosen(alternatives: _Element) -> _Element:
    """Return the alternative that is read: the first, but of an emoji the plain character."""
    first, last = child(alternatives, "mc:Choice"), child(alternatives, "mc:Fallback")
    if first is None or (last is not None and first.get("Requires") == _EMOJI):
        first = last
    return alternatives if first is None else first


def content(element: _Element) -> Iterator[_Element]:
    """Yield an element's children as Word shows them.

    What is tracked as deleted is gone, what is tracked as inserted is there;
    of alternatives the first is taken; content controls, smart tags and the
    like are looked through, but not where they only say what to type.
    """
    for each in element:
        name = short_name(each.tag)
        if name in _WRAPPERS:
            yield from content(each)
        elif name == "w:sdt":
            inner = child(each, "w:sdtContent")
            if inner is not None and not is_on(child(child(each, "w:sdtPr"), "w:showingPlcHdr")):
                yield from content(inner)
        elif name == "mc:AlternateContent":
            yield from content(_chosen(each))
        elif name == "w:ruby":
            base = child(each, "w:rubyBase")
            if base is not None:
                yield from content(base)
        elif name not in _GONE:
            yield each
