"""What a run tells besides findings and trouble, one table; it changes no exit code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.records import Notice

# More names would hide the line behind them.
_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """What a notice means, for `claims explain`.

    Attributes:
        template: of the sentence that is told.
    """

    code: str
    title: str
    template: str
    remedy: str


def _table(*kinds: NoticeKind) -> dict[str, NoticeKind]:
    return {kind.code: kind for kind in kinds}


NOTICES: Final = _table(
    # --- W1: on an article
    NoticeKind(
        "W101",
        "a silence that silences nothing",
        "{what} silences nothing: {why}.",
        "Take it out, or put it right above the words it is meant for.",
    ),
    NoticeKind(
        "W102",
        "a silence names a code that does not exist",
        "There is no code or family {wanted} to ignore. {hint}",
        "Correct the code; `claims explain` lists them all.",
    ),
    NoticeKind(
        "W103",
        "only the beginning of a page was read",
        "{path} shows only its beginning; the rest is for those who pay, and was not checked.",
        "Check a copy of the whole article that you may read.",
    ),
    NoticeKind(
        "W104",
        "links that could not be looked up",
        "{n} of {total} references and links of {path} could not be looked up, such as {name} "
        "({why}); nothing is said of them.",
        "Try again later; what was looked up stands.",
    ),
    NoticeKind(
        "W105",
        "an article of which parts are missing",
        "{path} is not whole: what stands at {names} belongs to it and was not checked.",
        "See the error of that page; what was read of the article is checked.",
    ),
    # --- W2: on a run
    NoticeKind(
        "W201",
        "known findings that are gone",
        "Known findings of {path} that are not needed any more, since they were mended, changed or "
        "silenced: {n}.",
        "Good news. `claims baseline write` with the same files forgets them.",
    ),
    NoticeKind(
        "W202",
        "what was named is left out",
        "Not read, since 'exclude' in the settings, or --exclude, leaves it out: {names}.",
        "Change the pattern, or check it with --no-config.",
    ),
    NoticeKind(
        "W203",
        "nothing is left to check",
        "Nothing was checked: {why}.",
        "Nothing to do, unless you expected otherwise.",
    ),
    NoticeKind(
        "W204",
        "a sitemap lists what is not of its own host",
        "{n} addresses in {path} are of other hosts and were left out.",
        "Name them, or list them with --input, where you want them checked.",
    ),
    NoticeKind(
        "W205",
        "a sitemap lists more pages than are checked",
        "{path} lists more pages than the first {n}, which are checked.",
        "Raise --limit.",
    ),
    NoticeKind(
        "W206",
        "a sitemap lists more sitemaps than are read",
        "{path} lists more sitemaps than the first {n}, which are read.",
        "Name the others with --sitemap.",
    ),
    NoticeKind(
        "W207",
        "an article has more parts than are checked",
        "{path} goes on beyond its first {n} parts, which are checked.",
        "Name the part that follows, and it goes on from there.",
    ),
    NoticeKind(
        "W208",
        "drafts in a folder are of a kind that is not read",
        "Not checked, since files of their kind are not read: {names}. Save them as .docx.",
        "Save them as .docx, or name them under 'exclude' in the settings.",
    ),
)


def names_of(paths: Sequence[str]) -> str:
    """Name files or pages in one line, the first of many."""
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return ", ".join(paths[:_NAMED]) + more


def notice(code: str, path: str, *, line: int = 0, **details: object) -> Notice:
    """Make a notice of a code."""
    return Notice(path, code, NOTICES[code].template.format(path=path, **details), line)
