"""The results of one abstract become findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from pipeline.evidence.extract.abstracts import MAIN_RESULTS, Abstract, read_abbreviations
from pipeline.evidence.extract.arms import ArmReader
from pipeline.evidence.extract.assembly import Assembler
from pipeline.evidence.extract.comparisons import NOTHING, Compared, read_comparison
from pipeline.evidence.extract.counts import NO_COUNTS, Counts, read_counts
from pipeline.evidence.extract.effects import Effect, groups_of, read_certainty, read_effects
from pipeline.evidence.extract.figures import read_figures
from pipeline.evidence.extract.found import Result, Tally
from pipeline.evidence.extract.meaning import says_unknown
from pipeline.evidence.extract.measured import OutcomeReader
from pipeline.evidence.extract.naming import Namer
from pipeline.evidence.extract.phrases import WORDS, clean_arm, without_parentheses
from pipeline.evidence.extract.place import Place, read_primary
from pipeline.evidence.extract.shares import Shares, read_shares
from pipeline.evidence.extract.sides import SideReader
from pipeline.evidence.extract.sureness import KEPT_FROM
from pipeline.evidence.extract.topics import Topic, read_topic
from pipeline.evidence.extract.unnumbered import Unnumbered, read_unnumbered
from pipeline.mark.sentences import sentence_spans
from pipeline.records import Certainty

_HEADING_LENGTH: Final = 160
# A bracket that is open for longer was never closed.
_SENTENCE_LENGTH: Final = 1500
_CLOSES: Final = re.compile(r"[^()]*\)")
_VERSUS: Final = re.compile(
    r"\b(?:versus|vs\.?|compared (?:with|to))\s|^comparison \d", re.IGNORECASE
)
# "The quality of evidence was low": of the results of the sentence before.
_GRADED_AFTER: Final = re.compile(WORDS["patterns"]["results_graded_after"], re.IGNORECASE)
_TRIALS_COMPARED: Final = re.compile(
    r"\b(?:trials?|stud(?:y|ies)|RCTs?)\b[^.;]* compared\b", re.IGNORECASE
)
# What one trial compared, "another trial" did not.
_ONE_MORE_TRIAL: Final = re.compile(WORDS["patterns"]["results_one_more_trial"], re.IGNORECASE)
# What follows says something else than what came before.
_CONTRAST: Final = re.compile(WORDS["patterns"]["results_contrast"], re.IGNORECASE)
_LISTED_IN: Final = re.compile(WORDS["patterns"]["results_listed_in"], re.IGNORECASE)
# A bracket inside a list in brackets: "(pain; gait (in metres); sleep)".
_NESTED: Final = re.compile(r"(\([^()=%]*?[^()\s])\s\([^()=%]{1,30}\)(?=[^()]*\))")
_OF_ALL: Final = re.compile(r"\b(?:all|both)\b[^()]{0,60}", re.IGNORECASE)
# Analyses that ask whether a result holds, and are no results of their own.
_SENSITIVITY: Final = re.compile(WORDS["patterns"]["results_sensitivity"], re.IGNORECASE)
# "Mint oil versus placebo (3 trials)." is a heading though it ends in a point.
_VERB: Final = re.compile(
    r"\b(?:was|were|is|are|had|has|have|did|does|found|showed|may|reported|included|reduced|"
    r"improved|increased)\b",
    re.IGNORECASE,
)


def extract_results(abstract: Abstract, namer: Namer, tally: Tally) -> list[Result]:
    """Read every result of an abstract's main results, in order.

    One that fails a check, or is unsure, says why it is not kept. Of two alike the
    first is returned, and one that is kept before one that is not.
    """
    abbreviations = read_abbreviations(abstract.text())
    reader = _Reader(read_topic(abstract, namer, abbreviations), namer, abbreviations, tally)
    found: dict[tuple[object, ...], Result] = {}
    for read in reader.read(abstract.paragraphs(MAIN_RESULTS)):
        result = _settled(read)
        value = result.quantity
        key = (
            result.intervention.concept_id,
            # A control that is guessed tells no result from another.
            () if read.guesses_control else tuple(c.concept_id for c in read.comparators),
            # Of two without numbers the words tell whether they are the same.
            result.outcome.concept_id if value is not None else result.outcome.text.lower(),
            result.timeframe,
            (value.kind, value.value, value.low, value.high) if value is not None else None,
        )
        if key not in found or (found[key].why and not result.why):
            found[key] = result
    return list(found.values())


def _settled(result: Result) -> Result:
    """Say of an unsure result why it is not kept; one that is kept names no guessed control."""
    if result.score < KEPT_FROM:
        return replace(result, why=result.why or "unsure")
    is_guess = result.guesses_control and not result.why
    return replace(result, comparators=()) if is_guess else result


class _Reader:
    """Reads one abstract."""

    def __init__(
        self, topic: Topic, namer: Namer, abbreviations: dict[str, str], tally: Tally
    ) -> None:
        self._topic = topic
        self._arms = ArmReader(topic, namer, abbreviations)
        self._outcomes = OutcomeReader(topic, self._arms, namer, abbreviations)
        sides = SideReader(topic, self._arms, namer, abbreviations)
        self._make = Assembler(topic, self._outcomes, sides, namer, abbreviations, tally)

    def read(self, paragraphs: tuple[str, ...]) -> Iterator[Result]:
        # All sentences are heard before the first is read: what is an arm in one is no
        # outcome in another.
        heard = [
            [(s, self._arms.trusted(read_comparison(s))) for s in _sentences(paragraph)]
            for paragraph in paragraphs
        ]
        for sentences in heard:
            for _, compared in sentences:
                self._arms.meet(compared)
        place, outcome_of_heading = Place(self._topic.compared), ""
        for paragraph, sentences in zip(paragraphs, heard, strict=True):
            if self._is_heading(paragraph):
                self._read_heading(paragraph, place)
                outcome_of_heading = self._outcomes.of_heading(paragraph)
                continue
            place.before = place.paragraph if place.paragraph.is_whole else place.before
            place.paragraph = NOTHING
            place.outcome, place.said = outcome_of_heading, ""
            head, _, _ = paragraph.partition(":")
            if self._is_run_in(head):
                self._read_heading(head, place)
            of_heading = place.counts
            found: list[Result] = []
            for sentence, compared in sentences:
                graded = _GRADED_AFTER.search(sentence)
                if found and graded is not None and not read_effects(sentence):
                    found = _graded(found, sentence, of_all="all" in graded[0].lower())
                else:
                    found.extend(self._sentence(sentence, compared, place))
            place.counts = of_heading
            yield from found

    def _is_heading(self, paragraph: str) -> bool:
        if len(paragraph) > _HEADING_LENGTH or read_effects(paragraph):
            return False
        if not paragraph.rstrip().endswith((".", ";")):
            return True
        compared = read_comparison(paragraph)
        return compared.is_whole and compared.how == "versus" and not _VERB.search(paragraph)

    def _is_run_in(self, head: str) -> bool:
        """Say whether a paragraph opens with a heading: "A versus B: pain was lower"."""
        return (
            len(head) <= _HEADING_LENGTH
            and _VERSUS.search(head) is not None
            and not _VERB.search(head)
            and not read_effects(head)
        )

    def _read_heading(self, heading: str, place: Place) -> None:
        primary = read_primary(heading)
        if primary is not None:
            place.primary = primary
            if len(heading.split()) <= 4:
                return
        plain = re.sub(
            r"^(?:comparison )?[\divx]+[.):]\s*|^comparison:?\s+(?!with|to)",
            "",
            heading,
            flags=re.IGNORECASE,
        )
        if _VERSUS.search(heading):
            # Another comparison begins here, whether or not its arms can be read.
            place.heading = place.paragraph = place.before = NOTHING
        compared = self._arms.trusted(read_comparison(plain))
        if not compared.intervention and not compared.comparator:
            alone = clean_arm(without_parentheses(plain))
            if self._arms.may_head(alone):
                compared = self._arms.trusted(Compared(alone, "", "subject"))
        if compared.intervention or compared.comparator:
            place.heading, place.paragraph, place.before = compared, NOTHING, NOTHING
            place.counts = read_counts(heading, [])

    def _sentence(self, sentence: str, compared: Compared, place: Place) -> Iterator[Result]:
        effects = read_effects(sentence)
        place.last_outcome, place.last_words = ("", ""), ""
        if not effects:
            place.outcome = self._outcomes.announced(sentence) or place.outcome
        taken = groups_of(sentence) if effects else []
        counts = read_counts(sentence, [g for g in taken if _has_effect(g, effects)])
        if place.is_of_one_trial and _ONE_MORE_TRIAL.search(sentence):
            place.paragraph = NOTHING
        for result in self._results(effects, sentence, compared, place):
            yield _counted(result, counts, place.counts)
        if counts.n_trials == 1:
            # What follows is of this one trial, until another count is named.
            place.counts = counts
        elif counts.n_trials is not None:
            place.counts = NO_COUNTS
        place.said = "" if effects else without_parentheses(sentence)
        is_told = bool(effects) or not says_unknown(sentence)
        is_told = is_told or _TRIALS_COMPARED.search(sentence) is not None
        if compared.is_whole and is_told and compared.is_contrast:
            place.carry(self._arms.in_order(compared))
            place.is_of_one_trial = counts.n_trials == 1
        elif effects and compared.comparator and compared.how == "compared":
            # Whatever its subject is called, what follows is against the same.
            place.carry(replace(compared, intervention=place.paragraph.intervention))

    def _results(
        self, effects: list[Effect], sentence: str, compared: Compared, place: Place
    ) -> Iterator[Result]:
        is_again = bool(effects) and _SENSITIVITY.search(sentence) is not None
        counted: set[str] = set()
        for result in self._of_effects(effects, sentence, compared, place):
            counted.add(_measured(result))
            why = result.why or ("sensitivity analysis" if is_again else "")
            yield replace(result, why=why)
        if is_again:
            return
        # Among several results nobody can tell whose the shares are.
        several = len(effects) > 1
        pairs = [] if several else read_shares(sentence, effects)
        for shares in pairs:
            yield from self._make.from_shares(shares, sentence, compared, place)
        taken = _extents(effects, pairs, sentence)
        figured: set[str] = set()
        for figure in read_figures(sentence, taken):
            for result in self._make.from_figure(figure, sentence, compared, place):
                # A share beside the estimate of the same outcome is the same result; two
                # shares among several estimates are of a further arm.
                is_same = figure.other is None or not several
                if not is_same or _measured(result) not in counted:
                    figured.add(_measured(result))
                    yield result
        for is_between, stated in self._stated(effects, taken, sentence, compared):
            known = counted if is_between else figured if stated.change == "told" else set()
            for result in self._make.from_words(stated, sentence, compared, place):
                if _measured(result) not in known:
                    yield result

    def _of_effects(
        self, effects: list[Effect], sentence: str, compared: Compared, place: Place
    ) -> Iterator[Result]:
        certainty = _certainty_of_all(sentence, effects)
        for effect in effects:
            yield from self._make.from_effect(
                effect, sentence, compared, place, several=len(effects) > 1, certainty=certainty
            )

    def _stated(
        self,
        effects: list[Effect],
        taken: list[tuple[int, int]],
        sentence: str,
        compared: Compared,
    ) -> Iterator[tuple[bool, Unnumbered]]:
        """Yield what a sentence states in words, and whether between its numbers."""
        is_arm = partial(self._outcomes.is_no_outcome, compared)
        for begin, end in _between_numbers(effects):
            if words := _told(sentence[begin:end]):
                yield from ((True, stated) for stated in read_unnumbered(words, is_arm=is_arm))
        end = max((close for _, close in taken), default=0)
        before, worded = _plain(sentence[:end]), _plain(sentence[end:])
        for stated in read_unnumbered(worded, before=before, is_arm=is_arm):
            yield False, stated


def _measured(result: Result) -> str:
    return result.outcome.text.lower()


def _sentences(paragraph: str) -> Iterator[str]:
    """Yield the sentences of a paragraph; none ends within a bracket that closes later.

    One that another opens before it closes was never closed.
    """
    begun = ""
    for start, end in sentence_spans(paragraph):
        begun += paragraph[start:end]
        is_open = begun.count("(") > begun.count(")") and _CLOSES.match(paragraph, end) is not None
        if not is_open or len(begun) > _SENTENCE_LENGTH:
            yield begun.strip()
            begun = ""
    if begun:
        yield begun.strip()


def _certainty_of_all(sentence: str, effects: list[Effect]) -> Certainty | None:
    """Return the certainty of every result of a sentence.

    With several it stands before the first ("Low-certainty evidence suggests"),
    or behind the last with "all" or "both".
    """
    if len(effects) <= 1:
        return read_certainty(sentence)
    of_all = _OF_ALL.search(sentence, effects[-1].quantity.end)
    return read_certainty(effects[0].lead) or (read_certainty(of_all[0]) if of_all else None)


def _extents(effects: list[Effect], pairs: list[Shares], sentence: str) -> list[tuple[int, int]]:
    """Return where the numbers of a sentence stand that were read, their parentheses included."""
    spans = [(e.quantity.start, e.quantity.end) for e in effects]
    spans += [(p.treated.start, p.control.end) for p in pairs]
    groups = groups_of(sentence)
    return spans + [(a, b) for a, b in groups if any(a < end < b for _, end in spans)]


def _between_numbers(effects: list[Effect]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a sentence before each of its numbers, from the number before."""
    begin = 0
    for effect in effects:
        if not effect.shares:
            yield begin, max(begin, effect.quantity.start)
        begin = max(begin, effect.quantity.end)


