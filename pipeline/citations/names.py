"""The bodies and journals that a text names, by the word lists and by their make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, cast

from pipeline.citations.journals import find_listed_journals, journal_key, listed_journal
from pipeline.records import SourceKind
from pipeline.resources import word_list

NameKind = Literal["organisation", "journal"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One body or journal of the word lists, or one known only by its make.

    Attributes:
        sort: for a body, what it is ("agency", "payer", "certifier", "survey" …).
        part_of: the wider body, or "".
        publisher, source_kind: what citing the journal implies.
    """

    kind: NameKind
    name: str
    sort: str = ""
    part_of: str = ""
    publisher: str | None = None
    source_kind: SourceKind | None = None


@dataclass(frozen=True, slots=True)
class NameFound:
    """A place in a text that names a body or a journal.

    Attributes:
        ambiguous: the words may mean something else; only context makes it count.
    """

    entry: Entry
    start: int
    end: int
    ambiguous: bool = False


# "Lancet (London, England)": where a journal comes out is no part of its name.
_PLACE: Final = re.compile(r" *\([^()]*\)\.?$")
# "Harvard Injury Control Research Center" is of Harvard.
_DEPARTMENT: Final = re.compile(
    r"(?:'s)?(?: (?:of|for|and|&)| [A-Z][\w'-]+){0,6}? (?:Center|Centre|Institute|School|Hospital"
    r"|Department|Laboratory|College)(?: (?:of|for)(?: (?:and|&)? ?[A-Z][\w'-]+){1,4})?(?!\w)"
)
# "BMJ Nutrition, Prevention & Health" is another journal of the same house.
_FAMILIES: Final = frozenset(("The BMJ", "JAMA", "The Lancet", "New England Journal of Medicine"))
_OF_FAMILY: Final = re.compile(
    r" (?!(?:Dr|Prof|Stud|Trial|Review|Report|Commission|Editor|Paper|Article|Series|Group|Letter"
    r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z.]*)[A-Z][a-z]+"
    r"(?:(?:,? (?:and |& )?|, (?:and |& )?| of )[A-Z][a-z]+){0,4}(?= \(|[,.;)]|\s*$| in | \d)"
)
_CAPITAL: Final = re.compile(r"(?<!\w)[^\W\d_a-z]\w*")
_FIRST: Final = re.compile(r"\w+")
_SMALL: Final = frozenset(("of", "the", "and", "for", "in", "on", "to", "&"))
# A body or journal that the lists lack tells itself by its make.
_MADE: Final = (
    (
        "journal",
        "journal",
        re.compile(
            r"(?:[A-Z][\w'-]+ ){0,4}(?:Journal|Annals|Archives|Frontiers|Proceedings|Acta)"
            r" (?:of|in|for) (?:the )?[A-Z][\w'-]+"
            r"(?:,?(?: (?:and|&|of|in|the)){0,2} [A-Z][\w'-]+){0,6}"
        ),
    ),
    (
        "organisation",
        "university",
        re.compile(
            r"University of [A-Z][\w'-]+(?:(?: (?:at|in|of|and))? [A-Z][\w'-]+){0,3}"
            r"|(?:[A-Z][\w'-]+ ){1,3}(?:University|Medical School)(?: of [A-Z][\w'-]+)?"
        ),
    ),
    (
        "organisation",
        "society",
        re.compile(
            r"(?:American|National|International|European|British|Royal|World|Canadian"
            r"|Australian|Global|German|Italian|Japanese|Korean|Chinese|Swedish) "
            r"(?:[A-Z][\w'-]+ ){0,4}"
            r"(?:Society|Association|Academy|College|Foundation|Institutes?|Organi[sz]ation"
            r"|Council|Federation)"
            r"(?: (?:of|for|on) (?:the )?[A-Z][\w'-]+(?:,? (?:and |& )?[A-Z][\w'-]+){0,5})?"
        ),
    ),
)
# The words that can make such a name; looking for them first is what keeps this fast.
_MAKING: Final = re.compile(
    r"Journal|Annals|Archives|Frontiers|Proceedings|Acta|University|Medical School"
    r"|Society|Association|Academy|College|Foundation|Institute|Organi[sz]ation|Council|Federation"
)
# "… College of Physicians Guideline": a document's words end no name.
_DOCUMENT: Final = re.compile(
    r"(?: (?:Clinical|Practice|Consensus|Position|Guidelines?|Stud(?:y|ies)|Reviews?|Reports?"
    r"|Surveys?|Statements?|Polic(?:y|ies)|Recommendations?|Fact|Sheet|Website|Press|Release))+$"
)
# "The University", "A Harvard Medical School": what no name begins with.
_NOT_FIRST: Final = frozenset(
    ("The", "A", "An", "In", "At", "From", "By", "And", "Of", "This", "Our", "My", "See", "Both")
)


