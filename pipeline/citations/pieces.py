"""The pieces of citations in a line, and which of them belong together.

A citation is a chain of pieces (a body, a journal, authors, a year, the noun of
a document, sizes, identifiers) with nothing between them but the words and
marks that citations are joined by.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Final, Literal

from pipeline.citations.authors import AuthorsFound, find_authors
from pipeline.citations.identifiers import IdentifierFound, find_identifiers
from pipeline.citations.names import NameFound, find_names, wider_organisations
from pipeline.citations.nouns import (
    NounFound,
    NumberFound,
    find_nouns,
    find_participants,
    find_trials,
    find_years,
)
from pipeline.citations.trials import TrialFound, find_trial_names

What = Literal[
    "authors",
    "identifier",
    "journal",
    "noun",
    "organisation",
    "participants",
    "trial",
    "trials",
    "year",
]
Found = AuthorsFound | IdentifierFound | NameFound | NounFound | NumberFound | TrialFound


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a citation: what it is, where it stands, what was read."""

    what: What
    start: int
    end: int
    found: Found


# Nobody ends a sentence inside these; the full stop is a mark of the citation.
_THE: Final = r"(?:the |a |an )?"
_DONE: Final = (
    r"(?:(?:that |which )?(?:was |were |has been )?(?:recently |first |last |originally )?"
    r"(?:conducted|published|led|done|performed|carried out|issued|released|written|commissioned"
    r"|run|funded|supported|reported|appearing|featured|printed|out|updated|presented) )?"
)
_WHO: Final = (
    r"(?:(?:the |a |its )?(?:researchers|scientists|team|teams|investigators|doctors|experts"
    r"|group|faculty|authors) (?:at|from|of|with) )?"
)
_PRAISE: Final = (
    r"(?:(?:prestigious|respected|peer-reviewed|leading|medical|scientific|renowned) )*"
)
# "A study from the Lebanon with …", "a trial called PERSUADE, published in …".
_OF: Final = (
    r"(?: (?:from|in) (?:the )?[A-Z][a-z]+| (?:called|named|known as|dubbed) [\"']?[\w-]+[\"']?)?"
)
# A journal that no list has: "a review in Acta Podologica by …".
_UNKNOWN: Final = r" in (?:the )?[A-Z][a-z]+(?: (?:of|and|&|for|in|[A-Z][a-z]+)){1,6}"
_TITLE: Final = r"(?:Drs?\.? |Prof(?:essor|\.)? )?"
_MONTH: Final = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|early|late|mid)[.-]? ?(?:\d{1,2},? )?)?"
)
_IN_JOURNAL: Final = rf"(?:in|from|by|of) {_THE}{_PRAISE}(?:journals? )?(?:of )?\"?"
_SOME: Final = (
    r"(?:(?:a total of|data from|data on|results of|results from|more than|over|about|nearly|around"
    r"|almost|some|just|only|approximately|roughly|the|at least|up to) )*"
)
_HOLDS: Final = (
    r"(?:(?:that |which )?(?:has |have |had )?(?:analy[sz]ed|analy[sz]ing|included|including"
    r"|includes|include|pooled|pooling|combined|combining|covered|covering|looked at"
    r"|looking at|reviewed|reviewing|examined|examining|evaluated|evaluating|involved"
    r"|involving|comprised|comprising|enrolled|enrolling|tracked|tracking|followed|following|totalling|totaling|surveyed|assessed"
    r"|with|of|from|across|based on|covers|summari[sz]ed|tested|drew on|synthesi[sz]ed|in|on|and"
    r"|over|among|randomi[sz]ed|recruited)) "
)
# Between words of one noun phrase: no verbs, no links, nothing that ends a phrase.
_PHRASE: Final = (
    r"(?:(?!(?:and|or|is|was|are|were|has|have|had|to|the|that|of|in|for|with|on|by|a|an|as|at|but"
    r"|from|did|does|do|will|can|may|its|their|this|funds|supports|conducts|says|found|shows"
    r"|sponsored|approved|banned) )[\w'’&/-]+ )"
)
# Who wrote it, told as a story: "researchers at Leeds published a review in Pain".
_DID: Final = (
    r"(?: (?:have|has|had))? (?:published|ran|conducted|carried out|led|wrote|did)"
    rf" (?:an? |the |their )?{_PHRASE}{{0,2}}"
)
# Between a body and its document: no verb in the past, none in the third person.
_NAMED: Final = (
    r"(?:(?!(?!updated|published|randomi[sz]ed|controlled|revised|combined|detailed)\w+ed )"
    r"(?!(?!consensus|diabetes|arthritis|statistics|series|press|wellness|illness|headaches"
    r"|migraines|practices|services|claims)\w+[^s'’]s )"
    rf"{_PHRASE})"
)
# Whom a trial took in: "1,583 people with knee osteoarthritis published in …".
_ILL: Final = rf" (?:with|who had) {_PHRASE}{{1,4}}(?:(?:that|which) was )?published "
# "STRENGTH, which came out in JAMA a year later", "MRC Vitamin Study Research Group. Lancet".
_CAME: Final = r"(?:(?:which|that) (?:came out|appeared) )?"
_LATER: Final = r"(?: (?:an?|one|two|three|\d) (?:months?|years?) (?:later|earlier))?"
_GROUP: Final = r"(?: [A-Z]\w+){0,2} Group"
_BRACKET: Final = r"(?: ?[(\[]| - | [–—] )"
_TOLD: Final = r"(?: (?:found|showed|reported|concluded|says|said))? \("
_REVIEWED: Final = r", (?:according to )?an? "
_ID: Final = r"[^A-Za-z]{0,30}(?:(?:available at|at|via|see|url|link):? )?[^A-Za-z]{0,4}"
_JOINS: Final[dict[tuple[What, What], str]] = {
    ("authors", "year"): r"(?:'s?)?(?:[.,]{0,2} ?\(?|,? in |,? \()",
    ("authors", "journal"): rf"(?:'s?)?[,.:]? (?:\(|{_DONE}{_IN_JOURNAL})?(?:[Tt]he )?",
    ("authors", "noun"): rf"'s? {_PHRASE}{{0,3}}| {_PHRASE}{{0,1}}|'? \(|{_DID}",
    ("authors", "organisation"): rf"(?:,|{_BRACKET})? ?(?:(?:for|at|of|from) )?{_THE}",
    ("authors", "identifier"): _ID,
    ("authors", "trials"): r"[;,] | \(",
    ("authors", "participants"): r"[;,] | \(",
    ("journal", "year"): rf"[,.;:]?\"? ?[(\[]?(?:in |of |from )?{_MONTH}",
    ("journal", "noun"): rf"(?:'s)? {_PHRASE}{{0,3}}|{_DID}",
    ("journal", "authors"): rf"[,;:]? ?[(\[]?(?:{_DONE}by {_TITLE})?",
    ("journal", "organisation"): rf" by {_WHO}{_THE}",
    ("journal", "participants"): rf"{_LATER} (?:on|in|with|among) {_SOME}",
    ("journal", "trials"): rf" (?:of|in|with|from|across) {_SOME}",
    ("journal", "identifier"): _ID,
    (
        "noun",
        "organisation",
    ): rf"(?:,? {_DONE}(?:by|from|at|of|out of|in) {_WHO}{_THE}|,? {_BRACKET}|{_BRACKET}|, {_THE})",
    ("noun", "journal"): rf"{_OF},? {_DONE}{_IN_JOURNAL}|{_BRACKET}|, |{_GROUP}[.,] ",
    ("noun", "year"): rf"{_BRACKET}|, |{_OF},? {_DONE}(?:in|from|of|since|on) {_MONTH}| ",
    (
        "noun",
        "authors",
    ): rf"(?:{_OF}|{_UNKNOWN}),? {_DONE}(?:by|from) {_TITLE}|{_BRACKET}|, |{_TOLD}",
    ("noun", "noun"): r" and |/|,? \(|, | with ",
    ("noun", "trials"): rf"{_OF} {_HOLDS}{_SOME}|,? which {_HOLDS}{_SOME}|{_BRACKET}{_SOME}",
    ("noun", "participants"): rf"{_OF} {_HOLDS}{_SOME}|,? which {_HOLDS}{_SOME}|{_BRACKET}{_SOME}",
    ("noun", "identifier"): rf"{_ID}|{_TOLD}",
    (
        "organisation",
        "noun",
    ): rf"(?:'s?)? {_NAMED}{{0,3}}|'?s?,? ?\((?:its |the )?{_NAMED}{{0,2}}|, |{_DID}",
    ("organisation", "year"): rf",? ?[(\[]|, (?:in )?|'?s? |{_TOLD}",
    ("organisation", "journal"): (
        rf",? {_PHRASE}{{0,1}}{_DONE}in {_THE}{_PRAISE}(?:journals? )?|,? ?\(|, "
    ),
    ("organisation", "authors"): r"'?s?,? ?\((?:by )?|, ",
    ("organisation", "organisation"): r",? ?\(| - | [–—] |'s |/|, |, part of (?:the )?| ",
    (
        "organisation",
        "trials",
    ): rf"(?:'s? (?:reviewers|authors|researchers|team))? {_HOLDS}{_SOME}",
    ("organisation", "participants"): rf" {_HOLDS}{_SOME}",
    ("organisation", "identifier"): _ID,
    (
        "year",
        "organisation",
    ): (
        rf"\)?,? (?:{_PHRASE}{{0,2}}(?:{_DONE}by {_WHO}{_THE}|from {_WHO}{_THE})?)|, {_THE}"
        rf"|,? (?:an? |the )?(?:[\w-]+ )?(?:team|group) (?:at|from|of) {_THE}"
    ),
    (
        "year",
        "journal",
    ): rf" the |\)?[,.]? (?:{_DONE}in |issue of |edition of ){_THE}(?:journal )?|\)?[.,]? ",
    ("year", "noun"): rf"\)? {_PHRASE}{{0,4}}|,? (?:the |an? |a team of )?(?:[A-Z]\w+ )?",
    ("year", "authors"): (
        rf" (?:\w+ )?(?:by )?| \(|, |\)?,? {_DONE}by {_TITLE}"
        rf"|, (?:an? )?(?:[\w-]+ )?(?:team|group) (?:led|headed) by {_TITLE}"
    ),
    ("year", "trials"): rf"\)?,? {_HOLDS}{_SOME}|\)?,? \(|[,;] ",
    ("year", "participants"): rf"\)?,? {_HOLDS}{_SOME}|\)?,? \(|[,;] ",
    ("year", "identifier"): _ID,
    ("year", "trial"): rf"\)? {_PHRASE}{{0,2}}",
    ("trial", "noun"): rf" |, (?:which was )?an? {_PHRASE}{{0,3}}",
    ("trial", "year"): r",? [(\[]|, |,? in ",
    ("trial", "journal"): rf" [(\[]|, |,? {_CAME}{_DONE}{_IN_JOURNAL}",
    ("trial", "authors"): r" [(\[]|, ",
    ("trial", "participants"): r" [(\[]",
    ("trial", "identifier"): _ID,
    ("noun", "trial"): r",? (?:called|named|known as|dubbed) |, |,? [(\[]",
    ("authors", "trial"): r" \(",
    ("participants", "trial"): r",? (?:called|named|known as|dubbed) |,? [(\[]",
    (
        "trials",
        "participants",
    ): rf"(?:,? {_HOLDS}{_SOME}|[;,]? \({_SOME}|[,;] {_SOME}(?:and )?| ?[/|] ?)",
    ("trials", "year"): rf" \(|,? {_DONE}in |, ",
    ("trials", "journal"): rf",? {_DONE}{_IN_JOURNAL}| \(",
    ("trials", "identifier"): _ID,
    ("trials", "organisation"): rf",? {_DONE}by {_WHO}{_THE}| \(|{_REVIEWED}",
    ("trials", "authors"): rf" \(|,? {_DONE}by {_TITLE}|, ",
    ("trials", "noun"): _REVIEWED,
    ("participants", "trials"): rf"\)?(?:,? {_HOLDS}{_SOME}|[;,]? \(|[,;] (?:and )?)",
    ("participants", "year"): rf"\)?(?: \(|,? {_DONE}in |, )",
    (
        "participants",
        "journal",
    ): rf"\)?(?:,? {_DONE}{_IN_JOURNAL}| \(|, |{_ILL}{_IN_JOURNAL})",
    ("participants", "identifier"): _ID,
    ("participants", "organisation"): rf"\)?(?:,? {_DONE}by {_WHO}{_THE}| \(|{_REVIEWED})",
    ("participants", "noun"): _REVIEWED,
    ("participants", "authors"): rf"\)? \(|\)?,? {_DONE}by {_TITLE}|, ",
    ("identifier", "identifier"): r"[,;.)\] ]*[(\[]?(?:available at:? )?",
    ("identifier", "year"): r"[,;]? ?\(?|\), ",
    ("identifier", "noun"): rf"(?:'s)? {_PHRASE}{{0,3}}|,? \(",
    ("identifier", "journal"): r"[,;]? ?\(?",
    ("identifier", "organisation"): rf",? \(| from {_THE}|, ",
}


