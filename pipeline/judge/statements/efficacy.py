"""Stage 5: promises that something works, and how.

The best rows on the same question are read together; the wording is then held
against their certainty. Words and certainty go together as in GRADE's guidance
on informative statements (Santesso et al., J Clin Epidemiol 2020;119:126-135):
high and moderate certainty carry a plain statement, low certainty "may".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.judge.classes import is_of_class
from pipeline.judge.comparing import TURNS
from pipeline.judge.findings import finding
from pipeline.judge.groups import EVERYONE
from pipeline.judge.phrases import row_text
from pipeline.judge.statements.answering import (
    against_named,
    answering,
    best_group,
    narrower_rows,
    nearer_that_denies,
    of_the_whole,
)
from pipeline.judge.statements.weighing import (
    OVERVIEWS,
    WORDS,
    is_about_them,
    is_weighty,
    listed,
    names_treatment,
    participants,
    ranked,
    row_ids,
    says_for_what,
    silence,
    weightiest,
)
from pipeline.normalise.outcomes import CAUSES_ANY
from pipeline.records import Certainty, Claim, EvidenceRow, Finding, Match, Stance
from pipeline.wording import read_changes

# Wording that only sure evidence carries; a bare assertion is one.
_ASSERTS: Final = frozenset({"none", "shown", "proven"})
_SURE: Final[frozenset[Certainty]] = frozenset({"high", "moderate"})
_WEAK: Final[frozenset[Certainty]] = frozenset({"low", "very_low"})
# What the words of a promise may say instead, and why that is none.
_SAYS_ELSE: Final = {
    "the_same": "The sentence says that something was the same, and not what.",
    "for_two": "The sentence compares two uses of it, and rows are on one.",
    "two_ways": "The sentence compares it with two things, and says two things of them.",
    "of_things": "The sentence speaks of things in general, and not of this treatment.",
    "advised": "The sentence says what was advised, and not clearly that it works.",
}
# An overview that is so many years newer has read what the older one read, and more.
_OUTRANKED: Final = 5


def judge_efficacy(claim: Claim, matches: Sequence[Match]) -> Finding:
    """Judge a promise that something works for something."""
    statement = claim.statement
    rows = [m for m in matches if m.row.kind == "efficacy" and m.intervention in {"same", "wider"}]
    wide = [m for m in rows if is_of_class(claim, m)]
    rows = [m for m in rows if m not in wide]
    on_it = [m for m in rows if m.intervention == "same"]
    # What was found of omega-3 answers for fish oil where nothing was found of that alone.
    rows = on_it if answering(claim, on_it) else rows
    unsaid = statement.condition is None and statement.outcome is None
    if statement.intervention is None or (unsaid and not answering(claim, rows)):
        return finding(
            "UV003",
            "The sentence does not say what works for what, so nothing can be looked up.",
        )
    if not claim.by_pattern and not says_for_what(claim):
        return finding(
            "UV003",
            "The sentence does not say itself what it works for, and what it says of it was not "
            "understood.",
        )
    unread = _not_understood(claim)
    if unread is not None:
        return unread
    if _compares(claim) and rows and not statement.comparators:
        # What it is as good as, or better than, the text names, and no concept has that name.
        return _no_such_comparison(claim, rows)
    if statement.comparators:
        named = against_named(claim, rows)
        if rows and not named:
            return _no_such_comparison(claim, rows)
        rows = named
    exact = answering(claim, rows)
    if not exact:
        return _narrower_or_nothing(claim, rows, wide, matches)
    of_them = _of_its_people(claim, [m for m in exact if is_about_them(claim, m.row)])
    if not of_them:
        return _of_others(claim, exact)
    if not (claim.by_pattern or names_treatment(claim) or _says_how(claim)):
        # "Hypertension is the silent epidemic", in a text on what lowers it.
        told = "The sentence does not say itself what works, nor that it does."
        return finding("UV003", told, rows=row_ids(of_them))
    best = best_group(claim, of_them)
    if not best:
        return _no_such_comparison(claim, of_them)
    against = nearer_that_denies(claim, best, rows)
    if against is not None:
        return _disagreement(claim, best[0].row, against, row_ids(best))
    return _held_against(claim, best, of_them)


def _not_understood(claim: Claim) -> Finding | None:
    """Say what of a promise was not understood; None where that is nothing."""
    told = next((why for name, why in _SAYS_ELSE.items() if WORDS[name].search(claim.clean)), None)
    if told is not None:
        return finding("UV003", told)
    if _is_on_something_else(claim):
        told = "The sentence says on what it has an effect, and that was not understood."
    elif not claim.by_pattern and WORDS["used"].search(claim.clean):
        told = "The sentence says that it is used for this, and not clearly that it works."
    elif claim.cell is not None and not _says_how(claim):
        told = "The cell does not say whether it helps."
    elif claim.cell is not None and _is_row_of_the_unknown(claim):
        told = f'What "{claim.cell.row_header}" is, was not understood.'
    return finding("UV003", told) if told is not None else None


def _of_its_people(claim: Claim, rows: Sequence[Match]) -> Sequence[Match]:
    """Return the rows on people in general where a claim names nobody and some are on them.

    What helps runners in the cold says less of everybody than what was found in everybody.
    """
    if claim.statement.population is not None:
        return rows
    people = [(m, m.row.statement.population) for m in rows]
    return [m for m, p in people if p is None or p.concept_id in EVERYONE] or rows


def _of_others(claim: Claim, rows: Sequence[Match]) -> Finding:
    """Say that what answers is about other people, or about another form."""
    said, row = claim.statement, rows[0].row
    people, studied = said.population, row.statement.population
    if people is None or (studied is not None and studied.concept_id == people.concept_id):
        form = said.form or "another form"
        return finding(
            "ST007",
            f"No row is about it as {form}. The nearest: {row_text(row)}.",
            rows=row_ids(rows),
            confidence=0.6,
        )
    return finding(
        "EF005",
        f"No row is about {people.name}. The nearest: {row_text(row)}.",
        rows=row_ids(rows),
        confidence=0.6,
    )


def judge_mechanism(claim: Claim, matches: Sequence[Match]) -> Finding:
    """Judge a statement of how something works."""
    rows = [m for m in matches if m.row.kind == "mechanism" and m.intervention == "same"]
    of_process = [m for m in rows if _is_same_process(claim, m)]
    if not of_process:
        # What is known of how it works at all, where somebody wrote an overview.
        in_general = [m for m in rows if m.row.statement.outcome is None]
        if not in_general:
            return _as_promise(claim, matches)
        return finding(
            "EF004",
            f"No row is about this process; in general: {row_text(in_general[0].row)}.",
            rows=row_ids(in_general, 1),
            confidence=0.6,
        )
    best = ranked(of_process)
    row = best[0].row
    if row.statement.species != "human" and claim.statement.species == "human":
        return finding(
            "EF007",
            f"This was seen in {row.statement.species.replace('_', ' ')} studies: {row_text(row)}.",
            rows=row_ids(best, 3),
        )
    return _held_against(claim, best, best)


def _as_promise(claim: Claim, matches: Sequence[Match]) -> Finding:
    """Judge "it makes hair grow" as what trials measured, where nobody wrote how it does."""
    measured = [m for m in matches if m.row.kind == "efficacy" and m.outcome == "same"]
    return judge_efficacy(claim, matches) if measured else silence(claim, matches)


# --- what keeps a promise from being answered ------------------------------------------------


def _is_row_of_the_unknown(claim: Claim) -> bool:
    """Say whether a cell is about what no concept was read from: "Mood: no change"."""
    if claim.cell is None or not claim.cell.row_header:
        return False
    said, words = claim.statement, f"{claim.cell.row_header} {claim.clean}".casefold()
    named = (said.intervention, said.condition, said.outcome, said.population, *said.comparators)
    return not any(concept.text.casefold() in words for concept in named if concept is not None)


def _is_on_something_else(claim: Claim) -> bool:
    """Say whether "no effect on the liver" names what no outcome or condition was read from."""
    on = WORDS["effect_on"].search(claim.clean)
    if on is None:
        return False
    said = claim.clean[on.start() :].casefold()
    named = (claim.statement.outcome, claim.statement.condition)
    return not any(concept.text.casefold() in said for concept in named if concept is not None)


def _says_how(claim: Claim) -> bool:
    """Say whether a claim says how it goes: a direction, or without one a denial or a doubt."""
    doubts = WORDS["inconclusive"].search(claim.clean) is not None
    said = claim.statement
    return said.direction != "unclear" or said.negated or doubts or _is_of_equals(claim)


def _is_of_equals(claim: Claim) -> bool:
    """Say whether a claim is that one treatment is as good as another."""
    return WORDS["equals"].search(claim.clean) is not None


def _is_of_harm_by_dose(claim: Claim) -> bool:
    """Say whether a claim is that much of something brings on what little of it may prevent."""
    raised = any(word.change in {"increase", "worsen"} for word in read_changes(claim.clean))
    raised = raised or CAUSES_ANY.search(claim.clean) is not None
    return raised and WORDS["dosed"].search(claim.clean) is not None


def _is_of_less(claim: Claim) -> bool:
    """Say whether a claim is that one treatment is less good than another."""
    return WORDS["less_than"].search(claim.clean) is not None


def _compares(claim: Claim) -> bool:
    """Say whether a claim is that one treatment is as good as another, or better, or less good."""
    another = WORDS["than_another"].search(claim.clean) is not None
    return another or _is_of_equals(claim) or _is_of_less(claim)


def _is_same_process(claim: Claim, match: Match) -> bool:
    """Say whether a row is about the process that the claim names, and the same way."""
    ways = {claim.statement.direction, match.row.statement.direction}
    return (
        claim.statement.outcome is not None
        and match.outcome in {"same", "narrower"}
        and ways != TURNS
    )


def _narrower_or_nothing(
    claim: Claim, rows: Sequence[Match], wide: Sequence[Match], matches: Sequence[Match]
) -> Finding:
    """Say what the table holds beside an answer: on a part of the condition, or on a class."""
    narrower = narrower_rows(claim, rows)
    whole = of_the_whole(claim, narrower)
    if whole:
        return _held_against(claim, whole, whole)
    if narrower:
        # The example is the one that most people were studied for.
        largest = sorted(ranked(narrower), key=lambda m: -participants(m.row))
        nearest = [m for m in largest if m.row.stance == "affirms"] or largest
        parts = {m.row.statement.condition.name for m in narrower if m.row.statement.condition}
        return finding(
            "EF005",
            f"The table holds evidence only for parts of this ({listed(sorted(parts))}), for "
            f"example: {row_text(nearest[0].row)}.",
            rows=row_ids(nearest),
            confidence=0.7,
        )
    of_class = answering(claim, wide)
    if of_class:
        return finding(
            "ST009",
            "The nearest row is about a whole class of things, which may differ in this: "
            f"{row_text(ranked(of_class)[0].row)}.",
            rows=row_ids(ranked(of_class)),
        )
    return silence(claim, matches)


def _no_such_comparison(claim: Claim, rows: Sequence[Match]) -> Finding:
    named = " or ".join(c.name for c in claim.statement.comparators)
    said = f"compares with {named or 'another treatment'}"
    if not named and not _compares(claim):
        said = "names no other treatment that it is compared with"
    return finding(
        "ST005",
        f"The text {said}; the nearest row compares with something else: {row_text(rows[0].row)}.",
        rows=row_ids(rows, 3),
    )


# --- what they say -----------------------------------------------------------------------------


def _held_against(claim: Claim, best: Sequence[Match], all_rows: Sequence[Match]) -> Finding:
    """Hold the wording against what the best rows say together.

    Studies are outweighed by an overview of studies; without one only a large trial settles
    anything.
    """
    rows = row_ids(best)
    overviews = weightiest(best)
    if not overviews:
        return finding(
            "EF004",
            "The table holds single studies on this, no overview and no large trial: "
            f"{row_text(best[0].row)}.",
            rows=rows,
            confidence=0.7,
        )
    doubts = WORDS["inconclusive"].search(claim.clean) is not None
    left_open = [m.row for m in overviews if _stance_on(claim, m.row) == "uncertain"]
    if doubts and left_open:
        return _left_open(claim, left_open[0], rows, doubts=True, denied=False)
    overviews = _up_to_date(claim, overviews)
    stances = {_stance_on(claim, m.row): m.row for m in reversed(overviews)}
    denied = _denies(claim)
    if set(stances) == {"uncertain"}:
        return _left_open(claim, stances["uncertain"], rows, doubts=doubts, denied=denied)
    if "affirms" in stances and "denies" in stances:
        return _disagreement(claim, stances["affirms"], stances["denies"], rows)
    if doubts and not (denied and set(stances) == {"denies"}):
        row = stances.get("affirms") or stances["denies"]
        return finding("UV004", f"The evidence is less open: {row_text(row)}.", rows=rows)
    if "affirms" in stances:
        return _beside_an_effect(claim, stances["affirms"], rows, denied=denied)
    row = stances["denies"]
    if claim.statement.comparators and (_is_of_equals(claim) or _is_of_less(claim)):
        return _beside_another(claim, row, rows)
    if denied:
        return _beside_none(claim, row, rows)
    if all(_is_trial_in_some(claim, m.row) for m in overviews):
        told = f"A large trial found no such effect, in some people only: {row_text(row)}."
        return finding("EF005", told, rows=rows, confidence=0.6)
    return _without_effect(claim, row, rows, all_rows)


def _denies(claim: Claim) -> bool:
    """Say whether a claim is that something does not work."""
    said_none = claim.statement.direction == "no_difference" or _is_of_equals(claim)
    taken_back = WORDS["denied_after"].search(claim.clean) is not None
    return claim.statement.negated or said_none or taken_back


def _beside_none(claim: Claim, row: EvidenceRow, rows: Sequence[str]) -> Finding:
    """Hold a denial against a row that found no effect."""
    if WORDS["useless"].search(claim.clean):
        # More than a dummy it may not do, and more than nothing all the same.
        told = f"Whether that makes it useless is a judgement: {row_text(row)}."
        return finding("UV004", told, rows=rows)
    return finding("EF001", f"{row_text(row)}.", rows=rows)


def _without_effect(
    claim: Claim, row: EvidenceRow, rows: Sequence[str], all_rows: Sequence[Match]
) -> Finding:
    """Hold a promise against a row that found no effect, or too small a one."""
    text = row_text(row)
    elsewhere = [
        m.row for m in all_rows if is_weighty(m.row) and _stance_on(claim, m.row) == "affirms"
    ]
    too_small = bool(row.significant) and _same_way(claim, row)
    if elsewhere and (too_small or claim.statement.hedge in {"possible", "suggested"}):
        # "May ease" stands where a comparison with nothing found it.
        return _disagreement(claim, elsewhere[0], row, rows)
    if too_small:
        told = f"The evidence found a difference, but one too small to matter: {text}."
        return finding("EF003", told, rows=rows, confidence=0.7)
    if WORDS["slightly"].search(claim.clean):
        return finding("UV004", f"Whether that little is nothing: {text}.", rows=rows)
    if _is_of_harm_by_dose(claim):
        told = f"It is told of a dose that the rows need not be about: {text}."
        return finding("UV004", told, rows=rows)
    return finding("EF002", f"The evidence found no such effect: {text}.", rows=rows)


def _beside_another(claim: Claim, row: EvidenceRow, rows: Sequence[str]) -> Finding:
    """Hold "as good as" and "less good than" against a row that found no advantage."""
    is_worse = row.statement.direction in TURNS and row.significant is not False
    if is_worse is _is_of_less(claim):
        return finding("EF001", f"{row_text(row)}.", rows=rows)
    found = "found it worse" if is_worse else "found no such difference"
    return finding("EF002", f"The evidence {found}: {row_text(row)}.", rows=rows)


def _left_open(
    claim: Claim, row: EvidenceRow, rows: Sequence[str], *, doubts: bool, denied: bool
) -> Finding:
    """Hold the wording against evidence that could not tell; nobody proved what it left open."""
    text = row_text(row)
    if doubts:
        told = f"The evidence leaves it open, as the text says: {text}."
        return finding("EF001", told, rows=rows)
    if claim.statement.hedge == "proven" and claim.statement.condition is not None and not denied:
        told = f"The text calls it proven, and the evidence could not tell: {text}."
        return finding("EF003", told, rows=rows)
    return finding("EF004", f"The evidence could not tell: {text}.", rows=rows)


def _is_trial_in_some(claim: Claim, row: EvidenceRow) -> bool:
    """Say whether a row is a trial's in people of whom a claim does not speak."""
    people = row.statement.population
    if people is None or people.concept_id in EVERYONE or row.source.kind in OVERVIEWS:
        return False
    said = claim.statement.population
    return said is None or said.concept_id != people.concept_id


