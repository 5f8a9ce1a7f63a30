"""Stage 5: a code where it stands: what the text says that it is for, and that it is one no more.

A sentence lists several codes; only what stands at one is said to be its meaning: in the other
cells of its row, in its gloss, else in its own sentence.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from pipeline.citations import glosses_of, is_diagnosis
from pipeline.evidence.table import EvidenceTable
from pipeline.judge.findings import finding
from pipeline.judge.registry import judge_code
from pipeline.judge.services import has_feature
from pipeline.records import Claim, Finding, Table

# Behind a code, that it is one no more.
_SAYS_DELETED: Final = re.compile(
    r"\W{0,3}(?:(?:which|that) )?(?:(?:was|were|is|are|has been|have been|got) )?(?:deleted|retired"
    r"|removed|split|replaced|discontinued|invalid|no longer (?:valid|billable|accepted|used))\b"
    r"|\W{0,3}(?:(?:which|that) )?(?:is|are|has|have)(?: not|n't|n’t) (?:been )?(?:a )?"
    r"(?:valid|billable|accepted|used)\b",
    re.IGNORECASE,
)
# Anywhere in its sentence, that it was one.
_SAYS_PAST: Final = re.compile(
    r"\b(?:until|till|before|prior to) (?:\w+ )?(?:19|20)\d\d\b"
    r"|\b(?:formerly|previously|used to)\b",
    re.IGNORECASE,
)
# What is said of a code stands behind it, before the next one.
_BEHIND: Final = re.compile(r"(?:(?!\b[A-Z]?\d{4,5}[A-Z]?\b)[^\n.;]){3,120}")
_CODE: Final = re.compile(r"\b(?:\d{5}|[A-Z]\d{4}|[A-Z]\d[\dA-Z]\.[\dA-Z]{1,4})\b")
_DENIED: Final = re.compile(r"\b(?:not|never|no|cannot)\b|n't\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[.!?](?=\s)|\n")


def judge_mention(
    claim: Claim,
    code: tuple[str, str],
    text: str,
    tables: Sequence[Table],
    *,
    table: EvidenceTable,
    as_of: dt.date | None,
) -> Finding:
    """Judge a code that an article names, with what it says there that the code is for.

    Args:
        claim: of kind "code".
        code: its system and the code as written.
        text: clean text of the article.
        tables: of the article.
        table: the evidence in use.
        as_of: the article's date.
    """
    glosses = _glosses(claim, text, tables)
    said = _meant(code[0], glosses, table)
    if is_diagnosis(code[0]):
        words = next(iter(glosses), "")
        found = judge_code(code, said=said, table=table, as_of=as_of, gloss=words)
    else:
        words = _words_on(claim, text, glosses)
        named = (claim.statement.intervention, claim.statement.condition)
        about = said or [concept.concept_id for concept in named if concept is not None]
        found = judge_code(code, said=about, table=table, as_of=as_of, gloss=words)
        if found.code == "RG005" and not said and not _is_named_beside(claim, text):
            # What an article is about as a whole is not what this code is said to be for.
            found = judge_code(code, said=(), table=table, as_of=as_of, gloss=words)
    if found.code != "RG006" or not _is_told_as_gone(claim, text):
        return found
    return finding("RG001", found.reason, comparison=found.comparison, confidence=found.confidence)


def _glosses(claim: Claim, text: str, tables: Sequence[Table]) -> list[str]:
    if claim.cell is None:
        return list(glosses_of(text, claim.start_clean, claim.end_clean))
    held = next((one for one in tables if one.number == claim.cell.table), None)
    row = held.in_row(claim.cell.row) if held is not None else ()
    return [", ".join(cell.text for cell in row if cell.column != claim.cell.column)]


def _meant(system: str, glosses: Sequence[str], table: EvidenceTable) -> list[str]:
    """Return the conditions or services that the first gloss with any of them names."""
    kind = "condition" if is_diagnosis(system) else "intervention"
    for gloss in glosses:
        said = [m.concept_id for m in table.concepts.find(gloss) if m.kind == kind]
        if said:
            return said
    return []


def _words_on(claim: Claim, text: str, glosses: Sequence[str]) -> str:
    """Return the words that describe the service of a code: a gloss, else what stands behind."""
    described = next((gloss for gloss in glosses if has_feature(gloss)), None)
    if described is not None or claim.cell is not None:
        return described or ", ".join(glosses)
    behind = _BEHIND.match(text, claim.end_clean)
    return behind[0] if behind is not None else ""


def _is_named_beside(claim: Claim, text: str) -> bool:
    """Say whether a sentence names what its claim is about, with no code and no denial before."""
    before, sentence = _sentence(claim, text)
    if _CODE.search(before) is not None or _DENIED.search(before) is not None:
        return False
    named = (claim.statement.intervention, claim.statement.condition)
    return any(
        concept.text.casefold() in sentence.casefold() for concept in named if concept is not None
    )


def _is_told_as_gone(claim: Claim, text: str) -> bool:
    """Say whether just that is said of a code, that it was deleted or was in use once."""
    if _SAYS_DELETED.match(text, claim.end_clean) is not None:
        return True
    return _SAYS_PAST.search(_sentence(claim, text)[1]) is not None


def _sentence(claim: Claim, text: str) -> tuple[str, str]:
    """Return the sentence of a claim up to it, and the whole."""
    line = text.rfind("\n", 0, claim.start_clean) + 1
    ends = [found.end() for found in _SENTENCE.finditer(text, line, claim.start_clean)]
    start = ends[-1] if ends else line
    after = _SENTENCE.search(text, claim.end_clean)
    end = after.start() if after is not None else len(text)
    return text[start : claim.start_clean], text[start:end]