@cache
def _join(before: What, after: What) -> re.Pattern[str] | None:
    pattern = _JOINS.get((before, after))
    return re.compile(pattern) if pattern is not None else None


# A title may stand between authors or a year and a journal; nothing else is that long.
LONGEST_GAP: Final = 90


_DIGIT: Final = re.compile(r"\d")


def _priority(piece: Piece) -> tuple[int, int]:
    order: tuple[What, ...] = (
        "identifier",
        "trials",
        "participants",
        "trial",
        "journal",
        "organisation",
        "authors",
        "noun",
        "year",
    )
    return order.index(piece.what), piece.start


_START: Final = attrgetter("start")
_PLACE: Final = attrgetter("start", "end")


def find_pieces(text: str) -> list[Piece]:
    """Find the pieces of citations in a line, in order, disjoint.

    Where two readings overlap, an identifier comes before a size, a size before
    a name, and so on; numbers of one marker ("[1,2]") share their place.
    """
    pieces = [Piece("identifier", one.start, one.end, one) for one in find_identifiers(text)]
    pieces.extend(Piece(one.entry.kind, one.start, one.end, one) for one in find_names(text))
    pieces.extend(Piece("trial", one.start, one.end, one) for one in find_trial_names(text))
    nouns = find_nouns(text)
    pieces.extend(Piece("noun", noun.start, noun.end, noun) for noun in nouns)
    if _DIGIT.search(text) is not None:
        pieces.extend(Piece("year", year.start, year.end, year) for year in find_years(text))
        pieces.extend(
            Piece("participants", size.start, size.end, size) for size in find_participants(text)
        )
    if nouns:
        pieces.extend(Piece("trials", size.start, size.end, size) for size in find_trials(text))
    journals = [piece.start for piece in pieces if piece.what == "journal"]
    authors = find_authors(text, journals=journals)
    pieces.extend(Piece("authors", one.start, one.end, one) for one in authors)
    pieces.sort(key=_priority)
    kept: list[Piece] = []
    for piece in pieces:
        # What is kept is in order and disjoint: only these may share characters with it.
        first = bisect_left(kept, piece.start, key=_START)
        near = kept[max(first - 1, 0) : bisect_left(kept, piece.end, key=_START)]
        if all(
            piece.end <= other.start
            or other.end <= piece.start
            or (piece.what == other.what == "identifier" and piece.start == other.start)
            for other in near
        ):
            insort(kept, piece, key=_PLACE)
    return kept