def _up_to_date(claim: Claim, overviews: Sequence[Match]) -> list[Match]:
    """Leave out what newer overviews outrank, where they say something else.

    Another of about the same time is a disagreement, and one without a year outranks none. A
    trial has read no other.
    """
    if not any(m.row.source.kind in OVERVIEWS for m in overviews):
        return list(overviews)
    newest = max((m.row.source.year or 0 for m in overviews), default=0)
    told = {_stance_on(claim, m.row) for m in overviews if m.row.source.year == newest}
    return [
        m
        for m in overviews
        if _stance_on(claim, m.row) in told
        or m.row.source.year is None
        or newest - m.row.source.year < _OUTRANKED
    ]


def _beside_an_effect(
    claim: Claim, row: EvidenceRow, rows: Sequence[str], *, denied: bool
) -> Finding:
    """Hold the wording against a row that found an effect."""
    if _is_of_equals(claim):
        return finding("UV004", f"The evidence says something else: {row_text(row)}.", rows=rows)
    if claim.statement.comparators and _is_of_less(claim):
        return finding("EF002", f"The evidence found it better: {row_text(row)}.", rows=rows)
    if denied and row.certainty in _WEAK:
        told = f"The evidence found an effect, without being sure of it: {row_text(row)}."
        return finding("UV004", told, rows=rows)
    against = _is_against(claim, row)
    if (denied or against) and WORDS["slightly"].search(claim.clean):
        return finding("UV004", f"Whether that little is nothing: {row_text(row)}.", rows=rows)
    if denied:
        return finding("EF002", f"The evidence found an effect: {row_text(row)}.", rows=rows)
    if against:
        return finding("EF002", f"The evidence points the other way: {row_text(row)}.", rows=rows)
    return _against_certainty(claim, row, rows)


