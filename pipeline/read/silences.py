"""Stage 1: a writer's word that a finding is known and not wanted.

It stands where its format keeps what readers do not see: `<!-- claims: ignore
ST002 the trial is in press -->` in Markdown and HTML, a comment on the words in
a Word document. What it covers is for each reader to say.

    >>> parse_silence(" claims: ignore ST002, CI003 the trial is in press ")
    Wording(codes=('ST002', 'CI003'), reason='the trial is in press', whole_file=False)
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_FORM: Final = re.compile(
    r"\s*claims\s*:\s*ignore(?P<file>-file)?(?![\w-])(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
# A code, or the two letters of a family. They stand first; all else is the reason.
_CODES: Final = re.compile(r"\s*(?P<code>[A-Z]{2}(?:\d{3})?)(?![\w-])\s*,?")


class Wording(NamedTuple):
    """What a silence says, before it is known what it covers.

    Attributes:
        codes: codes ("ST002") and families ("ST") in their order; none means all.
    """

    codes: tuple[str, ...]
    reason: str
    whole_file: bool


def parse_silence(text: str) -> Wording | None:
    """Read the text of a comment; None where it silences nothing."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    rest, place, codes = found["rest"], 0, []
    while (code := _CODES.match(rest, place)) is not None:
        codes.append(code["code"])
        place = code.end()
    reason = " ".join(rest[place:].split()).lstrip(":–—- ")
    return Wording(tuple(codes), reason, found["file"] is not None)
