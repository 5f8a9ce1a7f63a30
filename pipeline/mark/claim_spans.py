"""Stage 2: which stretches of a text claim something that can be checked.

Patterns with their examples stand in `pipeline/data/claims.toml`. A sentence
falls into clauses; a clause claims by what it holds: a number that measures
something, or words of an effect, a harm, a mechanism, coverage, a regulator, a
credential. Headings, questions, advice and boilerplate claim nothing, unless
they hold a number, a citation or a code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, cast

from spacy.tokens import Doc

from pipeline.concepts import ConceptMention
from pipeline.mark.agreeing import agree
from pipeline.mark.claim_scores import scores_of
from pipeline.mark.clauses import cut_clauses
from pipeline.mark.marks import (
    MARKS,
    ClaimMark,
    article_of,
    beginning_in,
    citations_of,
    codes_of,
    concepts_of,
    cover,
    quantities_of,
    text_of,
)
from pipeline.mark.places import Place, places_of
from pipeline.records import (
    BlockKind,
    Cell,
    CellAddress,
    CitedSource,
    ClaimKind,
    Quantity,
    QuantityKind,
    Role,
)
from pipeline.resources import word_list
from pipeline.wording import LONGER, read_changes

_WORDS: Final = word_list("claims")
_PATTERNS: Final = tuple(
    (cast("ClaimKind", entry["kind"]), entry["name"], re.compile(entry["pattern"], re.IGNORECASE))
    for entry in _WORDS["claim"]
)
_USE, _ADVICE, _READER, _ASKED = (
    re.compile(entry["pattern"], re.IGNORECASE) for entry in _WORDS["not_a_claim"]
)
_NO_RESULT: Final = tuple(
    re.compile(entry["pattern"], re.IGNORECASE) for entry in _WORDS["no_result"]
)
# What happens to toxins and the like without growing more or less.
_MOVES: Final = re.compile(_WORDS["moves"], re.IGNORECASE)
# Blocks in which a sentence claims nothing by itself.
_SILENT: Final[frozenset[BlockKind]] = frozenset(
    {"title", "heading", "boilerplate", "code", "cell"}
)
# Numbers that say how something was done, not how it came out.
_SETTING: Final[frozenset[Role]] = frozenset(
    {"dose", "duration", "frequency", "age", "scale_range", "threshold", "trials", "p_value"}
)
# Kinds whose words take the numbers of their clause: "87% of plans cover it".
_TAKES_NUMBERS: Final[frozenset[ClaimKind]] = frozenset({"coverage", "credential", "safety"})
# What a list may claim of each of its items.
_OF_LISTS: Final[frozenset[ClaimKind]] = frozenset({"efficacy", "safety"})
_COMPARABLE: Final[frozenset[QuantityKind]] = frozenset(
    {"proportion", "relative_change", "risk_ratio", "odds_ratio", "hazard_ratio", "fold_change"}
)
# A verb this near after "is used to" or "whether" claims no effect.
_USE_REACH: Final = 25
_LIST_ITEM_WORDS: Final = 8
_PROCESS: Final = next(p for kind, _, p in _PATTERNS if kind == "mechanism")
_BRINGS_ABOUT: Final = re.compile(r"(?:caus|lead|led|trigger|worsen|aggravat)", re.IGNORECASE)
_FOR_WHOM: Final = re.compile(
    r"\b(?:for|in|with|treat(?:s|ing)?|preventing|reliev(?:es|ing))\s+(?:[\w-]+\s+){0,4}$",
    re.IGNORECASE,
)
_GOOD: Final = re.compile(
    r"\b(?:effective|efficac\w+|help\w*|reliev\w+|eas(?:e|es|ing)|treat\w*|improv\w+|beneficial)\b",
    re.IGNORECASE,
)
_SYMPTOMS_OF: Final = re.compile(
    r"\b(?:symptoms?|signs?|complaints?|effects?) of\s+\w*\s*$", re.IGNORECASE
)
_TURNS_TO: Final = re.compile(r"\bturn(?:s|ed|ing)? to\b", re.IGNORECASE)
_EXAMPLES: Final = re.compile(r"\b(?:such as|including|like|e\.g\.)", re.IGNORECASE)
_LISTING: Final = re.compile(r"(?=.*(?:,|/|&|\band\b|\bor\b))[^.;:!?]{1,30}", re.IGNORECASE)
_PRONOUN: Final = re.compile(
    r"\b(?:it|its|they|this|these|those|the (?:treatment|therapy|practice|supplement|herb|remedy|"
    r"technique|approach|method|exercise|diet|program|programme|product|formula))\b",
    re.IGNORECASE,
)


class ClaimSpans:
    """Component: fills `doc.spans["claims"]`, labelled by kind; spans may overlap."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the claims of one document."""
        found = [*_in_sentences(doc), *_in_tables(doc)]
        marks = sorted(dict.fromkeys(found), key=lambda mark: (mark.start, mark.end, mark.kind))
        doc.user_data[MARKS] = marks
        cover(doc, "claims", [(mark.start, mark.end, mark.kind) for mark in marks])
        return doc