def _stance_on(claim: Claim, row: EvidenceRow) -> Stance:
    """Say what a row says of the claim, where that differs from what it says of benefit.

    A row that denies a benefit because it found a harm affirms a claim of that harm: its
    direction is the claim's. Where its interval includes no effect it leaves it open.
    """
    outcome = row.statement.outcome
    harmful = outcome is not None and WORDS["harmful_outcome"].search(outcome.name) is not None
    raised = row.statement.direction == "increase" and _same_way(claim, row)
    if row.stance == "denies" and harmful and raised:
        return "uncertain" if row.significant is False else "affirms"
    if row.stance == "denies" and row.certainty == "very_low" and row.significant is False:
        # Who sees no effect through a fog has not seen that there is none.
        return "uncertain"
    return row.stance


def _is_against(claim: Claim, row: EvidenceRow) -> bool:
    """Say whether a claim says that things get worse where the row found a benefit."""
    said, found = claim.statement, row.statement
    if _same_way(claim, row) and said.outcome is not None:
        # "Fewer deaths even in those with a worse heart" is fewer deaths.
        return False
    if any(word.change == "worsen" for word in read_changes(claim.clean)):
        return True
    ids = [o.concept_id for o in (said.outcome, found.outcome) if o is not None]
    same = ids[:1] == ids[1:] != []
    return same and {said.direction, found.direction} == TURNS


