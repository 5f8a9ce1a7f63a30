"""Stage 2: the interventions, conditions, outcomes … of a text as spans."""

from __future__ import annotations

import re
from typing import Final

from spacy.tokens import Doc

from pipeline.concepts import ConceptIndex, ConceptMention
from pipeline.mark.marks import CONCEPTS, codes_of, cover, text_of

# "Headache" in "American Headache Society" is part of a name.
_BODY: Final = re.compile(
    r"(?: [A-Z]\w+| of| and| for){0,4} (?:Society|Association|Foundation|College|Academy|"
    r"Institutes?|Federation|Council|Alliance|Cent(?:er|re)s?|Network|Board|Commission|Administration|"
    r"Organi[sz]ation|Journal|Trust|Charity)\b"
)

# Who teaches or sells it, and where: nobody is treated with a yoga teacher, or a tea shop.
_WHO_OR_WHERE: Final = re.compile(
    r"[ -](?:teachers?|instructors?|therapists?|practitioners?|coach(?:es)?|gurus?|influencers?"
    r"|sellers?|makers?|manufacturers?|compan(?:y|ies)|brands?|industry|lobby|shops?|stores?|stalls?|studios?"
    r"|clinics?|cent(?:er|re)s?|schools?|aisles?|magazines?|websites?|forums?|blogs?|podcasts?)\b",
    re.IGNORECASE,
)


def _names_a_body(text: str, mention: ConceptMention) -> bool:
    return text[mention.start].isupper() and _BODY.match(text, mention.end) is not None


class ConceptSpans:
    """Component: fills `doc.spans["concepts"]`, labelled by kind."""

    def __init__(self, index: ConceptIndex) -> None:
        self.index = index

    def __call__(self, doc: Doc) -> Doc:
        """Mark the concepts of one document."""
        text = text_of(doc)
        in_codes = {place for code in codes_of(doc) for place in range(code.code_start, code.end)}
        mentions = [
            m
            for m in self.index.find(text)
            if m.start not in in_codes
            and not _names_a_body(text, m)
            and not (m.kind == "intervention" and _WHO_OR_WHERE.match(text, m.end))
        ]
        doc.user_data[CONCEPTS] = mentions
        cover(doc, "concepts", [(m.start, m.end, m.kind) for m in mentions])
        return doc