# --- running text -----------------------------------------------------------------------


def _in_sentences(doc: Doc) -> Iterator[ClaimMark]:
    scores = scores_of(doc)
    stem: tuple[Place, list[ClaimKind]] | None = None
    for place in places_of(doc):
        if place.block in _SILENT:
            stem = None if place.block in {"title", "heading"} else stem
            continue
        marks = list(_in_sentence(doc, place))
        if scores is not None:
            marks = agree(doc, (place.start, place.end), marks, scores)
        if not marks and stem is not None and place.block == "list_item":
            marks = list(_bare_item(doc, place, *stem))
        announced = place.text.endswith(":")
        # What a sentence announces is claimed by the list that follows it.
        yield from (m for m in marks if not (announced and m.kind == "efficacy"))
        if announced:
            kinds: list[ClaimKind] = [m.kind for m in marks if m.kind in _OF_LISTS]
            stem = (place, kinds) if kinds else None
        elif place.block != "list_item":
            stem = None


def _in_sentence(doc: Doc, place: Place) -> Iterator[ClaimMark]:
    def mark(kind: ClaimKind, start: int, end: int, why: str) -> ClaimMark:
        return ClaimMark(kind, start, end, why, place.start, place.end, place.start, place.end)

    for code in beginning_in(codes_of(doc), place.start, place.end):
        yield replace(mark("code", code.start, code.end, f"{code.system} code"), code=code)
    citations = beginning_in(citations_of(doc), place.start, place.end)
    for cited in citations:
        if _can_be_looked_up(cited):
            yield mark("citation", cited.start, cited.end, "citation")
    if place.text.rstrip("\"')").endswith("?"):
        return
    quantities = beginning_in(quantities_of(doc), place.start, place.end)
    for start, end in cut_clauses(place.text):
        start_clean, end_clean = place.start + start, place.start + end
        clause = text_of(doc)[start_clean:end_clean]
        told = bool(_ADVICE.match(clause) or _READER.match(clause))
        numbers = [
            q
            for q in beginning_in(quantities, start_clean, end_clean)
            if measures(text_of(doc), q, citations, (place.start, place.end))
        ]
        mentions = beginning_in(concepts_of(doc), start_clean, end_clean)
        kinds = _kinds(
            clause,
            numbers,
            told=told,
            conditions=[
                (m.start - start_clean, m.end - start_clean)
                for m in mentions
                if m.kind == "condition"
            ],
            named=frozenset(m.kind for m in mentions),
        )
        listed = _listed_conditions(doc, start_clean, end_clean)
        for kind, why, trigger in kinds:
            found = replace(mark(kind, start_clean, end_clean, why), trigger=start_clean + trigger)
            if kind == "efficacy" and listed:
                yield from (replace(found, focus=condition) for condition in listed)
            else:
                yield found


def measures(
    text: str, quantity: Quantity, citations: Sequence[CitedSource], sentence: tuple[int, int]
) -> bool:
    """Say whether a quantity tells how something came out, and not how it was done."""
    sent_start, sent_end = sentence
    if any(c.start <= quantity.start < c.end for c in citations):
        return False
    if quantity.unit == "proportion" and any(
        found.start() <= quantity.start < found.end()
        for pattern in _NO_RESULT
        for found in pattern.finditer(text, sent_start, sent_end)
    ):
        return False
    if quantity.kind == "duration":
        # "By 40 minutes" is what changed; "for 40 minutes" is how long it took.
        by = text[: quantity.start].rstrip().endswith(" by")
        return by or LONGER.match(text, quantity.end) is not None
    if quantity.role in _SETTING or quantity.kind in {"frequency", "age", "p_value"}:
        return False
    if quantity.kind == "count":
        sized = any(c.kind in SIZED for c in citations)
        crowd = quantity.role == "participants" and (quantity.value or 0) >= _A_CROWD
        return (crowd and not sized) or any(
            levels.start() <= quantity.start < levels.end()
            and read_changes(text[sent_start : levels.end()])
            for levels in _FROM_TO.finditer(text, sent_start, sent_end)
        )
    if quantity.kind == "money":
        return _PRICES.search(text, sent_start, sent_end) is not None
    if quantity.kind == "amount":
        # "Lost 5 kg" says how it came out; "a 5 kg dumbbell" does not.
        change = text[max(sent_start, quantity.start - _CHANGE_REACH) : quantity.end]
        return quantity.direction is not None or bool(read_changes(change))
    return True