def _same_way(claim: Claim, row: EvidenceRow) -> bool:
    said = claim.statement.direction
    return said in TURNS and said == row.statement.direction


def _disagreement(
    claim: Claim, affirming: EvidenceRow, denying: EvidenceRow, rows: Sequence[str]
) -> Finding:
    """Rows that disagree whether it helps at all leave that open, and that it cures they do not."""
    if WORDS["absolute"].search(claim.clean) and not claim.statement.negated:
        return finding(
            "EF003",
            f"The evidence is not even of one mind whether it helps: {row_text(denying)}.",
            rows=dict.fromkeys([denying.row_id, affirming.row_id, *rows]),
        )
    other = row_text(denying)
    # Authors keep their capital.
    treatment = denying.statement.intervention
    is_first = treatment is not None and other.casefold().startswith(treatment.name.casefold())
    lowered = f"{treatment.name}{other[len(treatment.name) :]}" if treatment and is_first else other
    return finding(
        "EF009",
        f"The rows disagree: {row_text(affirming)}; but {lowered}.",
        rows=dict.fromkeys([affirming.row_id, denying.row_id, *rows]),
        confidence=0.7,
    )


def _against_certainty(claim: Claim, row: EvidenceRow, rows: Sequence[str]) -> Finding:
    if WORDS["absolute"].search(claim.clean):
        return finding(
            "EF003",
            f"The evidence shows an effect, not one in everybody or for ever: {row_text(row)}.",
            rows=rows,
            confidence=0.7,
        )
    if WORDS["superlative"].search(claim.clean):
        return finding("UV004", f"No row ranks it before all else: {row_text(row)}.", rows=rows)
    weak = row.certainty in _WEAK
    hedge = claim.statement.hedge
    if row.certainty is None and hedge in _ASSERTS and _is_cause_of_association(claim, row):
        # Who graded the evidence has weighed that nobody drew lots.
        told = f"This was seen in people who were not given it by lot: {row_text(row)}."
        return finding("UV004" if hedge == "none" else "EF008", told, rows=rows, confidence=0.7)
    if hedge == "proven" and row.certainty is None:
        told = f"It points this way, and how sure it is nobody graded: {row_text(row)}."
        return finding("UV004", told, rows=rows)
    if hedge == "proven" and row.certainty not in _SURE:
        return finding("EF003", _too_sure(claim, row), rows=rows)
    if hedge == "none" and weak and not WORDS["able"].search(claim.clean):
        # Who states plainly what is likely has not said how sure it is.
        return finding("UV004", _too_sure(claim, row), rows=rows, confidence=0.7)
    if hedge == "shown" and weak:
        return finding("EF003", _too_sure(claim, row), rows=rows, confidence=0.7)
    return finding("EF001", f"{row_text(row)}.", rows=rows)


def _is_cause_of_association(claim: Claim, row: EvidenceRow) -> bool:
    """Say whether a claim says that one thing does what a row only saw go together."""
    return claim.statement.causal == "causal" and row.statement.causal == "associative"


def _too_sure(claim: Claim, row: EvidenceRow) -> str:
    spoken = {
        "proven": "calls it proven",
        "shown": "says that it was shown",
        "none": "states it as a fact",
    }
    certainty = (row.certainty or "unrated").replace("_", " ")
    return (
        f"The evidence points this way with {certainty} certainty, but the text "
        f"{spoken.get(claim.statement.hedge, 'is surer')}: {row_text(row)}."
    )
