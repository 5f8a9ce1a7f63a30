"""Stage 6: what a marked copy says of a claim, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.codes import CODES
from pipeline.records import JudgedClaim
from pipeline.report.printed import SIGNS, further_checks, named_sources, other_side


class Remark(NamedTuple):
    """A line of what is said.

    Attributes:
        link: where it leads, which is its text too; None for a line that leads nowhere.
        is_place: whether it only names the words that it cannot stand on.
    """

    text: str
    bold: bool = False
    link: str | None = None
    is_place: bool = False


def remarks_on(judged: JudgedClaim) -> Iterable[Remark]:
    """Yield verdict, code, reason, both numbers, sources and what to do."""
    decisive = judged.decisive
    code = CODES[decisive.code]
    sign = SIGNS[decisive.verdict]
    yield Remark(f"{sign} {decisive.verdict} {code.code}: {code.title}", bold=True)
    yield Remark(decisive.reason)
    compared = decisive.comparison
    if compared is not None:
        yield Remark(f"Article: {compared.claimed or 'no number'}")
        yield Remark(f"{other_side(decisive)}: {compared.evidence or 'no number'}")
    if decisive.verdict != "supported":
        for finding in judged.findings[1:]:
            yield Remark(f"{SIGNS[finding.verdict]} {finding.code}: {finding.reason}")
        for check in further_checks(judged):
            yield Remark(f"Arithmetic {'holds' if check.passed else 'fails'}: {check.detail}")
    for name, link in named_sources(judged):
        yield Remark(name)
        if link is not None:
            yield Remark(link, link=link)
    if decisive.verdict != "supported":
        yield Remark(f"What to do: {code.remedy}")