_NOT_RESULTS: Final = tuple(
    re.compile(word_list("fields")["columns"][name], re.IGNORECASE)
    for name in ("baseline", "size", "setting")
)
_BARE_NUMBER: Final = re.compile(r"[-+~↓↑]?\d[\d.,]*")
# Levels before and after, without a unit: "pain fell from 7.2 to 4.1".
_FROM_TO: Final = re.compile(
    r"\bfrom\s+(?:[a-z]+\s+){0,2}\d[\d.,]*\s+(?:[a-z]+\s+){0,2}?to\s+(?:[a-z]+\s+){0,2}\d[\d.,]*"
)
# A verb of change this near before an amount makes it a result.
_CHANGE_REACH: Final = 40
# A price is a claim where it is typical or compared, not where it is asked for.
_PRICES: Final = re.compile(
    r"\b(?:average|avg|median|typical(?:ly)?|on average|vs|versus|compared|cheaper|sav(?:e|es|ing)|"
    r"cost-effective|nationally|per year|a year|annual(?:ly)?|estimated)\b|/(?:year|yr|month|mo)\b",
    re.IGNORECASE,
)
# Fewer people than this are a setting ("2 of us"), not a statistic.
_A_CROWD: Final = 100
# Publications that are told by their size: "a review of 900 people".
SIZED: Final = frozenset({"systematic_review", "meta_analysis", "trial", "cohort", "survey"})


def _named(doc: Doc, start: int, end: int) -> frozenset[str]:
    return frozenset(m.kind for m in beginning_in(concepts_of(doc), start, end))


def _kinds(
    clause: str,
    numbers: Sequence[Quantity],
    *,
    told: bool,
    conditions: Sequence[tuple[int, int]],
    named: frozenset[str],
) -> list[tuple[ClaimKind, str, int]]:
    """Return the kinds of claim in a clause, with the pattern's name and its place."""
    found: list[tuple[ClaimKind, str, int]] = []
    for kind, name, pattern in _PATTERNS:
        if told and kind not in {"credential", "regulatory"}:
            continue
        triggers = [t for t in pattern.finditer(clause) if _counts(kind, t, clause, named)]
        if not triggers or any(known == kind for known, _, _ in found):
            continue
        # Two bodies that certify are two claims.
        every = triggers if name == "certified by" else triggers[:1]
        found.extend((kind, name, t.start()) for t in every)
    if told:
        # "Take 600 mg" and "call us for the $49 special" are advice; "it cuts pain
        # by half" is a claim in whatever sentence it stands.
        numbers = [q for q in numbers if q.kind in _COMPARABLE]
    kinds = {kind for kind, _, _ in found}
    dropped = _outweighed(kinds, clause, conditions, has_numbers=bool(numbers))
    found = [entry for entry in found if entry[0] not in dropped]
    if numbers and not kinds & _TAKES_NUMBERS:
        found.append(("statistic", f"{numbers[0].kind} {numbers[0].text!r}", 0))
    return found


def _counts(kind: ClaimKind, trigger: re.Match[str], clause: str, named: frozenset[str]) -> bool:
    """Say whether a word that could make a claim makes one here."""
    if kind == "mechanism":
        return bool(read_changes(clause) or _MOVES.search(clause)) or "no " in clause
    if kind in {"efficacy", "safety"} and _TURNS_TO.search(clause[: trigger.start()]):
        # What people turn to, and why, is no claim that it works.
        return False
    if kind != "efficacy":
        return True
    if not named & {"condition", "outcome", "intervention"} and not _PRONOUN.search(clause):
        return False
    if _BRINGS_ABOUT.match(trigger[0]) and "intervention" not in named:
        # "Late nights lead to headaches": nobody treats anything with them.
        return False
    return not any(
        unsaid.start() <= trigger.start() < unsaid.end() + _USE_REACH
        for pattern in (_USE, _ASKED)
        for unsaid in pattern.finditer(clause)
    )


def _outweighed(
    kinds: set[ClaimKind],
    clause: str,
    conditions: Sequence[tuple[int, int]],
    *,
    has_numbers: bool,
) -> set[ClaimKind]:
    """Return the kinds that another kind in the same clause takes the place of."""
    dropped: set[ClaimKind] = set()
    if kinds & {"coverage", "credential"}:
        dropped |= {"efficacy", "mechanism", "safety"}
    if "credential" in kinds:
        dropped.add("regulatory")
    if has_numbers and not kinds & _TAKES_NUMBERS:
        dropped |= {"efficacy", "mechanism"}
    if {"mechanism", "efficacy"} <= kinds:
        # A process is how it works, unless the clause also says for whom.
        processes = [t.span() for t in _PROCESS.finditer(clause)]
        treated = [
            (start, end)
            for start, end in conditions
            if all(end <= low or start >= high for low, high in processes)
            and _FOR_WHOM.search(clause[:start])
        ]
        dropped.add("mechanism" if treated else "efficacy")
    if {"safety", "efficacy"} <= kinds and not _GOOD.search(clause):
        dropped.add("efficacy")
    return dropped


