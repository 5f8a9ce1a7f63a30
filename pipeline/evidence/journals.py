"""Lists of journals become journals.csv, one line for each spelling of a name.

The lists write one journal in several ways (its title with and without a
subtitle or a place, its abbreviation with and without points). Lines that share
an abbreviation or a title are one journal.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.citations import curated_journal, journal_key

HEADER: Final = ("spelling", "name")
_PLACE: Final = re.compile(r" *\([^()]*\)\.?$")
_SUBTITLE: Final = re.compile(r" : .*| = .*")
# Some lines of the lists say a number where a name should be.
_NO_NAME: Final = "issn"
# Shorter ones are letters that stand for anything.
_SHORTEST: Final = 3


def build_journals(lists: Sequence[str]) -> str:
    """Make journals.csv of lists of titles and abbreviations.

    Args:
        lists: each a CSV without header, whose first two columns are a title and
            its abbreviation. Where lists differ, the earlier one names a journal.

    Returns:
        The text of journals.csv, by spelling. A journal that the word list of the
        tool has goes by its name there, and its spellings of there are left out.
    """
    pairs = [
        (" ".join(line[0].split()), " ".join(line[1].split()))
        for text in lists
        for line in csv.reader(io.StringIO(text, newline=""))
        if len(line) > 1 and line[0].strip() and line[1].strip()
    ]
    groups = _Groups()
    for title, abbreviation in pairs:
        groups.tie(journal_key(title), journal_key(abbreviation))
    names: dict[str, str] = {}
    known: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for title, abbreviation in pairs:
        group = groups.of(journal_key(title))
        names.setdefault(group, title)
        curated = curated_journal(abbreviation) or curated_journal(title)
        if curated is not None:
            known[group] = curated
        spellings |= dict.fromkeys((journal_key(title), journal_key(abbreviation)), group)
    spellings |= _short_forms(pairs, groups, spellings)
    for title in names.values():
        # Of a title with its place the short form is the name, where it is nobody else's.
        group = groups.of(journal_key(title))
        plain = _SUBTITLE.sub("", _PLACE.sub("", title))
        if spellings.get(journal_key(plain)) == group:
            names[group] = plain
    found = {
        key: known.get(group, names[group])
        for key, group in spellings.items()
        if len(key) >= _SHORTEST and curated_journal(key) is None and not key.startswith(_NO_NAME)
    }
    return _written(found)


class _Groups:
    """Which keys are of one journal."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def of(self, key: str) -> str:
        """Return what stands for a key's group: the first key of it in order."""
        while (above := self._above.get(key, key)) != key:
            key = above
        return key

    def tie(self, one: str, other: str) -> None:
        """Say that two keys are of one journal."""
        first, second = sorted((self.of(one), self.of(other)))
        self._above[second] = first


def _short_forms(
    pairs: Sequence[tuple[str, str]], groups: _Groups, spellings: Mapping[str, str]
) -> dict[str, str]:
    """Return names without their place or subtitle that only one journal may bear."""
    owners: dict[str, set[str]] = {}
    for title, abbreviation in pairs:
        for written in (title, abbreviation):
            without_place = _PLACE.sub("", written)
            for short in (without_place, _SUBTITLE.sub("", without_place)):
                key = journal_key(short)
                if key not in spellings:
                    owners.setdefault(key, set()).add(groups.of(journal_key(title)))
    return {key: min(bearing) for key, bearing in owners.items() if len(bearing) == 1}


def _written(journals: Mapping[str, str]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    # As the reader looks for them: by the whole line, up to the comma.
    writer.writerows((key, journals[key]) for key in sorted(journals, key=lambda key: f"{key},"))
    return out.getvalue()
