"""Whether the evidence table holds an answer to a claim, by what a reader says of it.

Of most claims the table holds nothing, and no judge could decide them. What can be asked of
the judges is to decide those that a row answers. Whether one does is told by the fields that a
reader filled, not by what the tool reads: a claim that the tool misunderstands still counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from pipeline.evidence.table import EvidenceTable
from pipeline.judge.candidates import publisher_fit
from pipeline.judge.figures import RESULTS, figures_of
from pipeline.judge.statements.weighing import is_weighty
from pipeline.learn.annotations.records import Annotation, Fields, Named
from pipeline.records import ClaimKind, Concept, EvidenceRow, Relation

# Which rows answer which kind of claim; what bodies say is answered by their own rows alone.
_ANSWER: Final[Mapping[str, frozenset[ClaimKind]]] = {
    "statistic": frozenset({"statistic", "efficacy", "safety"}),
    "efficacy": frozenset({"efficacy"}),
    "safety": frozenset({"safety", "efficacy"}),
    "mechanism": frozenset({"mechanism"}),
    "coverage": frozenset({"coverage"}),
    "regulatory": frozenset({"regulatory", "coverage"}),
}
_OF_BODIES: Final = frozenset({"coverage", "regulatory"})
_SETTLED: Final = frozenset({"supported", "unsupported"})
_SAME: Final[frozenset[Relation]] = frozenset({"same"})
_PART: Final[frozenset[Relation]] = frozenset({"same", "narrower"})


class Answers:
    """Tells which claims of a reader the verified rows of a table answer."""

    def __init__(self, table: EvidenceTable) -> None:
        self._table = table
        verified = np.flatnonzero(table.row_index.verified).tolist()
        self._rows: Sequence[EvidenceRow] = [table.rows[place] for place in verified]

    def any_for(self, gold: Annotation) -> bool:
        """Say whether a row answers a claim that a reader found true or false.

        A row answers that is on the same treatment, condition and outcome, against what the
        claim compares with, if it compares; that gives a number where the claim gives one; and
        that settles a question: an overview, a large trial or a body's own word, and not one
        that could not tell. Citations and codes are not asked of rows.
        """
        if gold.verdict not in _SETTLED or gold.fields is None:
            return False
        kinds = _ANSWER.get(gold.kind, frozenset())
        fields = gold.fields
        return any(
            row.kind in kinds and row.stance != "uncertain" and self._is_answer(gold, fields, row)
            for row in self._rows
        )

    def _is_answer(self, gold: Annotation, fields: Fields, row: EvidenceRow) -> bool:
        said = row.statement
        if not self._is_on_topic(fields, row):
            return False
        if gold.kind in _OF_BODIES:
            named = fields.source.publisher if fields.source is not None else None
            return publisher_fit(named, row.source.publisher) in {"fits", "near"}
        compared = {c.concept_id for c in said.comparators}
        asked = {named.concept_id for named in fields.comparators}
        if asked and not asked & compared:
            return False
        counted = any(number.role in RESULTS for number in fields.quantities)
        if gold.kind == "statistic" and counted and not figures_of(said):
            return False
        return row.kind != "efficacy" or is_weighty(row)

    def _is_on_topic(self, fields: Fields, row: EvidenceRow) -> bool:
        said = row.statement
        named = [fields.intervention, fields.condition]
        if not any(one is not None and one.concept_id for one in named):
            return False
        whole = fields.condition is None and fields.outcome is None and row.kind == "efficacy"
        return (
            not whole
            and self._fits(fields.intervention, said.intervention, _SAME)
            and self._fits(fields.condition, said.condition, _SAME)
            and (fields.outcome is None or self._fits(fields.outcome, said.outcome, _PART))
            and (
                said.population is None
                or _id_of(fields.population) in {None, said.population.concept_id}
            )
        )

    def _fits(
        self, asked: Named | None, held: Concept | None, relations: frozenset[Relation]
    ) -> bool:
        """Say whether a row names what a reader names; what neither names fits."""
        if asked is None or held is None:
            return asked is None and held is None
        if asked.concept_id is None:
            return False
        return self._table.concepts.relation(held.concept_id, asked.concept_id) in relations


def _id_of(named: Named | None) -> str | None:
    return named.concept_id if named is not None else None