def _same_body(first: NameFound, second: NameFound) -> bool:
    one, other = first.entry.name, second.entry.name
    return one == other or other in wider_organisations(one) or one in wider_organisations(other)


def belongs(group: list[Piece], piece: Piece, text: str) -> bool:
    """Say whether a piece continues the citation that `group` began."""
    last = group[-1]
    if last.start == piece.start:
        return True
    if isinstance(last.found, IdentifierFound) and last.found.system == "ref":
        # A marker closes what stands before it: "It helps.[1] Another study".
        return False
    between = text[last.end : piece.start]
    if len(between) > LONGEST_GAP:
        return False
    pattern = _join(last.what, piece.what)
    if pattern is None or pattern.fullmatch(between) is None:
        return False
    if last.what == "year" and between in _SENTENCE_GOES_ON and not _dates(text, last):
        return False
    return _fits(group, piece, between, text)


def _fits(group: list[Piece], piece: Piece, between: str, text: str) -> bool:
    """Say whether a citation can have one more piece of this sort."""
    had = [other for other in group if other.what == piece.what]
    last = group[-1]
    match piece.found:
        case NounFound(people=True):
            return last.what == "year" and "," in between and _dates(text, last)
        case NameFound() if piece.what == "organisation" and had:
            first = had[-1].found
            return isinstance(first, NameFound) and _same_body(first, piece.found)
        case NounFound() if last.what == "year" and "," in between:
            return False
        case NounFound():
            # "systematic review and meta-analysis"; not "a study and a survey".
            return not had or (last.what == "noun" and " with " not in between)
        case IdentifierFound():
            return _identifies(last, piece.found, between)
        case _:
            pass
    if had:
        return False
    if piece.what == "authors":
        return _authors_fit(group, piece, between, text)
    if piece.what == "year" and last.what == "organisation":
        return _year_fits_body(group, piece, between, text)
    if piece.what == "year" and last.what == "noun" and between == " ":
        return _bracketed(text, piece.start)
    if last.what == "year" and piece.what == "organisation" and "," in between:
        return _bracketed(text, piece.start) or ")" in between or _dates(text, last)
    return True