@dataclass(frozen=True, slots=True)
class _Form:
    source: str
    entry: Entry
    ambiguous: bool
    length: int

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compiled(self.source)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    # When the name's first word turns up in a text: compiling all of them
    # takes 0.3 s, and an article holds the first words of a few.
    return re.compile(source)


def _word_pattern(word: str, *, dots: bool, loose: bool) -> str:
    if word in {"and", "&"}:
        return "(?:and|And|&)"
    if word in _SMALL:
        return f"[{word[0]}{word[0].upper()}]{word[1:]}"
    escaped = re.escape(word)
    if not loose and len(word) > 5 and word.istitle():
        # A line in capitals shouts a name, too.
        return f"(?:{escaped}|{re.escape(word.upper())})"
    if loose:
        escaped = f"{re.escape(word[0])}(?i:{re.escape(word[1:])})" if word[1:] else escaped
    return escaped + (r"\.?" if dots and word.isalpha() else "")


def _pattern(name: str, *, dots: bool) -> str:
    words = name.split(" ")
    # Capitals in the middle of a word are part of an abbreviation, as is one word alone.
    loose = len(words) > 1
    parts = [
        _word_pattern(
            word, dots=dots and place < len(words) - 1, loose=loose and not word.isupper()
        )
        for place, word in enumerate(words)
    ]
    return " ".join(parts) + r"(?!\w)"


def _variants(name: str) -> list[str]:
    return [name, name[4:]] if name.startswith("The ") else [name]


@cache
def _forms() -> Mapping[str, tuple[_Form, ...]]:
    found: dict[str, list[_Form]] = {}

    def add(text: str, entry: Entry, *, ambiguous: bool, dots: bool) -> None:
        for variant in _variants(text):
            first = _FIRST.match(variant)
            if first is not None:
                form = _Form(_pattern(variant, dots=dots), entry, ambiguous, len(variant))
                found.setdefault(first[0].lower(), []).append(form)

    for record in word_list("organisations")["organisations"]:
        entry = Entry("organisation", record["name"], record["kind"], record.get("part_of", ""))
        unsure = record.get("ambiguous", ())
        for text in (record["name"], *record["aliases"]):
            add(text, entry, ambiguous=text in unsure, dots=False)
    for record in word_list("journals")["journals"]:
        entry = Entry(
            "journal",
            record["name"],
            "journal",
            publisher=record.get("publisher"),
            source_kind=cast("SourceKind | None", record.get("kind")),
        )
        for place, text in enumerate((record["name"], *record["abbreviations"])):
            unsure_here = record.get("ambiguous", False) and place == 0
            add(text, entry, ambiguous=unsure_here, dots=place > 0)
    # The longer name first: "Pain Medicine" before "Pain".
    return {
        word: tuple(sorted(forms, key=lambda form: (-form.length, form.source)))
        for word, forms in found.items()
    }


@cache
def _by_name() -> Mapping[str, Entry]:
    names: dict[str, Entry] = {}
    for forms in _forms().values():
        for form in forms:
            names.setdefault(f"{form.entry.kind}:{form.entry.name.lower()}", form.entry)
    return names


def _named(text: str, kind: NameKind) -> str | None:
    text = text.strip()
    first = _FIRST.search(text)
    if first is None:
        return None
    for form in _forms().get(first[0].lower(), ()):
        if form.entry.kind == kind and form.pattern.fullmatch(text, first.start()):
            return form.entry.name
    known = _by_name().get(f"{kind}:{text.lower()}")
    return known.name if known is not None else None


@cache
def organisation_named(text: str) -> str | None:
    """Return the preferred name of a body by one of its names; None where unknown.

    >>> organisation_named("NIH")
    'National Institutes of Health'
    """
    return _named(text, "organisation")


@cache
def curated_journal(text: str) -> str | None:
    """Return the preferred name of a journal that the word list names; None for any other.

    >>> curated_journal("JAMA Intern. Med.")
    'JAMA Internal Medicine'
    """
    name = _named(text.rstrip(". "), "journal")
    return name if name is not None else _curated_keys().get(journal_key(text))


