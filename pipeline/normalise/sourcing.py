"""Stage 3: which source a clause leans on, and by whose word it is.

A citation in the clause comes first, then one in its sentence, then what a link leads to, then
the work that the text named before and goes on about. All words for that stand in
`pipeline/data/sourcing.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc

from pipeline.citations import linked_source
from pipeline.citations.names import find_names
from pipeline.citations.nouns import find_participants, find_trials, find_years
from pipeline.mark.kinds import SIZED
from pipeline.mark.marks import (
    ClaimMark,
    article_of,
    beginning_in,
    citations_of,
    concepts_of,
    marks_of,
    quantities_of,
    text_of,
)
from pipeline.normalise.bodies import (
    OF_BODIES,
    bodies_in,
    body_of_clause,
    body_said_before,
    is_one_body,
    payer_around,
)
from pipeline.normalise.works import ANOTHER, Works, patterns_of
from pipeline.records import Attribution, CitedSource, ClaimKind
from pipeline.wording import read_attribution, read_tenses

_HOLDS = patterns_of("holds")
(_JUST_TOLD,) = patterns_of("retold")
(_SHORT_NAME,) = patterns_of("short_name")
_NEXT_CLAUSE: Final = re.compile(r"[,;:—]|\b(?:and|but|while|whereas|so)\b")
_QUOTE: Final = re.compile(r"[\"“”]")
_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# Claims on which a text may hold several bodies against each other, each in its clause.
_DECIDED: Final[frozenset[ClaimKind]] = frozenset({"coverage", "regulatory"})
# Who pays and who is entitled the writer says himself; what a body decides is its word.
_OF_THE_WRITER: Final = frozenset({"coverage", "credential", "code"})
# What a study tells; how something works it seldom does.
_RESULTS: Final[frozenset[ClaimKind]] = frozenset({"statistic", "efficacy", "safety"})
# What a text gives a review is over where the review has found something.
_NEW_CLAUSE: Final = re.compile(r"\b(?:found|showed|concluded|reported|that)\b|[;—]", re.IGNORECASE)
# What may stand before a name that begins a clause.
_NOTHING_BUT: Final = re.compile(r"\W*(?:the\s+)?", re.IGNORECASE)
# Between a work and its author: "…, Elizabeth Hoge and her team".
_FIRST_NAME: Final = re.compile(r", (?:[A-Z][\w.]* ){0,2}")
# What sets one clause against another.
_AGAINST: Final = re.compile(r";|\b(?:whereas|while|but|though|although|yet)\b", re.IGNORECASE)
_PART: Final = re.compile(r";|—| – ")


def read_source(
    doc: Doc, mark: ClaimMark, works: Works, *, of_the_world: bool
) -> CitedSource | None:
    """Return the source that a clause leans on; None where it leans on none.

    Args:
        doc: with its citations.
        mark: the claim.
        works: of the article.
        of_the_world: whether the clause counts people or costs. That is said of the world,
            whatever was cited before.
    """
    if mark.kind == "regulatory":
        return _dated(_cited(doc, mark, works, of_the_world=of_the_world), doc, mark)
    return _with_size(_cited(doc, mark, works, of_the_world=of_the_world), doc, mark)


def _cited(doc: Doc, mark: ClaimMark, works: Works, *, of_the_world: bool) -> CitedSource | None:
    """What is cited in the clause, in its sentence, by a link, or before it."""
    citations = citations_of(doc)
    here = beginning_in(citations, mark.start, mark.end)
    near = beginning_in(citations, mark.sent_start, mark.sent_end)
    if mark.kind == "citation" and here:
        return works.same(next((cited for cited in here if not cited.is_vague), here[0]))
    body = body_of_clause(doc, mark) if mark.kind in OF_BODIES else None
    reaching = _reaching(near, mark, text_of(doc))
    if mark.kind in _DECIDED:
        here, reaching = (
            [cited for cited in some if _may_be_of(cited, body, mark, doc)]
            for some in (here, reaching)
        )
    for cited in (*here, *reaching):
        if not cited.is_vague:
            return works.same(cited)
    if body is not None or mark.kind in {"code", "credential"}:
        return body
    if mark.kind in _DECIDED:
        body = body_said_before(doc, mark) or payer_around(doc, mark)
        if body is not None:
            return body
    if mark.cell is not None:
        announced = beginning_in(citations, mark.stem_start, mark.stem_end)
        named = [cited for cited in announced if not cited.is_vague]
        if named:
            return named[-1]
    article = article_of(doc)
    links = article.links if article is not None else ()
    linked = linked_source(links, (mark.start, mark.end), mark.sent_end)
    if linked is not None:
        return linked
    return _gone_back_to(doc, mark, works, near, of_the_world=of_the_world)


def _gone_back_to(
    doc: Doc, mark: ClaimMark, works: Works, near: Sequence[CitedSource], *, of_the_world: bool
) -> CitedSource | None:
    """The work that a clause goes on about, else the vague source of its sentence."""
    text = text_of(doc)
    start, end = _part_of(text, mark)
    vague = next((cited for cited in near if cited.is_vague), None)
    name = _short_name(doc, start, end)
    if name is not None:
        return works.by_short_name(name, mark.sent_start) or vague
    if works.refers(start, end):
        return works.referred(start, end) or vague
    if near or read_attribution(text[start:end]) in {"opponent", "author_practice"}:
        return vague
    if _begins_with_body(text[mark.start : mark.end]):
        return None
    if _JUST_TOLD.search(text[start:end]):
        return works.running(mark.sent_start)
    tenses = read_tenses(text[mark.start : mark.end]) or read_tenses(text[start : mark.end])
    # What is always so is no result.
    if ANOTHER.search(text, start, mark.end) or tenses == {"present"}:
        return None
    found = works.of_people(start, end)
    if found is not None or of_the_world:
        return found
    is_result = mark.kind == "statistic" or (mark.kind in _RESULTS and tenses == {"past"})
    return works.carried(start, end) or (works.running(mark.sent_start) if is_result else None)


def _short_name(doc: Doc, start: int, end: int) -> str | None:
    """Return the short name of a study that a stretch is about: "STRENGTH confirmed it".

    What is a treatment, something people have or a body is none, nor what is all in capitals.
    """
    text = text_of(doc)[start:end]
    found = _SHORT_NAME.search(text)
    if found is None or text.isupper():
        return None
    begin, stop = (start + place for place in found.span("name"))
    is_other = beginning_in(concepts_of(doc), begin, stop) or find_names(found["name"])
    return None if is_other else found["name"]


def _begins_with_body(clause: str) -> bool:
    """Say whether a body is what a clause is about: what it did no work that was cited tells."""
    return any(_NOTHING_BUT.fullmatch(clause, 0, body.start) for body in bodies_in(clause, 0))


def _reaching(near: Sequence[CitedSource], mark: ClaimMark, text: str) -> list[CitedSource]:
    """Of the citations of a sentence those that a clause may lean on, the likeliest first.

    One in brackets closes what stands before it, and one in the run of the sentence leads.
    """
    leading = [
        cited
        for cited in near
        if cited.start < mark.start
        and not (_in_brackets(cited, text) and _NEXT_CLAUSE.search(text, cited.end, mark.start))
    ]
    following = [cited for cited in near if cited.start >= mark.start]
    return [*reversed(leading), *following]


def _may_be_of(cited: CitedSource, body: CitedSource | None, mark: ClaimMark, doc: Doc) -> bool:
    """Say whether a citation beside a clause may be of what a body does there.

    A body that the clause names is whose word it is; and what a clause that is set against it
    says that a body does is that clause's: "It is not advised, whereas the ACP recommends it".
    """
    if body is not None and cited.publisher is not None:
        return is_one_body(cited.publisher, body.publisher)
    if cited.start < mark.end:
        return body is None or _in_brackets(cited, text_of(doc))
    if _AGAINST.search(text_of(doc), mark.end, cited.start) is None:
        return True
    return not any(
        other.kind in OF_BODIES and mark.end <= other.start <= cited.start < other.end
        for other in marks_of(doc)
    )


def _in_brackets(cited: CitedSource, text: str) -> bool:
    first, before = text[cited.start : cited.start + 1], text[: cited.start].rstrip(" ")[-1:]
    return first in f"[{_RAISED}" or before in {"(", "[", ";"}


def _with_size(cited: CitedSource | None, doc: Doc, mark: ClaimMark) -> CitedSource | None:
    """Add the trials and participants that the same sentence gives a cited review."""
    if cited is None:
        return None
    if not mark.sent_start <= cited.start < mark.sent_end:
        return _with_own_size(cited, text_of(doc)[mark.start : mark.end])
    if cited.kind not in SIZED:
        return cited
    text = text_of(doc)
    clause_end = next(
        (found.start() for found in _NEW_CLAUSE.finditer(text, cited.end, mark.sent_end)),
        mark.sent_end,
    )
    # What follows the next work is that one's; in brackets stands more on this one.
    following = beginning_in(citations_of(doc), cited.end, clause_end)
    clause_end = next(
        (one.start for one in following if _is_another(one, cited, text)),
        clause_end,
    )
    sizes = {
        q.role: int(q.value)
        for q in reversed(beginning_in(quantities_of(doc), cited.start, clause_end))
        if q.value is not None and q.bound == "none" and q.role in {"trials", "participants"}
    }
    return replace(
        cited,
        n_trials=cited.n_trials or sizes.get("trials"),
        n_participants=cited.n_participants or sizes.get("participants"),
    )


def _is_another(one: CitedSource, before: CitedSource, text: str) -> bool:
    """Say whether a citation is of another work than that before it.

    "A trial in JAMA in 2023, Hoge and her team" is one work.
    """
    if one.is_vague or _in_brackets(one, text):
        return False
    beside = _FIRST_NAME.fullmatch(text, before.end, one.start) is not None
    authors_only = bool(one.authors) and one.year is None and one.journal is None
    return not (beside and authors_only and not before.authors)


def _with_own_size(cited: CitedSource, clause: str) -> CitedSource:
    """Add the sizes of a clause that says no more than what a work holds."""
    if cited.kind == "organisation" or not any(one.search(clause) for one in _HOLDS):
        return cited
    trials, people = find_trials(clause), find_participants(clause)
    return replace(
        cited,
        n_trials=trials[0].value if trials else cited.n_trials,
        n_participants=people[0].value if people else cited.n_participants,
    )


def _dated(cited: CitedSource | None, doc: Doc, mark: ClaimMark) -> CitedSource | None:
    """Add the year in which a body decided; one that stands beside another body is that one's."""
    if cited is None or cited.year is not None or cited.kind != "organisation":
        return cited
    text = text_of(doc)
    lead = bodies_in(text[mark.sent_start : mark.start], mark.sent_start)
    others = any(not is_one_body(body.publisher, cited.publisher) for body in lead)
    spans = [(mark.start, mark.end), *([] if others else [(mark.sent_start, mark.start)])]
    for start, end in spans:
        years = find_years(text[start:end])
        if years:
            return replace(cited, year=years[0].value) if len(years) == 1 else cited
    return cited


