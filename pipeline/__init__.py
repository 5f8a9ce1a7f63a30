"""A linter for health claims.

The verbs are the stages in the order of the data: read, mark, normalise,
retrieve, judge; `load_checker` has them all. The nouns are the records that
flow between them. Each is imported when it is first asked for, so that
`import pipeline` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pipeline.check import Checker, check_articles, load_checker
    from pipeline.codes import CODES, FindingCode
    from pipeline.errors import PipelineError
    from pipeline.evidence import EvidenceTable, load_evidence
    from pipeline.judge.decide import judge_document
    from pipeline.mark.language import build_language, mark_articles
    from pipeline.normalise import normalise_claims
    from pipeline.read import find_articles, read_bytes, read_path
    from pipeline.records import (
        Article,
        Block,
        Cell,
        CellAddress,
        Check,
        CitedSource,
        Claim,
        Comparison,
        Concept,
        Document,
        EvidenceRow,
        Finding,
        JudgedClaim,
        Match,
        Quantity,
        Result,
        Source,
        Statement,
        Table,
        Trouble,
    )
    from pipeline.report import FORMATS
    from pipeline.retrieve import TableRetriever
    from pipeline.settings import Settings

__all__ = [
    "CODES",
    "FORMATS",
    "Article",
    "Block",
    "Cell",
    "CellAddress",
    "Check",
    "Checker",
    "CitedSource",
    "Claim",
    "Comparison",
    "Concept",
    "Document",
    "EvidenceRow",
    "EvidenceTable",
    "Finding",
    "FindingCode",
    "JudgedClaim",
    "Match",
    "PipelineError",
    "Quantity",
    "Result",
    "Settings",
    "Source",
    "Statement",
    "Table",
    "TableRetriever",
    "Trouble",
    "build_language",
    "check_articles",
    "find_articles",
    "judge_document",
    "load_checker",
    "load_evidence",
    "mark_articles",
    "normalise_claims",
    "read_bytes",
    "read_path",
]

# What does not come from `pipeline.records`.
_HOMES: Final = {
    "CODES": "codes",
    "FORMATS": "report",
    "Checker": "check",
    "EvidenceTable": "evidence",
    "FindingCode": "codes",
    "PipelineError": "errors",
    "Settings": "settings",
    "TableRetriever": "retrieve",
    "build_language": "mark.language",
    "check_articles": "check",
    "find_articles": "read",
    "judge_document": "judge.decide",
    "load_checker": "check",
    "load_evidence": "evidence",
    "mark_articles": "mark.language",
    "normalise_claims": "normalise",
    "read_bytes": "read",
    "read_path": "read",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  # whatever has the name
    """Import a name of the package when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    home = importlib.import_module(f"pipeline.{_HOMES.get(name, 'records')}")
    found = globals()[name] = getattr(home, name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
