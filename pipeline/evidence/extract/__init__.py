"""Layer 5, extraction: results of reviews' abstracts become findings.

abstracts → topic → sentences → effects, outcome, arms → results → package

Only fields are kept; no sentence of an abstract enters a package.
"""

from __future__ import annotations

from pipeline.evidence.extract.abstracts import Abstract, read_abstracts
from pipeline.evidence.extract.mesh import read_mesh
from pipeline.evidence.extract.package import Extraction, extract_package

__all__ = ["Abstract", "Extraction", "extract_package", "read_abstracts", "read_mesh"]
