"""Stage 1: what a Word document's styles make of its paragraphs and words.

A style is known by the name that Word gave it in English, whatever it is called
on the writer's screen, by the level it has in the outline, and by the styles
that it is based on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pipeline.read.docx.names import child, is_on, short_name, value
from pipeline.read.office import Look, Named, heading_of, named_by_style

if TYPE_CHECKING:
    from lxml.etree import _Element

_BODY_TEXT: Final = 9  # the level of what is no heading


_PLAIN: Final = Look()


class Styles:
    """Answers what styles mean; made once for a document."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, _Element] = {}
        self._default = ""
        for style in root if root is not None else ():
            if short_name(style.tag) != "w:style":
                continue
            name = value(style, "styleId") or ""
            self._styles.setdefault(name, style)
            is_default = (value(style, "default") or "0") in {"1", "true", "on"}
            if is_default and value(style, "type") == "paragraph":
                self._default = self._default or name
        self._named: dict[str, Named] = {}
        self._looks: dict[str, Look] = {}

    def name_paragraph(self, settings: _Element | None) -> Named:
        """Say what kind of block a paragraph of these settings (w:pPr) is."""
        named = self._of_style(self._style_of(settings))
        level = _outline_level(settings)
        if level is not None and named.kind in {"paragraph", "heading"} and not named.why:
            named = _heading(level)
        numbered = child(settings, "w:numPr")
        if numbered is None or named.kind not in {"paragraph", "list_item"} or named.why:
            return named
        return _list_item(numbered) or Named("paragraph")

    def look_of(self, settings: _Element | None, paragraph: _Element | None) -> Look:
        """Say how a run (its w:rPr) in a paragraph (its w:pPr) is shown."""
        look = _own_look(settings)
        style = child(settings, "w:rStyle")
        if style is not None:
            look = look.over(self._look_of_style(value(style) or ""))
        return look.over(self._look_of_style(self._style_of(paragraph)))

    def heads_table(self, settings: _Element | None) -> bool:
        """Say whether a table (its w:tblPr) shows its first row as a header."""
        look = child(settings, "w:tblLook")
        style = child(settings, "w:tblStyle")
        if look is None or style is None:
            return False
        flag = value(look, "firstRow")
        if flag is None:
            bits = value(look) or "0"
            flag = "1" if re.fullmatch(r"[0-9A-Fa-f]{1,8}", bits) and int(bits, 16) & 0x20 else "0"
        return flag in {"1", "true", "on"} and any(
            short_name(part.tag) == "w:tblStylePr" and value(part, "type") == "firstRow"
            for each in self._chain(value(style) or "")
            for part in each
        )

    def _style_of(self, settings: _Element | None) -> str:
        style = child(settings, "w:pStyle")
        return self._default if style is None else value(style) or ""

    def _chain(self, name: str) -> Iterator[_Element]:
        """Yield a style and what it is based on, each once."""
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            yield style
            base = child(style, "w:basedOn")
            name = (value(base) or "") if base is not None else ""

    def _of_style(self, name: str) -> Named:
        if name not in self._named:
            self._named[name] = self._read_style(name)
        return self._named[name]

    def _read_style(self, name: str) -> Named:
        item: Named | None = None
        for style in self._chain(name):
            label = child(style, "w:name")
            named = named_by_style((value(label) or "") if label is not None else "")
            settings = child(style, "w:pPr")
            if named is not None and named.kind != "list_item":
                return named
            level = _outline_level(settings)
            if level is not None:
                return _heading(level) if level < _BODY_TEXT else item or _heading(level)
            numbered = child(settings, "w:numPr")
            if item is None and (named is not None or numbered is not None):
                item = named or _list_item(numbered)
        return item or Named("paragraph")

    def _look_of_style(self, name: str) -> Look:
        if name not in self._looks:
            look = _PLAIN
            for style in self._chain(name):
                look = look.over(_own_look(child(style, "w:rPr")))
            self._looks[name] = look
        return self._looks[name]


def _heading(level: int) -> Named:
    """Name what has a level of the outline, which counts from 0."""
    return Named("paragraph") if level >= _BODY_TEXT else heading_of(level + 1)


def _list_item(numbered: _Element | None) -> Named | None:
    """Name what is numbered or has a bullet; None where that is switched off."""
    list_id = child(numbered, "w:numId")
    if list_id is not None and value(list_id) == "0":
        return None
    level = child(numbered, "w:ilvl")
    return Named("list_item", 1 + (_number(level) or 0))


def _outline_level(settings: _Element | None) -> int | None:
    return _number(child(settings, "w:outlineLvl"))


def _number(element: _Element | None) -> int | None:
    written = (value(element) or "") if element is not None else ""
    return int(written) if re.fullmatch(r"[0-9]", written) else None


def _own_look(settings: _Element | None) -> Look:
    """Read the settings of a run or a style (w:rPr), without what they inherit."""
    if settings is None or not len(settings):
        return _PLAIN
    hidden = raised = bold = None
    font = ""
    for each in settings:
        name = short_name(each.tag)
        if name == "w:vanish":
            hidden = is_on(each)
        elif name == "w:vertAlign":
            raised = value(each) == "superscript"
        elif name == "w:b":
            bold = is_on(each)
        elif name == "w:rFonts":
            font = value(each, "ascii") or value(each, "hAnsi") or ""
    return Look(hidden, raised, bold, font)
