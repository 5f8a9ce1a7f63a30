"""What an abstract says of its review as a whole.

>>> included(("We included 12 trials with 1,234 participants.",))
(12, 1234)
>>> last_search(("We searched MEDLINE to 3 March 2014 and Embase (May 2013).",))
'2014-03-03'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.evidence.extract.phrases import WORDS
from pipeline.mark.sentences import sentence_spans
from pipeline.quantities.numerals import Numeral, find_numerals
from pipeline.resources import word_list


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(WORDS["patterns"][f"reviews_{name}"], re.IGNORECASE)


_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_DATE, _NUMERIC_DATE, _YEAR, _BEGINNING = (
    _pattern(name) for name in ("date", "numeric_date", "year", "beginning")
)
_INCLUDED, _FOUND, _SINGLE, _TOTAL, _TOTAL_BEFORE, _OF_WHICH = (
    _pattern(name) for name in ("included", "found", "single", "total", "total_before", "of_which")
)
_NO_TRIALS, _NONE_MET, _FOUND_NONE, _NONE_COMPARED, _NONE_OF = (
    _pattern(name) for name in ("no_trials", "none_met", "found_none", "none_compared", "none_of")
)
_NOT_ALL, _NOT_ALL_BEFORE, _NOT_ALL_AFTER, _SOME, _SUBSET = (
    _pattern(name) for name in ("not_all", "not_all_before", "not_all_after", "some", "subset")
)
_COMPARES, _OTHERS_COMPARE, _EXAMINING, _REPORTS, _IN_REPORTS = (
    _pattern(name) for name in ("compares", "others_compare", "examining", "reports", "in_reports")
)
_AND, _AND_BEFORE, _PEOPLE_FROM, _SAMPLE_SIZE, _TOLD_NEXT, _WITHDRAWN = (
    _pattern(name)
    for name in ("and", "and_before", "people_from", "sample_size", "told_next", "withdrawn")
)


def _counted(nouns: str, adjectives: int) -> re.Pattern[str]:
    """Match from the end of a number to the noun of what it counts."""
    adjective = WORDS["patterns"]["reviews_adjective"]
    return re.compile(
        rf"\s+(?:\([^()]{{1,30}}\)\s*)?(?:{adjective}){{0,{adjectives}}}?(?:{nouns})", re.IGNORECASE
    )


_TRIALS: Final = _counted(WORDS["patterns"]["reviews_trials"], 8)
_PEOPLE: Final = _counted(
    "|".join(
        rf"{noun}\b"
        for counted in word_list("quantities")["counted"]
        if counted["role"] == "participants"
        for noun in counted["nouns"]
    ),
    4,
)
_PARENTHESIS: Final = re.compile(r"\s*\([^()]*\)")
_PARAGRAPHS, _SENTENCES = 4, 8
_ONE: Final = ("trial", "study", "RCT")
# So far from "12 trials" its participants still stand.
_REACH: Final = 160
# That there are no trials is said at once, or it is said of one comparison.
_SENTENCES_OF_NONE: Final = 3
# Later ones tell what single trials found.
_SENTENCES_OF_FOUND: Final = 3
# How a count was said to be that of the review, and whether in a later paragraph than
# the first; the surest first.
_RANKS: Final = (
    ("total", False),
    ("total", True),
    ("included", False),
    ("none", False),
    ("found", False),
    ("included", True),
    ("none", True),
    ("none compared", False),
    ("none compared", True),
    ("found", True),
)


@dataclass(frozen=True, slots=True)
class _Trials:
    """Trials counted in a sentence, and where the words for them stand.

    Attributes:
        rank: "total", "included", "none", "none compared" or "found".
        count: None where several counts stand together and their sum is not sure.
        parted: whether each of several counts has people of its own.
        place: which of the first sentences it is.
    """

    rank: str
    count: int | None
    start: int
    end: int
    parted: bool = False
    place: int = 0
    paragraph: int = 0


def _standing(trials: _Trials) -> tuple[int, int]:
    """Sort the count of the whole review first: later paragraphs speak of comparisons."""
    return _RANKS.index((trials.rank, trials.paragraph > 0)), trials.place


def included(paragraphs: Sequence[str]) -> tuple[int | None, int | None]:
    """Return the trials and participants that a review includes, as its first sentences say.

    None where they do not say. The participants are of the same sentence or the
    one after it, and of all those trials: later ones speak of single comparisons.
    """
    sentences = _first_sentences(paragraphs)
    found: list[_Trials] = []
    for place, (paragraph, sentence) in enumerate(sentences):
        none = _none_in(sentence) if place < _SENTENCES_OF_NONE and not found else ""
        if none or _NONE_OF.search(sentence):
            found.append(_Trials(none or "total", 0, 0, 0, False, place, paragraph))
            continue
        found += [
            replace(trials, place=place, paragraph=paragraph)
            for trials in _trials_in(sentence)
            if trials.rank != "found" or place < _SENTENCES_OF_FOUND
        ]
    best = min(found, key=_standing, default=None)
    if best is None or best.count is None or _is_of_one_comparison(best, sentences, paragraphs):
        return None, None
    # The same count may stand twice, and its people with either.
    same = [t for t in found if t.count == best.count > 0]
    people = (_people(trials, sentences) for trials in sorted(same, key=_standing))
    return best.count, next((n for n in people if n is not None), None)


def last_search(paragraphs: Sequence[str]) -> str:
    """Return the latest date of the search: "2014-03-03", "2014-03", "2014"; "" without one.

    A date from which on a database was searched says nothing of its end.
    """
    text = " ".join(paragraphs)
    dates = [date for found in _DATE.finditer(text) if (date := _named(found, text))]
    dates += [date for found in _NUMERIC_DATE.finditer(text) if (date := _in_digits(found))]
    years = [int(found[0]) for found in _YEAR.finditer(text) if not _begins(text, found.start())]
    latest = max(dates, default=None)
    if latest is not None and latest[0] >= max(years, default=0):
        year, month, day = latest
        return f"{year}-{month:02d}-{day:02d}" if day else f"{year}-{month:02d}"
    return str(max(years)) if years else ""


def is_withdrawn(title: str, notice: Sequence[str]) -> bool:
    """Say whether a review's title, or the notice in place of an abstract, withdraws it.

    A drug that was withdrawn from the market withdraws no review, so the running
    text of an abstract is not asked.
    """
    return title.upper().startswith("WITHDRAWN:") or any(map(_WITHDRAWN.search, notice))


def _first_sentences(paragraphs: Sequence[str]) -> list[tuple[int, str]]:
    """Return the first sentences, each with the number of its paragraph."""
    sentences: list[tuple[int, str]] = []
    for number, paragraph in enumerate(paragraphs[:_PARAGRAPHS]):
        spans = sentence_spans(paragraph)
        sentences += [(number, paragraph[start:end].strip()) for start, end in spans]
    return sentences[:_SENTENCES]


def _is_of_one_comparison(
    trials: _Trials, sentences: Sequence[tuple[int, str]], paragraphs: Sequence[str]
) -> bool:
    """Say whether a count is of one comparison, and other trials compare something else."""
    paragraph, sentence = sentences[trials.place]
    if trials.rank != "found" or not _COMPARES.search(sentence):
        return False
    others = [*paragraphs[:paragraph], *paragraphs[paragraph + 1 :]]
    return bool(_OTHERS_COMPARE.search(sentence)) or any(
        _COMPARES.search(other[:_REACH]) and any(True for _ in _trials_in(other[:_REACH]))
        for other in others
    )


# --- trials ---------------------------------------------------------------------------------


def _none_in(sentence: str) -> str:
    """Return how sure a sentence is that there is no trial; "" where it does not say so.

    That none compared one thing with another may be said of one comparison only.
    """
    found = _NO_TRIALS.search(sentence)
    if found is None:
        return ""
    said, after = sentence[: found.end()], sentence[found.end() :]
    if after.strip(" .") and not (_FOUND_NONE.search(said) or _NONE_MET.search(after)):
        return ""
    return "none compared" if _NONE_COMPARED.match(after) else "none"


def _trials_in(sentence: str) -> Iterator[_Trials]:
    """Yield what a sentence says that the review includes."""
    numerals = [n for n in find_numerals(sentence) if n.value == int(n.value) and n.value > 0]
    counted = [(n, found) for n in numerals if (found := _TRIALS.match(sentence, n.end))]
    for place, (numeral, found) in enumerate(counted):
        before, after = sentence[: numeral.start], sentence[found.end() :]
        rank = _rank(sentence, before, found[0], after)
        if rank is not None:
            count, end, parted = _summed(sentence, counted[place:])
            # "two in villages and three in towns": which of them is it?
            unsure = _AND_BEFORE.search(before) is not None
            yield _Trials(rank, None if unsure else count, numeral.start, end, parted)
    single = _SINGLE.search(sentence)
    noun = _TRIALS.match(sentence, single.end() - 1) if single is not None else None
    if noun is not None and not _NOT_ALL.search(noun[0]) and noun[0].endswith(_ONE):
        yield _Trials("included", 1, noun.start(), noun.end())
    for numeral in numerals:
        # "bringing the total number of trials to 67", "16 trials, of which six were eligible"
        around = f"{sentence[: numeral.start][-50:]}#{sentence[numeral.end :][:60]}"
        if _TOTAL_BEFORE.search(sentence[: numeral.start]) or _OF_WHICH.search(around):
            yield _Trials("total", int(numeral.value), numeral.start, numeral.end)


def _summed(
    sentence: str, counted: Sequence[tuple[Numeral, re.Match[str]]]
) -> tuple[int, int, bool]:
    """Add up the counts that stand together: "ten trials and two cohort studies".

    Returns:
        The sum, where the last of them ends, and whether people stand between them.
    """
    numeral, found = counted[0]
    count, end, parted = int(numeral.value), found.end(), False
    for other, also in counted[1:]:
        if not _AND.fullmatch(sentence, end, other.start) or _NOT_ALL.search(also[0]):
            break
        parted = parted or any(c.isdigit() for c in sentence[end : other.start])
        count, end = count + int(other.value), also.end()
    return count, end, parted


def _rank(sentence: str, before: str, words: str, after: str) -> str | None:
    """Return how far a count speaks of the whole review; None where it does not."""
    around = f"{before[-50:]}#{words}{after[:70]}"
    if _NOT_ALL.search(words) or _NOT_ALL_AFTER.match(after) or _EXAMINING.search(around):
        return None
    if _TOTAL.search(around):
        return "total"
    inside = _is_in_parentheses(before) and not _IN_REPORTS.search(before)
    if inside or _SOME.search(before) or _NOT_ALL_BEFORE.search(before):
        return None
    if _INCLUDED.search(sentence) is not None:
        return "included"
    return "found" if _FOUND.search(sentence) is not None else None


def _is_in_parentheses(before: str) -> bool:
    return before.count("(") > before.count(")")


# --- participants -----------------------------------------------------------------------------


def _people(trials: _Trials, sentences: Sequence[tuple[int, str]]) -> int | None:
    """Return the people of all these trials, by their own sentence or the one after it."""
    if trials.parted:
        return None
    people = _people_of(trials, sentences[trials.place][1])
    if people is None and trials.place + 1 < len(sentences):
        people = _people_told_next(sentences[trials.place + 1][1])
    return people


def _people_of(trials: _Trials, sentence: str) -> int | None:
    # What the trials are made up of may stand between: "10 studies (seven RCTs) of 840 people".
    composed = _PARENTHESIS.match(sentence, trials.end)
    start = composed.end() if composed and _TRIALS.search(composed[0]) else trials.end
    numerals = find_numerals(sentence)
    before = [n for n in numerals if n.end <= trials.start and _are_people(n, sentence)]
    if before and _PEOPLE_FROM.fullmatch(sentence, before[-1].end, trials.start):
        return int(before[-1].value)
    for numeral in numerals:
        if not start <= numeral.start < start + _REACH:
            continue
        if _are_people(numeral, sentence):
            return int(numeral.value)
        if not _REPORTS.match(sentence, numeral.end):
            # "nine studies, five of asthma (318 people)": these are not of all nine.
            return None
    return None


def _people_told_next(sentence: str) -> int | None:
    """Return the people that a sentence gives for all trials of the one before."""
    if not _TOLD_NEXT.search(sentence):
        return None
    numerals = find_numerals(sentence)
    if any(_TRIALS.match(sentence, n.end) for n in numerals):
        return None
    people = [n for n in numerals if _names_people(n, sentence)]
    if not people or not _are_people(people[0], sentence):
        return None
    alone = len(people) == 1 or "total" in sentence[: people[0].start]
    return int(people[0].value) if alone else None


def _names_people(numeral: Numeral, sentence: str) -> re.Match[str] | None:
    """Return the words that say that a number counts people."""
    if numeral.value != int(numeral.value) or numeral.written == "fraction":
        return None
    named = _PEOPLE.match(sentence, numeral.end)
    return named or _SAMPLE_SIZE.search(sentence[: numeral.start])


def _are_people(numeral: Numeral, sentence: str) -> bool:
    """Say whether a number counts people, and not some of them."""
    named = _names_people(numeral, sentence)
    if named is None or _SOME.search(sentence[: numeral.start]):
        return False
    return _SUBSET.match(sentence, max(named.end(), numeral.end)) is None


# --- dates ------------------------------------------------------------------------------------


def _named(found: re.Match[str], text: str) -> tuple[int, int, int] | None:
    if _begins(text, found.start()):
        return None
    day = int(found["day"] or found["day2"] or 0)
    month = _MONTHS.index(found["month"][:3].lower()) + 1
    return int(found["year"]), month, day if day <= 31 else 0


def _in_digits(found: re.Match[str]) -> tuple[int, int, int] | None:
    """Read 16/3/2009 as the British write it, and 2009-03-16."""
    if found["iso_year"]:
        year, month, day = (int(found[name]) for name in ("iso_year", "iso_month", "iso_day"))
    else:
        year, month, day = (int(found[name]) for name in ("year", "month", "day"))
    if month > len(_MONTHS):
        month, day = day, month
    return (year, month, day) if 1 <= month <= len(_MONTHS) and 1 <= day <= 31 else None


def _begins(text: str, start: int) -> bool:
    return _BEGINNING.search(text[max(0, start - 30) : start]) is not None
