"""Public registries become files of the evidence package.

Each function takes the text of a registry, and the text of the file as it
stands where somebody may have added to it, and gives the file's new text. The
same input gives the same text, and so does the text it gave.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pipeline.citations import normal_doi

CODES_HEADER: Final = (
    "system",
    "code",
    "status",
    "valid_from",
    "valid_to",
    "meaning",
    "concepts",
    "replaced_by",
)
DIAGNOSES_HEADER: Final = ("system", "code", "valid_from", "meaning")
NOTICES_HEADER: Final = ("doi", "listing_id")
# The line of listings.csv that says how old the list of notices is, and what it holds.
RETRACTION_WATCH: Final = "retraction-watch"
_HCPCS: Final = "HCPCS"
_ICD: Final = "ICD-10-CM"
# ICD-10-CM writes the point after the third place; the registry leaves it out.
_CATEGORY_LENGTH: Final = 3


def build_hcpcs(codes: str, registry: str) -> str:
    """Put a registry's codes in the place of those that codes.csv has of HCPCS.

    Args:
        codes: the text of codes.csv; may be empty. The concepts that somebody
            linked to a code stay.
        registry: tab-separated code, short and long description, with a header.

    Returns:
        The new text of codes.csv, by system and code.
    """
    lines = list(csv.DictReader(io.StringIO(codes, newline="")))
    linked = {line["code"]: line["concepts"] for line in lines if line["system"] == _HCPCS}
    found = [line for line in lines if line["system"] != _HCPCS]
    for line in csv.DictReader(
        io.StringIO(registry, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE
    ):
        code = line["code"].strip()
        meaning = " ".join((line["long"] or line["short"]).split())
        found.append(
            dict.fromkeys(CODES_HEADER, "")
            | {"system": _HCPCS, "code": code, "status": "active", "meaning": meaning}
            | {"concepts": linked.get(code, "")}
        )
    return _written(CODES_HEADER, sorted(found, key=lambda line: (line["system"], line["code"])))


def build_icd10(diagnoses: str, editions: Sequence[str]) -> str:
    """Put a registry's diagnoses in the place of those that diagnoses.csv has of ICD-10-CM.

    Args:
        diagnoses: the text of diagnoses.csv; may be empty. Of a line that says
            since when its code is valid, that day stays; and the line itself,
            where no edition has its code.
        editions: the registry, the oldest edition first: comma-separated code
            without its point, and title; no header. A code that an edition
            dropped stays, and the newest title counts.

    Returns:
        The new text of diagnoses.csv, by system and code.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    since: dict[tuple[str, str], str] = {}
    for line in csv.DictReader(io.StringIO(diagnoses, newline="")):
        key = (line["system"], line["code"])
        if line["valid_from"]:
            since[key] = line["valid_from"]
        if line["system"] != _ICD or line["valid_from"]:
            found[key] = line
    for edition in editions:
        for code, description in csv.reader(io.StringIO(edition, newline="")):
            head, rest = code[:_CATEGORY_LENGTH], code[_CATEGORY_LENGTH:]
            key = (_ICD, f"{head}.{rest}" if rest else head)
            meaning = " ".join(description.split())
            day = since.get(key, "")
            found[key] = {"system": key[0], "code": key[1], "valid_from": day, "meaning": meaning}
    return _written(DIAGNOSES_HEADER, [found[key] for key in sorted(found)])


def build_notices(registry: str) -> str:
    """Make notices.csv of a list of DOIs, one a line.

    Returns:
        The text of notices.csv, by DOI, each once.
    """
    dois = sorted({normal_doi(line) for line in registry.splitlines() if line.strip()})
    return _written(NOTICES_HEADER, [{"doi": doi, "listing_id": RETRACTION_WATCH} for doi in dois])


def _written(header: Sequence[str], lines: Iterable[Mapping[str, str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()