@cache
def _curated_keys() -> Mapping[str, str]:
    return {
        journal_key(text): record["name"]
        for record in word_list("journals")["journals"]
        for text in (*record["abbreviations"], record["name"])
    }


@cache
def journal_named(text: str) -> str | None:
    """Return the preferred name of a journal by its name or abbreviation, or None.

    >>> journal_named("J. Altern. Complement. Med. (New York, N.Y.)")
    'Journal of Alternative and Complementary Medicine'
    """
    for written in (text, _PLACE.sub("", text)):
        name = curated_journal(written) or listed_journal(journal_key(written))
        if name is not None:
            return name
    return None


@cache
def wider_organisations(name: str) -> tuple[str, ...]:
    """Return the bodies that a body is part of, nearest first.

    >>> wider_organisations("National Cancer Institute")
    ('National Institutes of Health',)
    """
    wider: list[str] = []
    entry = _by_name().get(f"organisation:{name.lower()}")
    while entry is not None and entry.part_of and entry.part_of not in wider:
        wider.append(entry.part_of)
        entry = _by_name().get(f"organisation:{entry.part_of.lower()}")
    return tuple(wider)


@cache
def domains() -> Mapping[str, Entry]:
    """Return the bodies by the domains of their sites."""
    return {
        domain: _by_name()[f"organisation:{record['name'].lower()}"]
        for record in word_list("organisations")["organisations"]
        for domain in record.get("domains", ())
    }


def is_shouted(text: str, start: int, end: int) -> bool:
    """Say whether a name in capitals stands among other words in capitals."""
    before = text[:start].rsplit(None, 1)
    after = text[end:].split(None, 1)
    near = [before[-1]] if before else []
    near += [after[0]] if after else []
    loud = [word for word in near if len(word) > 1 and word.isalpha() and word.isupper()]
    return len(loud) > 0 and len(loud) == len(near)


def _listed(text: str) -> Iterator[NameFound]:
    forms = _forms()
    last = 0
    for word in _CAPITAL.finditer(text):
        start = word.start()
        if start < last:
            continue
        for form in forms.get(word[0].lower(), ()):
            match = form.pattern.match(text, start)
            if match is None:
                continue
            short = match[0].isupper() and len(match[0]) < 6
            if not (short and is_shouted(text, start, match.end())):
                last = match.end()
                if form.entry.sort in {"university", "hospital"}:
                    department = _DEPARTMENT.match(text, last)
                    last = department.end() if department is not None else last
                sister = _OF_FAMILY.match(text, last) if form.entry.name in _FAMILIES else None
                if sister is not None:
                    last = sister.end()
                    yield NameFound(Entry("journal", text[start:last], "journal"), start, last)
                else:
                    yield NameFound(form.entry, start, last, form.ambiguous)
            break


def _made(text: str) -> Iterator[NameFound]:
    if _MAKING.search(text) is None:
        return
    for kind, sort, pattern in _MADE:
        for match in pattern.finditer(text):
            start, end = match.span()
            # Words that began the sentence and not the name.
            while (word := match.string[start:end].split(" ", 1))[0] in _NOT_FIRST and word[1:]:
                start += len(word[0]) + 1
            name = _DOCUMENT.sub("", text[start:end])
            end = start + len(name)
            if " " in name:
                yield NameFound(Entry(cast("NameKind", kind), name, sort), start, end)


def _of_the_long_list(text: str) -> Iterator[NameFound]:
    for found in find_listed_journals(text):
        entry = _by_name().get(f"journal:{found.name.lower()}")
        entry = entry or Entry("journal", found.name, "journal")
        yield NameFound(entry, found.start, found.end, found.everyday)


def _is_longer(name: NameFound, kept: NameFound) -> bool:
    """Say whether a journal is what was taken for another one: "Cancer Letters" for "Cancer"."""
    both = name.entry.kind == kept.entry.kind == "journal"
    return both and name.start == kept.start and name.end > kept.end


def find_names(text: str) -> list[NameFound]:
    """Find the bodies and journals that `text` names, in order, disjoint.

    A name of the word lists comes before one of the long list of journals, and
    that one before one that only its make tells, unless the later one began
    before it ("Harvard" in "Journal of Harvard Studies"). Of two journals that begin together
    it is the longer one.
    """
    # Stable: of two that begin together, the listed one comes first.
    found = sorted(
        [*_listed(text), *_of_the_long_list(text), *_made(text)], key=lambda name: name.start
    )
    kept: list[NameFound] = []
    for name in found:
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
        elif _is_longer(name, kept[-1]):
            kept[-1] = name
    return kept
