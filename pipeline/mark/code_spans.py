"""Stage 2: billing and diagnosis codes as spans."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc

from pipeline.citations import CodeMention, read_codes
from pipeline.mark.marks import CODES, cover


class CodeSpans:
    """Component: fills `doc.spans["codes"]`, labelled by the code system."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the registry codes of one document, line by line."""
        found: list[CodeMention] = []
        start = 0
        for line in doc.text.split("\n"):
            found += [
                replace(one, start=one.start + start, end=one.end + start)
                for one in read_codes(line)
            ]
            start += len(line) + 1
        doc.user_data[CODES] = found
        cover(doc, "codes", [(m.start, m.end, m.system) for m in found])
        return doc
