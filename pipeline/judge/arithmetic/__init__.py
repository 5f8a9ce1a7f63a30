"""Stage 5, arithmetic: an article's own sums, done again.

`check_quantities` does those of neighbouring numbers, `check_reported` holds the results of a
sentence against each other, `check_table` and `check_columns` do those of a table along its rows
and columns, `check_text_against_table` compares text and table. `ArticleArithmetic` does all of an
article once and says what it found of each claim. No false alarm is worth a
catch: where the numbers may not belong together, nothing is said.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from pipeline.codes import CODES
from pipeline.judge.arithmetic.agreement import TextTableCheck, check_text_against_table
from pipeline.judge.arithmetic.columns import check_columns
from pipeline.judge.arithmetic.prose import ArithmeticResult, check_quantities
from pipeline.judge.arithmetic.reported import check_reported
from pipeline.judge.arithmetic.tables import TableCheck, check_table
from pipeline.quantities import read_quantities
from pipeline.records import Article, CellAddress, Check, Claim, Comparison, Finding, Table

__all__ = [
    "ArithmeticResult",
    "ArticleArithmetic",
    "TableCheck",
    "TextTableCheck",
    "check_quantities",
    "check_table",
    "check_text_against_table",
]

# Sums are certain; that the numbers belong together is what may be wrong.
_CONFIDENCE: Final = 0.95
_UNREAD: Final = frozenset({"cell", "boilerplate", "code"})


@dataclass(frozen=True, slots=True)
class _Placed:
    """A check with its places in the article's clean text, the stated number's first."""

    check: TableCheck | ArithmeticResult | TextTableCheck
    spans: tuple[tuple[int, int], ...]


class ArticleArithmetic:
    """The sums of one article, and the claims they belong to."""

    def __init__(self, article: Article, claims: Sequence[Claim]) -> None:
        placed = [*_of_text(article), *_of_tables(article)]
        over = _Over(claims)
        self._failed: dict[str, list[Finding]] = {}
        self._checks: dict[str, list[Check]] = {}
        for one in placed:
            self._attach(one, over)

    def of(self, claim: Claim) -> tuple[list[Finding], tuple[Check, ...]]:
        """Return what failed, as findings, and all that was tried, in the order of the text."""
        failed = self._failed.get(claim.claim_id, [])
        return list(failed), tuple(self._checks.get(claim.claim_id, ()))

    def _attach(self, placed: _Placed, over: _Over) -> None:
        """Give a check to the claims over its numbers; a failure, to the stated number's."""
        check = placed.check
        for claim in over(placed.spans):
            self._checks.setdefault(claim.claim_id, []).append(
                Check(check.code, check.passed, check.detail)
            )
        if check.passed:
            return
        for claim in over(placed.spans[:1]) or over(placed.spans):
            self._failed.setdefault(claim.claim_id, []).append(_finding(check))


class _Over:
    """Finds the claims, which are in order of place, that share characters with a span."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._claims = claims
        self._starts = [claim.start_clean for claim in claims]
        # How far the claims up to each one reach; what reaches less far is before a span.
        self._reach = list(accumulate((claim.end_clean for claim in claims), max))

    def __call__(self, spans: Sequence[tuple[int, int]]) -> list[Claim]:
        """Return the claims over any of the spans, in order."""
        over: set[int] = set()
        for start, end in spans:
            first, last = bisect_right(self._reach, start), bisect_left(self._starts, end)
            over.update(n for n in range(first, last) if self._claims[n].end_clean > start)
        return [self._claims[n] for n in sorted(over)]


def _finding(check: TableCheck | ArithmeticResult | TextTableCheck) -> Finding:
    code = CODES[check.code]
    comparison = Comparison(code.title, claimed=check.stated, evidence=check.recomputed)
    return Finding(check.code, code.verdict, code.severity, check.detail, _CONFIDENCE, comparison)


def _of_text(article: Article) -> list[_Placed]:
    placed: list[_Placed] = []
    for block in article.blocks:
        if block.kind in _UNREAD:
            continue
        text, shift = article.text[block.start_clean : block.end_clean], block.start_clean
        quantities = read_quantities(text)
        for result in (*check_quantities(text, quantities), *check_reported(text, quantities)):
            spans = tuple((start + shift, end + shift) for start, end in result.spans)
            placed.append(_Placed(result, (spans[-1], *spans[:-1])))
        for table in article.tables:
            for check in check_text_against_table(text, quantities, table):
                span = (check.span[0] + shift, check.span[1] + shift)
                placed.append(_Placed(check, (span, *_places(table, (check.cell,)))))
    return placed


def _of_tables(article: Article) -> list[_Placed]:
    return [
        _Placed(check, tuple(reversed(_places(table, check.cells))))
        for table in article.tables
        for check in (*check_table(table), *check_columns(table))
    ]


def _places(table: Table, cells: Sequence[CellAddress]) -> tuple[tuple[int, int], ...]:
    found = (table.at(address.row, address.column) for address in cells)
    return tuple((cell.start_clean, cell.end_clean) for cell in found if cell is not None)