def _authors_fit(group: list[Piece], piece: Piece, between: str, text: str) -> bool:
    """Say whether authors are those of a work that was begun to be told."""
    last = group[-1]
    if ";" in between and any(other.what == "year" for other in group):
        # "Wilding 2021 NEJM; Jastreboff 2022 NEJM": the next entry of a list.
        return False
    if len(group) == 1 and "(" in between and last.what == "year":
        # "… to 15.8% in 2022 (Nahin, JAMA, 2024)": the year of the number.
        return False
    if last.what in _SAID_FIRST and between == ", ":
        # "In 2019, Smith (2020) said": those have a year of their own.
        return re.match(r"'?s?,? ?\(?(?:19|20)\d\d", text[piece.end :]) is None
    return True


def _year_fits_body(group: list[Piece], piece: Piece, between: str, text: str) -> bool:
    """Say whether a year behind a body is that of its document."""
    if between == ", in ":
        # "Cochrane, in 2019, found": it publishes nothing but reviews. Other bodies decide.
        return _is_cochrane(group[-1]) and text[piece.end : piece.end + 1] == ","
    return between not in _BESIDE_BODY or _year_of_body(group, piece, text)


# "In 2017, Saper and colleagues", "in a trial of 320 adults, Saper and colleagues".
_SAID_FIRST: Final[frozenset[What]] = frozenset(("year", "trials", "participants"))
# "In 2014 a review", "in 2024 the BMJ": elsewhere the year ends what was said.
_SENTENCE_GOES_ON: Final = frozenset((" a ", " an ", " the "))
# Between a body and a year that may be of something else.
_BESIDE_BODY: Final = frozenset((" ", ", ", "'s ", "s ", "' "))


