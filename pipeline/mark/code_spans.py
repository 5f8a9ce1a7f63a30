"""Stage 2: billing and diagnosis codes as spans."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc

from pipeline.citations import CodeMention, read_codes
from pipeline.mark.marks import CODES, cover, text_of

# A list under "CPT codes" has lines that begin with a code and nothing to name it.
_LISTS: Final = re.compile(
    r"\b(?P<system>CPT|HCPCS|ICD-10(?:-CM)?)\b|\b(?:billing|procedure)\s+codes?\b"
)
_LISTED: Final = re.compile(
    r"\W*(?P<code>[A-Z]?\d{4,5}[A-Z]?|[A-Z]\d[\dA-Z]\.[\dA-Z]{1,4})\b(?!\s*%)"
)


class CodeSpans:
    """Component: fills `doc.spans["codes"]`, labelled by the code system."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the registry codes of one document, line by line."""
        found: list[CodeMention] = []
        start = 0
        system: str | None = None
        for line in text_of(doc).split("\n"):
            read = read_codes(line)
            listed = _LISTED.match(line)
            if not read and listed is not None and system is not None:
                code = listed["code"]
                read = [CodeMention(system, code, listed.start("code"), listed.end("code"), code)]
            elif line.strip():
                named = _LISTS.search(line)
                # Only the lines right below keep to the system that a line names.
                system = (named["system"] or "CPT") if named is not None else None
            found += [replace(one, start=one.start + start, end=one.end + start) for one in read]
            start += len(line) + 1
        doc.user_data[CODES] = found
        cover(doc, "codes", [(m.start, m.end, m.system) for m in found])
        return doc
