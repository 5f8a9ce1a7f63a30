"""Results of abstracts become findings.

files → abstracts → topic → sentences → effects, outcome, arms → results → package

Only fields are kept; no sentence of an abstract enters a package.
"""

from __future__ import annotations

from pipeline.evidence.extract.abstracts import Abstract
from pipeline.evidence.extract.inputs import read_abstracts, read_review_dois
from pipeline.evidence.extract.kept_out import KeptOut, read_kept_out
from pipeline.evidence.extract.mesh import read_mesh
from pipeline.evidence.extract.package import Extraction, extract_package
from pipeline.evidence.extract.publications import stop_reading

__all__ = [
    "Abstract",
    "Extraction",
    "KeptOut",
    "extract_package",
    "read_abstracts",
    "read_kept_out",
    "read_mesh",
    "read_review_dois",
    "stop_reading",
]