def _dates(text: str, year: Piece) -> bool:
    """Say whether a year opens the sentence: "In 2018, researchers …"."""
    # A longer window than the words need: "^" is the start of the line only.
    before = text[: year.start] if year.start < 12 else text[year.start - 12 : year.start]
    return re.search(r"(?:^|[.;:!?] )(?:back )?in $", before, re.IGNORECASE) is not None


def _identifies(last: Piece, found: IdentifierFound, between: str) -> bool:
    if found.system == "ref":
        return ")" not in between and last.what != "identifier"
    if isinstance(last.found, IdentifierFound):
        systems = (last.found.system, found.system)
        # One work has one number in a registry; a DOI or PMID may stand beside it.
        works = [system for system in systems if system in {"doi", "pmid", "pmc"}]
        return "url" not in systems and len(works) > 0 and systems[0] != systems[1]
    return not (between.strip() == "," and last.what == "noun")


def _is_cochrane(piece: Piece) -> bool:
    return isinstance(piece.found, NameFound) and piece.found.entry.name == "Cochrane"


def _year_of_body(group: list[Piece], year: Piece, text: str) -> bool:
    """Say whether "NIH 2023" dates the body's words: in brackets, or at an end."""
    if _bracketed(text, year.start):
        return True
    after = text[year.end :]
    return re.match(r"\s*(?:[.;)\]]|$)", after) is not None or (
        re.match(
            rf" {_PHRASE}{{0,2}}(?i:guideline|report|review|statement|survey|data|stud(?:y|ies)\b"
            r"|trial|(?:meta-)?analysis|recommendation|position)",
            after,
        )
        is not None
        and len(group) > 0
    )


def _bracketed(text: str, place: int) -> bool:
    opened = text.rfind("(", 0, place)
    return opened >= 0 and text.find(")", opened, place) < 0


def group_pieces(pieces: list[Piece], text: str) -> list[list[Piece]]:
    """Chain the pieces of a line into citations to be."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and belongs(groups[-1], piece, text):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups
