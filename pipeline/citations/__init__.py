"""Between layers 2 and 3: the sources and the billing codes that a text names.

>>> [(c.publisher, c.year) for c in read_citations("(NIH, 2023)")]
[('National Institutes of Health', 2023)]
>>> [(m.system, m.code) for m in read_codes("Ask for CPT code 97810.")]
[('CPT', '97810')]
"""

from __future__ import annotations

from pipeline.citations.billing import (
    CodeMention,
    code_key,
    is_about_bills,
    is_diagnosis,
    read_codes,
    read_listed,
    system_by_shape,
)
from pipeline.citations.glosses import glosses_of
from pipeline.citations.identifiers import normal_doi
from pipeline.citations.journals import journal_key
from pipeline.citations.links import identifier_of, leads_of, linked_pages, linked_source, tie_links
from pipeline.citations.names import (
    curated_journal,
    journal_named,
    organisation_named,
    wider_organisations,
)
from pipeline.citations.references import read_entries, read_reference, tie_references
from pipeline.citations.sources import read_citations
from pipeline.citations.trials import trial_key

__all__ = [
    "CodeMention",
    "code_key",
    "curated_journal",
    "glosses_of",
    "identifier_of",
    "is_about_bills",
    "is_diagnosis",
    "journal_key",
    "journal_named",
    "leads_of",
    "linked_pages",
    "linked_source",
    "normal_doi",
    "organisation_named",
    "read_citations",
    "read_codes",
    "read_entries",
    "read_listed",
    "read_reference",
    "system_by_shape",
    "tie_links",
    "tie_references",
    "trial_key",
    "wider_organisations",
]
