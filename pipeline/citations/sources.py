"""Citations are read: pieces are chained, weighed, and become `CitedSource`s."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Final

from pipeline.citations.authors import AuthorsFound
from pipeline.citations.identifiers import IdentifierFound
from pipeline.citations.names import NameFound
from pipeline.citations.nouns import NounFound, NumberFound
from pipeline.citations.pieces import Piece, find_pieces, group_pieces
from pipeline.citations.references import find_entries, read_entries
from pipeline.citations.trials import TrialFound
from pipeline.citations.vague import find_vague
from pipeline.records import CitedSource, SourceKind
from pipeline.resources import word_list

# Anything a citation is made of begins with one of these; most lines have none.
_ANY: Final = re.compile(
    r"[A-Z]{2}|\d{4}|[.:/]\S|\[\^?\d|[⁰-⁹]|\b(?:[Ss]tud|[Tt]rial|[Rr]eview|[Mm]eta|[Rr]esearch|[Ee]viden|[Ee]xpert"
    r"|[Ss]cien|[Dd]octor|[Pp]hysician|[Ss]pecialist|[Ss]urvey|[Pp]oll|[Gg]uideline|[Ll]iterature|[Dd]ata|[Cc]linician"
    r"|[Hh]ealth professional|[Ii]nvestigator)|[A-Z]\w+ (?:et al|[A-Z])|[a-z] [A-Z]"
)
_SENTENCE_END: Final = re.compile(r"(?<![A-Z])(?<!al)(?<!e\.g)(?<!vs)(?<!Dr)[.!?] +(?=[A-Z\"'(])")
_RESEARCH: Final = re.compile(
    r"\b(?:stud(?:y|ies)|research|trials?|reviews?|analys[ie]s|meta|findings|papers?|data|evidence"
    r"|results|reports?|work|articles?|experiments?|survey)\b",
    re.IGNORECASE,
)
_FAME: Final = re.compile(
    r"\b(?:as an?|I|I've|I'm|who's|who has|he's|she's|Dr\.?|founder)\b", re.IGNORECASE
)
_IN: Final = re.compile(r"\b(?:in|from|to) (?:the )?\"?$")
_VOLUME: Final = re.compile(r"[,.]? ?(?:\(?(?:19|20)\d\d\)?)?[;,:]? ?(?:vol\.? ?)?\d+ ?[(:;]\d")
_CAPITAL_BEFORE: Final = re.compile(r"(?:[A-Z][\w'-]*|of|and|&|-) $")
_LEADS: Final = re.compile(r"(?:The|In|Journal|From|See|Source|Published|Magazine|Study) $")
_CAPITAL_AFTER: Final = re.compile(r"(?: (?:and |& |of |in )?[A-Z][a-z]|-\w|'s? [A-Z]| ?/ ?\w)")
_AFTER_IN: Final = re.compile(
    r"[.,;:)\"'?!]|\s*$| (?:on \d|of \d|with \d|by [A-Z]|in \d|in [A-Z]|was|were|had|\("
    r"|found|show\w*|report\w*|suggest\w*|that|which"
    r"|conclud\w*|demonstrat\w*|has|reveal\w*|from \d|confirm\w*|indicat\w*|and (?:found|show)"
    r"|looked|compared|last|this|earlier|examined|followed|linked|estimated|recently)"
)
# What somebody writes; "research by" and "data by" are a body's.
_WRITTEN: Final = re.compile(r"(?:papers?|articles?|analys[ie]s)$", re.IGNORECASE)
_BACK: Final = re.compile(r"\b(?:the|this|that|these|those|its|their) $", re.IGNORECASE)


@cache
def _cue(name: str) -> re.Pattern[str]:
    pattern = word_list("citations")["cues"][name]
    flags = re.IGNORECASE if name != "credential" else re.NOFLAG
    return re.compile(pattern, flags)


@cache
def _speaks() -> re.Pattern[str]:
    verbs = word_list("citations")["verbs"]
    return re.compile(
        rf"(?:'s)?\)?(?: \([A-Z]+\))?,?(?: (?:{verbs['adverbs']}))* (?:{verbs['report']})\b"
        r"(?! (?:by|in) (?:the )?(?:FDA|court))",
        re.IGNORECASE,
    )


def _of(group: list[Piece], what: str) -> list[Piece]:
    return [piece for piece in group if piece.what == what]


def _sentence_before(text: str, place: int) -> str:
    """Return what stands before a place in its sentence."""
    start = 0
    for end in _SENTENCE_END.finditer(text, 0, place):
        start = end.end()
    return text[start:place]


def _in_brackets(text: str, start: int, end: int) -> bool:
    """Say whether a span fills a bracket, or a part of one that ";" or "," sets off."""
    before = text[:start].rstrip(" ")
    after = text[end:].lstrip(" ")
    return before[-1:] in {"(", "[", ";"} and after[:1] in {")", "]", ";"} and "(" in text[:start]


def _defines(text: str, start: int, end: int) -> bool:
    """Say whether "(ADA)" only shortens the words before it ("American Dental …")."""
    short = text[start:end]
    before = text[: start - 1].rstrip()
    if not short.isupper() or text[start - 1 : start] != "(":
        return False
    initials = "".join(re.findall(r"(?<![\w])[^\W\d_]", before)[-2 * len(short) :]).upper()
    capitals = "".join(re.findall(r"(?<![\w])[^\W\d_a-z]", before)[-len(short) :])
    return initials.endswith(short) or capitals == short


def _led(text: str, start: int) -> bool:
    return _cue("before").search(text, max(0, start - 120), start) is not None


def _body_counts(group: list[Piece], text: str) -> bool:
    """Say whether a body is leaned on, and not only named."""
    body = _of(group, "organisation")[0]
    found = body.found
    if not isinstance(found, NameFound):
        return False
    last = _of(group, "organisation")[-1]
    if re.match(r"-\w", text[last.end :]) is not None:
        return False
    if _cue("credential").search(text, max(0, body.start - 60), body.start) is not None:
        return False
    company = {piece.what for piece in group} - {"organisation", "participants"}
    if "noun" in company and len(company) == 1:
        return _noun_of_body(group, text)
    if company - {"identifier"} or (company and not found.ambiguous):
        return True
    if found.ambiguous or _defines(text, body.start, body.end):
        return False
    return (
        _led(text, body.start)
        or (found.entry.sort != "certifier" and _in_brackets(text, body.start, last.end))
        or _speaks().match(text, last.end) is not None
        or _coordinated(text, last.end)
    )


def _noun_of_body(group: list[Piece], text: str) -> bool:
    """Say whether "the NIH … research" is a document and not what a body does."""
    nouns = [piece.found for piece in _of(group, "noun")]
    if any(isinstance(noun, NounFound) and noun.strong for noun in nouns):
        return True
    place = group[-1].end
    return (
        _led(text, group[0].start)
        or _speaks().match(text, place) is not None
        or group[0].what == "noun"
        or _in_brackets(text, group[0].start, place)
        or re.match(r"\)|\s*[.,;:]|\s*$", text[place:]) is not None
    )


def _coordinated(text: str, place: int) -> bool:
    """Say whether "the NIH and the WHO recognize" makes both speak."""
    match = re.match(
        r"(?:, (?:the )?[A-Z][\w&' ]{1,50}?){0,4},? and (?:the )?[A-Z][\w&' ]{1,60}?(?= (?:[a-z]))",
        text[place:],
    )
    return match is not None and _speaks().match(text, place + match.end()) is not None


def _journal_counts(group: list[Piece], text: str) -> bool:
    """Say whether a journal's name means the journal, cited."""
    journal = _of(group, "journal")[0]
    found = journal.found
    if not isinstance(found, NameFound):
        return False
    before = text[max(0, journal.start - 90) : journal.start]
    if _cue("credential").search(before) is not None:
        return False
    company = {piece.what for piece in group}
    sentence = _sentence_before(text, journal.start)
    if not company & {"noun", "authors", "trials", "identifier"}:
        published = _cue("published_in").search(sentence) is not None
        told = _RESEARCH.search(sentence[-120:]) is not None
        # "As a doctor who has published in Pain": fame, not a source.
        if published and not told and _FAME.search(sentence) is not None:
            return False
    return not found.ambiguous or _ambiguous_counts(group, journal, text)


