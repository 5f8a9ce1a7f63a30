"""Small abstracts and concepts for the tests of extraction; every claim in them is invented."""

from __future__ import annotations

from pipeline.concepts import ConceptEntry, ConceptIndex
from pipeline.evidence.extract.abstracts import Abstract, plain
from pipeline.evidence.extract.found import Result, Tally
from pipeline.evidence.extract.naming import Namer
from pipeline.evidence.extract.results import extract_results

ENTRIES = (
    ConceptEntry("X-MINT", "mint oil", "intervention"),
    ConceptEntry("X-FENNEL", "fennel", "intervention"),
    ConceptEntry("X-IMPROVEMENT", "improvement", "outcome", better="higher"),
    ConceptEntry("X-PAIN", "pain", "outcome", ("X-IMPROVEMENT",), better="lower"),
    ConceptEntry("X-MORTALITY", "mortality", "outcome", ("X-IMPROVEMENT",), better="lower"),
    ConceptEntry("X-ADVERSE-EVENTS", "adverse events", "outcome", better="lower"),
    ConceptEntry("X-CRAMPS", "cramps", "condition"),
    ConceptEntry("X-ADULTS", "adults", "population"),
    ConceptEntry("X-CONTROL", "any control", "comparator", synonyms=("control group",)),
    ConceptEntry("X-PLACEBO", "placebo", "comparator", ("X-CONTROL",)),
    ConceptEntry("X-SHAM", "sham", "comparator", ("X-CONTROL",)),
    ConceptEntry("X-USUAL-CARE", "usual care", "comparator", ("X-CONTROL",)),
)
OBJECTIVE = "To assess the effects of mint oil for cramps in adults."


def make_abstract(
    *results: str,
    objective: str = OBJECTIVE,
    criteria: str = "Randomised trials.",
    title: str = "Mint oil for cramps",
    review_id: str = "CD999001",
    version: int = 2,
) -> Abstract:
    """An abstract with these paragraphs of main results."""
    suffix = f".pub{version}" if version > 1 else ""
    return Abstract(
        doi=f"10.1002/14651858.{review_id}{suffix}",
        review_id=review_id,
        version=version,
        title=title,
        sections=(
            ("Objectives", (objective,)),
            ("Search methods", ("We searched MEDLINE to 3 March 2014.",)),
            ("Selection criteria", (criteria,)),
            ("Main results", tuple(plain(text) for text in results)),
        ),
        publisher="Cochrane",
    )


def extract(*results: str, tally: Tally | None = None, **parts: str) -> list[Result]:
    """Extract from these paragraphs of main results."""
    namer = Namer(ConceptIndex(ENTRIES))
    return extract_results(make_abstract(*results, **parts), namer, tally or Tally())


def fields(result: Result) -> tuple[str, str, str]:
    """Intervention, comparators and outcome by name."""
    others = " or ".join(concept.name for concept in result.comparators)
    return result.intervention.name, others, result.outcome.name
