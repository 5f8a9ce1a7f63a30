"""Stage 1: what on a page is not the article, and what gave it away.

The rules are data (`pipeline/data/boilerplate.toml`), each with the lines it
was written for. Boilerplate stays in the text; its blocks are only marked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from pipeline.read.dates import DATE_FORMS
from pipeline.read.language import latin_share
from pipeline.records import Block
from pipeline.resources import word_list

# These are content wherever they stand; a cell may hold a bare link or date.
_CONTENT: Final = frozenset({"cell", "caption", "code"})
_MARKER: Final = re.compile(r"^[\s•·▪◦‣*>»–—✅✔☑👉➡→📌🔥💡-]+")
# A label in another script with its value: "时间:", "标签:艾灸".
_FOREIGN_LABEL: Final = re.compile(r"[^\W\d_A-Za-zÀ-ɏͰ-Ͽ][^\W_A-Za-zÀ-ɏ]{0,9}\s*[::].{0,60}")
_FOREIGN_MAX: Final = 80
# No rule is for longer ones; it also bounds what a pattern can cost.
_MAX_CHARACTERS: Final = 800
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])[\"')\]]*\s+")
_NUMERIC_DATE: Final = r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}"
# A share is a claim even inside a call to action.
_SHARE: Final = re.compile(r"\d\s?(?:%|percent)")


@dataclass(frozen=True, slots=True)
class _Rule:
    why: str
    pattern: re.Pattern[str]
    max_words: int
    is_search: bool
    needs: tuple[str, ...]


def why_boilerplate(text: str, *, linked: bool = False) -> str:
    """Say what makes one block of text boilerplate; "" where nothing does.

    Args:
        text: clean text of the block.
        linked: whether all of it is a link.
    """
    bare = _MARKER.sub("", text).strip()
    n_words = bare.count(" ") + 1
    if linked and n_words <= 20:
        return "link only"
    if len(bare) > _MAX_CHARACTERS:
        return ""
    if not any(character.isalnum() for character in text):
        return "rating" if "★" in text or "⭐" in text else "ornament"
    small = bare.lower()
    for rule in _rules():
        if n_words <= rule.max_words:
            if rule.needs and not any(word in small for word in rule.needs):
                continue
            match = rule.pattern.search if rule.is_search else rule.pattern.fullmatch
            if match(bare):
                return rule.why
    return "promotion" if _is_promotion(bare, n_words) else ""


def mark_boilerplate(
    blocks: Sequence[Block], text: str, *, linked: frozenset[int] = frozenset()
) -> tuple[Block, ...]:
    """Turn the blocks that are not the article into blocks of kind "boilerplate".

    Args:
        blocks: of one article, in order.
        text: the article's clean text.
        linked: places in `blocks` of those that are nothing but a link.
    """
    # In a Chinese article a Chinese line is no sign of anything.
    is_latin = latin_share(text[:20_000]) > 0.5
    marked: list[Block] = []
    for place, block in enumerate(blocks):
        why = block.why
        if not why and block.kind not in _CONTENT and block.kind != "boilerplate":
            line = text[block.start_clean : block.end_clean]
            # A headline is often a link to itself.
            is_linked = place in linked and block.kind not in {"title", "heading"}
            why = why_boilerplate(line, linked=is_linked)
            if not why and is_latin and _is_foreign(line):
                why = "metadata in another script"
        marked.append(replace(block, kind="boilerplate", level=0, why=why) if why else block)
    return tuple(_with_teasers(marked, text))


def _is_foreign(line: str) -> bool:
    if line.isascii() or len(line) > _FOREIGN_MAX:
        return False
    bare = _MARKER.sub("", line)
    return latin_share(line) < 0.5 or _FOREIGN_LABEL.fullmatch(bare) is not None


def _is_promotion(text: str, n_words: int) -> bool:
    max_words, calls, questions = _promotion()
    if n_words > max_words or _SHARE.search(text):
        return False
    sentences = _SENTENCE_END.split(text)
    n_calls = sum(calls.fullmatch(sentence) is not None for sentence in sentences)
    if not n_calls:
        return False
    n_questions = sum(questions.fullmatch(sentence) is not None for sentence in sentences)
    # A call alone is how advice is worded too ("Find a clinic near you"), so
    # one sentence must be followed or led by another.
    return n_calls + n_questions == len(sentences) and len(sentences) > 1


def _with_teasers(blocks: list[Block], text: str) -> list[Block]:
    """Mark a headline and its one line of advertisement above a "read more"."""
    max_words, pattern = _teaser()
    for place, block in enumerate(blocks):
        if block.why != "read more" or place < 1:
            continue
        above = blocks[place - 1]
        line = text[above.start_clean : above.end_clean]
        if above.kind != "paragraph" or line.count(" ") >= max_words:
            continue
        if pattern.fullmatch(line):
            blocks[place - 1] = replace(above, kind="boilerplate", why="teaser of another page")
            head = blocks[place - 2] if place > 1 else None
            if head is not None and head.kind == "heading":
                blocks[place - 2] = replace(
                    head, kind="boilerplate", level=0, why="teaser of another page"
                )
    return blocks


@cache
def _rules() -> tuple[_Rule, ...]:
    dates = "|".join((*DATE_FORMS, _NUMERIC_DATE))
    # Groups may stand once only in a pattern, and a date stands in several places.
    dates = re.sub(r"\(\?P<\w+>", "(?:", dates)
    return tuple(
        _Rule(
            why=rule["why"],
            pattern=re.compile(
                rule["pattern"].replace("DATE", f"(?:{dates})"),
                0 if rule.get("case") else re.IGNORECASE,
            ),
            max_words=rule["max_words"],
            is_search=rule.get("search", False),
            needs=tuple(rule.get("needs", ())),
        )
        for rule in word_list("boilerplate")["rule"]
    )


@cache
def _promotion() -> tuple[int, re.Pattern[str], re.Pattern[str]]:
    rules = word_list("boilerplate")["promotion"]
    return (
        rules["max_words"],
        re.compile(rules["calls"], re.IGNORECASE),
        re.compile(rules["questions"], re.IGNORECASE),
    )


@cache
def _teaser() -> tuple[int, re.Pattern[str]]:
    rules = word_list("boilerplate")["teaser"]
    return rules["max_words"], re.compile(rules["pattern"], re.IGNORECASE)