def _ambiguous_counts(group: list[Piece], journal: Piece, text: str) -> bool:
    before, after = text[max(0, journal.start - 90) : journal.start], text[journal.end :]
    if _cue("published_in").search(before) or _cue("journal").search(before):
        return _CAPITAL_AFTER.match(after) is None
    if _CAPITAL_BEFORE.search(before) and not _LEADS.search(before):
        return False
    if _CAPITAL_AFTER.match(after):
        return False
    company = {piece.what for piece in group}
    place = group.index(journal)
    year_next = group[place + 1].what == "year" if place + 1 < len(group) else False
    if "authors" in company and (year_next or re.match(r"[.,;)]|\s*$", after)):
        return True
    if "identifier" in company and "authors" not in company:
        return year_next
    if year_next and (_bracketed_start(text, journal.start) or _VOLUME.match(after)):
        return True
    if "noun" in company:
        direct = _IN.search(before) is not None
        return bool(direct and (year_next or _AFTER_IN.match(after))) or (
            year_next and _bracketed_start(text, journal.start)
        )
    return year_next and _IN.search(before) is not None and after[:2] == " ("


def _bracketed_start(text: str, start: int) -> bool:
    return text[:start].rstrip(" ")[-1:] in {"(", "[", ";"}


def _noun_counts(group: list[Piece], text: str) -> bool:
    """Say whether a document without a name is cited: "a 2019 study", "a review of 22 trials"."""
    nouns = [piece.found for piece in _of(group, "noun")]
    if not any(isinstance(noun, NounFound) and noun.strong for noun in nouns):
        return False
    what = {piece.what for piece in group}
    if _BACK.search(text, max(0, group[0].start - 8), group[0].start) and "year" not in what:
        # "The study involved 51 people" goes back to one named before.
        return re.match(r" (?:of|that|which)\b", text[group[0].end :]) is not None
    return bool(what & {"year", "trials", "participants"})


