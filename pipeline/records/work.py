"""What registries say, asked now, of a publication that an article links to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

# A system and a value, as a citation has them: ("doi", "10.1000/xyz").
Identifier = tuple[str, str]
# The system under which the address of a page stands that is no publication's.
_PAGE: Final = "url"
LinkState = Literal["found", "there", "missing", "failed"]


def page_link(href: str) -> Identifier:
    """Return what a page that is no publication's is looked up by."""
    return (_PAGE, href)


@dataclass(frozen=True, slots=True)
class Lead:
    """What an article gives of a publication or a page to look it up by.

    Attributes:
        href: the address that it links to for it; "" where it links to none.
    """

    identifier: Identifier
    href: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A publication as registries describe it; what they do not say is empty.

    Attributes:
        told_by: the registries, in the order asked.
        authors: surnames in order.
        years: when it came out, online and in print; in order.
        kind: in the registry's words ("journal-article", "Review").
        retracted: "retracted" or "withdrawn"; "" where neither is said.
        remarks: other notices on it ("correction", "expression of concern").
    """

    told_by: tuple[str, ...]
    title: str = ""
    authors: tuple[str, ...] = ()
    journal: str = ""
    years: tuple[int, ...] = ()
    kind: str = ""
    retracted: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What became of looking an identifier, or the link to it, up.

    Attributes:
        state: "found" where a registry describes the work, "there" where it is known
            to exist and no more, "missing" where it is known not to, and "failed"
            where nobody could tell.
        work: of what was found; else None.
        why: who says that it is missing, or what kept us from knowing; else "".
    """

    identifier: Identifier
    state: LinkState
    work: Work | None = None
    why: str = ""

    def __post_init__(self) -> None:
        if (self.state == "found") != (self.work is not None):
            raise ValueError(f"{self.state} with {self.work}")
        if (self.state in {"missing", "failed"}) != bool(self.why):
            raise ValueError(f"{self.state} because of {self.why!r}")


# Asks whoever knows; what nobody can be asked about is not in the answer.
LookUp = Callable[[Iterable[Lead]], Mapping[Identifier, LookedUp]]
