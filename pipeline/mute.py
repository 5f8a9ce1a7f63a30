"""Findings that somebody knows and does not want to hear of are put aside.

In this order: what the writer silenced in the article, what is off in the
settings, what a baseline knows. Severities of the settings are set here too.

What is left of a claim must not say more good of it than was said before: where
a finding against a claim is put aside, those for it that came after go with it.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from operator import attrgetter
from typing import Final

from pipeline.baseline import Baseline
from pipeline.codes import CODES, FAMILIES
from pipeline.notices import notice
from pipeline.records import (
    Article,
    Claim,
    Document,
    Finding,
    JudgedClaim,
    Muted,
    MutedBy,
    Notice,
    Severity,
    Silence,
)
from pipeline.settings import Level, Settings

_LINE_END: Final = re.compile(r"\r\n?|\n")
_RANKS: Final[Mapping[Severity, int]] = {"error": 0, "warning": 1, "note": 2}
_BEGINS: Final = attrgetter("claim.start")
# Why something is put aside, and the reason that is told.
_Why = tuple[MutedBy, str]


def mute_document(
    document: Document, *, settings: Settings, baseline: Baseline | None = None
) -> Document:
    """Put aside what is not wanted of one article, and tell of silences that silence nothing."""
    article = document.article
    levels = settings.levels(article.path)
    silences = _Silences(article)
    kept: list[JudgedClaim] = []
    muted: list[Muted] = []
    for judged in document.claims:
        aside: dict[_Why, list[Finding]] = {}
        left: list[Finding] = []
        against: _Why | None = None
        for finding in judged.findings:
            why = _why(judged.claim, finding, silences, levels, baseline, article.path)
            if finding.verdict != "supported":
                against = against or why
            elif why is None:
                why = against
            if why is None:
                left.append(_with_level(finding, levels))
            else:
                aside.setdefault(why, []).append(finding)
        muted += [
            Muted(replace(judged, findings=tuple(findings)), why, reason)
            for (why, reason), findings in aside.items()
        ]
        if left:
            # A check that failed must not be told again where its finding is not.
            gone = {finding.code for findings in aside.values() for finding in findings}
            checks = tuple(check for check in judged.checks if check.code not in gone)
            kept.append(replace(judged, findings=_in_order(left), checks=checks))
    told = (*document.notices, *silences.notices(document.claims))
    return Document(article, tuple(kept), tuple(muted), told)


def _why(
    claim: Claim,
    finding: Finding,
    silences: _Silences,
    levels: Mapping[str, Level],
    baseline: Baseline | None,
    path: str,
) -> _Why | None:
    silence = silences.use(claim, finding)
    if silence is not None:
        return "silence", silence.reason
    if levels.get(finding.code) == "off":
        return "settings", f"{finding.code} is off"
    if baseline is not None and baseline.knows(path, claim.claim_id, finding.code):
        return "baseline", baseline.file.name
    return None


def _with_level(finding: Finding, levels: Mapping[str, Level]) -> Finding:
    level = levels.get(finding.code)
    if level is None or level == "off" or level == "on":
        return finding
    return replace(finding, severity=level)


def _in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Keep the judges' order; of several against a claim the most severe decides."""
    return tuple(
        sorted(
            findings,
            key=lambda f: (0, _RANKS[f.severity]) if f.verdict == "unsupported" else (1, 0),
        )
    )


class _Silences:
    """The silences of one article, and what each of them was good for."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.all = article.silences
        whole = len(article.source)
        wide = [n for n, s in enumerate(self.all) if (s.covers_from, s.covers_to) == (0, whole)]
        others = sorted(set(range(len(self.all))) - set(wide), key=self._begins)
        self._wide, self._others = wide, others
        self._starts = [self.all[n].covers_from for n in others]
        # How far any silence up to here reaches: further back nothing need be looked at.
        self._reach = list(accumulate((self.all[n].covers_to for n in others), max))
        self._used: dict[int, set[str]] = {}

    def _begins(self, number: int) -> tuple[int, int]:
        return self.all[number].covers_from, number

    def use(self, claim: Claim, finding: Finding) -> Silence | None:
        """Return the first silence that wants a finding put aside; each that does is of use."""
        found = sorted(n for n in self._over(claim.start) if self._wants(n, claim, finding))
        return self.all[found[0]] if found else None

    def _over(self, start: int) -> Iterator[int]:
        yield from self._wide
        place = bisect_right(self._starts, start) - 1
        while place >= 0 and self._reach[place] > start:
            yield self._others[place]
            place -= 1

    def _wants(self, number: int, claim: Claim, finding: Finding) -> bool:
        silence = self.all[number]
        if not silence.covers(claim.start, finding.code):
            return False
        # What speaks for a claim is put aside only where it is meant by name.
        if finding.verdict == "supported" and finding.code not in silence.codes:
            return False
        named = [code for code in silence.codes if code in {finding.code, finding.code[:2]}]
        self._used.setdefault(number, set()).update(named)
        return True

    def notices(self, claims: Sequence[JudgedClaim]) -> Iterator[Notice]:
        """Tell of codes that do not exist and of silences that were good for nothing."""
        if not self.all:
            return
        claims = sorted(claims, key=_BEGINS)
        lines = [found.end() for found in _LINE_END.finditer(self.article.source)]
        for number, silence in enumerate(self.all):
            # A document has lines that only we know, and names its comments.
            line = 0 if self.article.locators else bisect_right(lines, silence.start) + 1
            written = f"`claims: ignore {', '.join(silence.codes)}".rstrip() + "`"
            # The line is told with the notice.
            is_named = silence.where and not silence.where.startswith("line ")
            where = f" ({silence.where})" if is_named else ""
            wrong = [code for code in silence.codes if code not in CODES and code not in FAMILIES]
            for code in wrong:
                hint = _nearest(code)
                yield notice("W102", self.article.path, line=line, wanted=code + where, hint=hint)
            used = self._used.get(number)
            idle = [c for c in silence.codes if c not in (used or ()) and c not in wrong]
            if used is None and (idle or not silence.codes):
                why = _why_idle(silence, claims)
                yield notice("W101", self.article.path, line=line, what=written + where, why=why)
            elif idle:
                what = f"{', '.join(idle)} in {written}{where}"
                why = _why_idle(silence, claims)
                yield notice("W101", self.article.path, line=line, what=what, why=why)


def _why_idle(silence: Silence, claims: Sequence[JudgedClaim]) -> str:
    """Say why a silence was good for nothing; the claims are in order of place."""
    if silence.covers_from == silence.covers_to:
        return "nothing follows it"
    first = bisect_left(claims, silence.covers_from, key=_BEGINS)
    inside = claims[first : bisect_left(claims, silence.covers_to, key=_BEGINS)]
    if not inside:
        return "there is no claim in what it covers"
    if not silence.codes:
        return "no claim there is unsupported or unverifiable"
    said = {f.code for judged in inside for f in judged.findings if f.verdict != "supported"}
    found = f"; what is there: {', '.join(sorted(said))}" if said else ""
    return f"no claim there has such a finding{found}"


def _nearest(code: str) -> str:
    near = difflib.get_close_matches(code, [*CODES, *FAMILIES], n=1, cutoff=0.6)
    return f"Did you mean {near[0]}?" if near else "`claims explain` lists them all."