def _authors_count(group: list[Piece], text: str) -> bool:
    """Say whether names are authors: by their make, or beside a work that is told by more."""
    authors = [piece.found for piece in _of(group, "authors")]
    if any(isinstance(found, AuthorsFound) and found.sure for found in authors):
        return True
    nouns = [piece for piece in group if isinstance(piece.found, NounFound)]
    kinds = {
        piece.found.kind
        for piece in nouns
        if isinstance(piece.found, NounFound)
        and (
            piece.found.strong
            or piece.found.people
            or _WRITTEN.search(text, piece.start, piece.end)
        )
    }
    told = {piece.what for piece in group} & {"year", "journal", "trials", "participants"}
    # A poll is by whoever paid for it.
    return bool(authors and kinds and told) and "survey" not in kinds


def _counts(group: list[Piece], text: str) -> bool:
    what = {piece.what for piece in group}
    if what & {"identifier", "trial"} or _authors_count(group, text):
        return True
    own = _cue("own").search(text, max(0, group[0].start - 60), group[0].start) is not None
    if own and "journal" not in what and group[0].what != "organisation":
        return False
    if "organisation" in what and _body_counts(group, text):
        return True
    if "journal" in what and _journal_counts(group, text):
        return True
    return not what & {"organisation", "journal"} and _noun_counts(group, text)


def _pruned(group: list[Piece], text: str) -> list[list[Piece]]:
    """Drop a name that does not count, and see whether the rest still does."""
    if _counts(group, text):
        if _of(group, "journal") and not _journal_counts(group, text):
            return _without(group, "journal", text)
        return [group]
    for what in ("journal", "organisation"):
        if _of(group, what) and len(group) > 1:
            return _without(group, what, text)
    return []


def _without(group: list[Piece], what: str, text: str) -> list[list[Piece]]:
    parts: list[list[Piece]] = [[]]
    for piece in group:
        if piece.what == what:
            parts.append([])
        else:
            parts[-1].append(piece)
    return [part for part in parts if part and _counts(part, text)]


def _kind(group: list[Piece]) -> SourceKind:
    nouns = [
        p.found.kind
        for p in _of(group, "noun")
        if isinstance(p.found, NounFound) and not p.found.people
    ]
    names = [p.found.entry for p in group if isinstance(p.found, NameFound)]
    cochrane = any(entry.name == "Cochrane" or entry.publisher == "Cochrane" for entry in names)
    systems = {p.found.system for p in group if isinstance(p.found, IdentifierFound)}
    if nouns and nouns[0] not in {"unspecified", "study"}:
        return nouns[0]
    if "cochrane" in systems or (cochrane and (nouns or _of(group, "trials"))):
        return "systematic_review"
    if systems & {"nct", "isrctn"} or _of(group, "trial"):
        return "trial"
    if systems & {"ncd"}:
        return "policy"
    if systems & {"nice"}:
        return "guideline"
    if nouns and _of(group, "trials"):
        return "systematic_review"
    for entry in names:
        if entry.sort == "survey":
            return "survey"
        if entry.source_kind is not None:
            return entry.source_kind
    if nouns:
        return nouns[0]
    # "researchers at Harvard" is a body, too.
    only = {piece.what for piece in group} <= {"organisation", "year", "noun"}
    return "organisation" if names and only else "unspecified"


def _publisher(group: list[Piece]) -> str | None:
    for piece in _of(group, "organisation"):
        if isinstance(piece.found, NameFound):
            return piece.found.entry.name
    for piece in group:
        if isinstance(piece.found, NameFound) and piece.found.entry.publisher:
            return piece.found.entry.publisher
        if isinstance(piece.found, IdentifierFound):
            if piece.found.entry is not None:
                return piece.found.entry.name
            implied = _PUBLISHER_OF.get(piece.found.system)
            if implied is not None:
                return implied
    return None