def read_whose(
    doc: Doc, mark: ClaimMark, source: CitedSource | None, *, is_private: bool
) -> Attribution:
    """Say by whose word a claim is.

    Args:
        doc: the claim is in.
        mark: the claim.
        source: that it leans on.
        is_private: whether it stands where the writer shows data of their own.
    """
    text = text_of(doc)
    start, end = _part_of(text, mark)
    if mark.kind == "citation":
        return "named_source"
    said = read_attribution(text[start:end])
    # Who retells what a review found, or an agency approved, says what can be looked up there.
    cites = source is not None and start <= source.start < end
    if said == "opponent" and not cites:
        return said
    if mark.kind in _OF_THE_WRITER:
        return "none"
    if mark.kind == "regulatory":
        return "named_source"
    # A table of the writer's own patients stays theirs, whose protocol they may have followed.
    if said == "author_practice" or (mark.cell is not None and is_private):
        return "author_practice"
    if source is not None and (not source.is_vague or source.year is not None):
        return "named_source"
    quoted = _quoted(text, mark) if said == "none" and source is None else "none"
    if quoted != "none":
        return quoted
    if is_private and _is_told_once(text, mark):
        return "author_practice"
    if said == "none" and source is None and _goes_on_about_a_study(text, mark):
        return "vague_source"
    return "vague_source" if source is not None else said


def _goes_on_about_a_study(text: str, mark: ClaimMark) -> bool:
    """Say whether a clause tells a result, and its paragraph a study without a name before it."""
    begin = text.rfind("\n", 0, mark.start) + 1
    told_once = read_tenses(text[mark.start : mark.end]) == {"past"}
    return (
        mark.kind in _RESULTS and told_once and ANOTHER.search(text, begin, mark.start) is not None
    )


def _quoted(text: str, mark: ClaimMark) -> Attribution:
    """By whose word a clause in quotation marks is, where its sentence does not say."""
    begin = text.rfind("\n", 0, mark.start) + 1
    marks = _QUOTE.findall(text, begin, mark.start + 1)
    if not marks or (marks[-1] == '"' and len(marks) % 2 == 0) or marks[-1] == "”":
        return "none"
    end = text.find("\n", mark.end)
    whose = read_attribution(text[begin : end if end >= 0 else len(text)])
    return whose if whose in {"named_source", "opponent"} else "none"


def _is_told_once(text: str, mark: ClaimMark) -> bool:
    """Say whether a clause after own data can be of them: what happened, in no trial."""
    clause = text[mark.start : mark.end]
    return read_tenses(clause) != {"present"} and ANOTHER.search(clause) is None


def _part_of(text: str, mark: ClaimMark) -> tuple[int, int]:
    """The part of a sentence, between its semicolons and dashes, that holds the claim."""
    cuts = [found.span() for found in _PART.finditer(text, mark.sent_start, mark.sent_end)]
    start = max((end for _, end in cuts if end <= mark.start), default=mark.sent_start)
    end = min((start for start, _ in cuts if start >= mark.end), default=mark.sent_end)
    return start, end