def _told(words: str) -> str:
    """Return the clauses of a stretch that end before the one that its number is in.

    "No bleeding was reported, but bruises were more common (RR 2.0)."
    """
    clauses = [*_CONTRAST.finditer(_plain(words))]
    return _plain(words)[: clauses[-1].start()] if clauses else ""


def _plain(text: str) -> str:
    """Drop parentheses, but for a list of outcomes in one: "other outcomes (pain, sleep)"."""
    while (bare := _NESTED.sub(r"\1", text)) != text:
        text = bare
    return without_parentheses(
        _LISTED_IN.sub(lambda found: f"{found[1]} such as {found[2].replace(';', ',')}", text)
    )


def _has_effect(group: tuple[int, int], effects: list[Effect]) -> bool:
    start, end = group
    return any(start <= e.quantity.start < end or e.quantity.end == start for e in effects)


def _counted(result: Result, said: Counts, carried: Counts) -> Result:
    """Give a result the counts of its sentence, else those carried to it, where it has none."""
    counts = said if said != NO_COUNTS else carried
    if result.n_trials is None and result.n_participants is None:
        return replace(result, n_trials=counts.n_trials, n_participants=counts.n_participants)
    if result.n_trials is None and counts.n_trials == 1:
        return replace(result, n_trials=1)
    return result


def _graded(results: list[Result], sentence: str, *, of_all: bool) -> list[Result]:
    """Give results without certainty the one that the sentence after them states.

    Args:
        results: of the paragraph so far.
        sentence: "The quality of evidence was low."
        of_all: whether it speaks of all outcomes, and not of the last one only.
    """
    certainty = read_certainty(sentence)
    first = 0 if of_all else len(results) - 1
    return [
        replace(result, certainty=certainty)
        if number >= first and result.certainty is None
        else result
        for number, result in enumerate(results)
    ]