# Registries of one body: their numbers say who published.
_PUBLISHER_OF: Final = {
    "cochrane": "Cochrane",
    "ncd": "Centers for Medicare & Medicaid Services",
    "nice": "National Institute for Health and Care Excellence",
}


def _first_number(group: list[Piece], what: str) -> int | None:
    for piece in _of(group, what):
        if isinstance(piece.found, NumberFound):
            return piece.found.value
    return None


def _with_brackets(text: str, start: int, end: int) -> int:
    """Take a closing bracket in where its opening one is inside."""
    inside = text[start:end]
    while inside.count("(") > inside.count(")") and text[end : end + 1] == ")":
        end += 1
        inside = text[start:end]
    return end


def _made(group: list[Piece], text: str) -> CitedSource:
    start = group[0].start
    end = _with_brackets(text, start, max(piece.end for piece in group))
    named = [p.found.surnames for p in group if isinstance(p.found, AuthorsFound)]
    authors = named[0] if named and _authors_count(group, text) else ()
    journal = next(
        (
            p.found.entry.name
            for p in group
            if isinstance(p.found, NameFound) and p.what == "journal"
        ),
        None,
    )
    identifiers = {
        (p.found.system, p.found.value) for p in group if isinstance(p.found, IdentifierFound)
    }
    identifiers |= {("trial", p.found.key) for p in group if isinstance(p.found, TrialFound)}
    return CitedSource(
        text=text[start:end],
        kind=_kind(group),
        publisher=_publisher(group),
        authors=authors,
        journal=journal,
        year=_first_number(group, "year"),
        identifiers=tuple(sorted(identifiers)),
        n_trials=_first_number(group, "trials"),
        n_participants=_first_number(group, "participants"),
        start=start,
        end=end,
    )


def _inherit(groups: list[list[Piece]], text: str, kept: list[list[Piece]]) -> list[CitedSource]:
    """Let "studies from the NIH and the Mayo Clinic" count for both bodies."""
    found = [_made(group, text) for group in kept]
    kinds = {id(group): cited.kind for group, cited in zip(kept, found, strict=True)}
    for before, after in pairwise(groups):
        alone = all(piece.what == "organisation" for piece in after)
        linked = re.fullmatch(
            r",?(?: and| or| &)? (?:the )?|, ", text[before[-1].end : after[0].start]
        )
        if not (id(before) in kinds and alone and linked and before[-1].what == "organisation"):
            continue
        unsure = any(isinstance(p.found, NameFound) and p.found.ambiguous for p in after)
        if id(after) not in kinds and not unsure:
            found.append(_made(after, text))
        kinds[id(after)] = kinds[id(before)]
        found = [
            replace(cited, kind=kinds[id(before)]) if cited.start == after[0].start else cited
            for cited in found
        ]
    return found


def read_citations(text: str) -> list[CitedSource]:
    """Read the sources that a line of clean text leans on, in order, disjoint.

    Exact and vague ones alike: "studies show" comes back without publisher,
    author, journal or identifier (`is_vague`). A writer's own credential, a
    body that is only named, and a year alone are no citations. `text` is one
    block or sentence: nothing is joined across a line break.

    >>> [c.text for c in read_citations("It works (Smith et al., 2019), and studies show why.")]
    ['Smith et al., 2019', 'studies show']
    """
    if "\n" not in text:
        return _read_line(text)
    found: list[CitedSource] = []
    start = 0
    for line in text.split("\n"):
        found += [
            replace(one, start=one.start + start, end=one.end + start) for one in _read_line(line)
        ]
        start += len(line) + 1
    return found


def _read_line(text: str) -> list[CitedSource]:
    if _ANY.search(text) is None:
        return []
    entries = read_entries(text)
    if entries:
        return [entry.source for entry in entries]
    whole = find_entries(text)
    for entry in whole:
        # What stands in its title is no citation of its own.
        text = text[: entry.start] + " " * (entry.end - entry.start) + text[entry.end :]
    pieces = find_pieces(text)
    if not pieces:
        return whole
    groups = group_pieces(pieces, text)
    kept = [part for group in groups for part in _pruned(group, text)]
    found = _inherit(groups, text, kept)
    vague = find_vague(text, pieces)
    found += [one for one in vague if all(_apart(one, other) for other in found)]
    return _disjoint([*whole, *found])


def _apart(one: CitedSource, other: CitedSource) -> bool:
    return one.end <= other.start or other.end <= one.start


def _disjoint(found: list[CitedSource]) -> list[CitedSource]:
    kept: list[CitedSource] = []
    for one in sorted(found, key=lambda cited: (cited.start, -cited.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