def _listed_conditions(doc: Doc, start: int, end: int) -> list[ConceptMention]:
    """Return the conditions of a list in a clause; none where it names fewer than two.

    "Chronic pain, such as back pain and headaches" lists two: the name before
    "such as" only says what kind they are of.
    """
    named = [m for m in beginning_in(concepts_of(doc), start, end) if m.kind == "condition"]
    runs: list[list[ConceptMention]] = [[]]
    for mention in named:
        gap = text_of(doc)[runs[-1][-1].end : mention.start] if runs[-1] else ""
        if runs[-1] and _EXAMPLES.search(gap):
            if _SYMPTOMS_OF.search(text_of(doc), start, runs[-1][-1].start):
                # "Symptoms of IBS, such as bloating": the condition is IBS.
                return []
            runs[-1].pop()
        elif runs[-1] and not _LISTING.fullmatch(gap):
            runs.append([])
        runs[-1].append(mention)
    longest = max(runs, key=len)
    apart = {mention.concept_id: mention for mention in reversed(longest)}
    return sorted(apart.values(), key=lambda m: m.start) if len(apart) > 1 else []


def _can_be_looked_up(cited: CitedSource) -> bool:
    """Say whether a citation is a claim of its own: it names a document, not only a body."""
    if cited.is_vague or [system for system, _ in cited.identifiers] == ["ref"]:
        return False
    documents = cited.authors or cited.journal or cited.year or cited.identifiers
    return bool(documents) or cited.kind in {"systematic_review", "meta_analysis"}


def _bare_item(doc: Doc, place: Place, stem: Place, kinds: list[ClaimKind]) -> Iterator[ClaimMark]:
    """A list item of a few words claims what the sentence above the list claims of it."""
    if len(place.text.split()) > _LIST_ITEM_WORDS:
        return
    if not _named(doc, place.start, place.end) & {"condition", "outcome"}:
        return
    end = place.end - (len(place.text) - len(place.text.rstrip(".;,")))
    for kind in kinds:
        yield ClaimMark(
            kind, place.start, end, "list under a claim", place.start, end, stem.start, stem.end
        )


# --- tables -------------------------------------------------------------------------------


def _in_tables(doc: Doc) -> Iterator[ClaimMark]:
    article = article_of(doc)
    for table in article.tables if article is not None else ():
        for cell in table.cells:
            if cell.header or cell.column == 1 or not re.search(r"\d", cell.text):
                continue
            start, end = cell.start_clean, cell.end_clean
            codes = beginning_in(codes_of(doc), start, end)
            if not codes and not _tells_a_result(doc, cell, table.column_header(cell.column)):
                continue
            mark = ClaimMark(
                "statistic",
                start,
                end,
                "table cell",
                start,
                end,
                start,
                end,
                cell=CellAddress(table.number, cell.row, cell.column),
                row_headers=_written(c for c in table.in_row(cell.row) if _names_the_row(c)),
                column_headers=_written(table.headers_over(cell.column)),
            )
            yield from (
                replace(
                    mark,
                    kind="code",
                    start=code.start,
                    end=code.end,
                    why=f"table cell; {code.system} code",
                    code=code,
                )
                for code in codes
            )
            if not codes:
                yield mark


def _tells_a_result(doc: Doc, cell: Cell, header: str) -> bool:
    """Say whether a cell tells how something came out, and not how it was done or sold."""
    if any(pattern.search(header) for pattern in _NOT_RESULTS):
        # What people had before, and how many there were, is no claim.
        return False
    inside = beginning_in(quantities_of(doc), cell.start_clean, cell.end_clean)
    if not inside:
        return _BARE_NUMBER.fullmatch(cell.text) is not None
    if all(q.kind == "money" for q in inside):
        return _PRICES.search(f"{header} {cell.text}") is not None
    return any(q.role not in _SETTING and q.kind != "frequency" for q in inside)


def _written(cells: Iterable[Cell]) -> tuple[tuple[int, int], ...]:
    return tuple((c.start_clean, c.end_clean) for c in cells if c.start_clean < c.end_clean)


def _names_the_row(cell: Cell) -> bool:
    """Say whether a cell says what its row is about: the first, and others in words."""
    return cell.column == 1 or not re.search(r"\d", cell.text)
