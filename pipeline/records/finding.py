"""What is said of claims, and all that one run found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.records.article import Article
from pipeline.records.evidence import EvidenceRow
from pipeline.records.statement import Claim

VerdictName = Literal["supported", "unsupported", "unverifiable"]
Severity = Literal["error", "warning", "note"]
MutedBy = Literal["silence", "baseline", "settings"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both numbers side by side, as printed, and the rule that compared them."""

    rule: str
    claimed: str
    evidence: str
    row_id: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing said of a claim. `code` decides verdict and severity.

    Attributes:
        confidence: 0..1; how sure the rule is that it applies here. Not
            calibrated on data.
        row_ids: the rows it rests on, best first.
    """

    code: str
    verdict: VerdictName
    severity: Severity
    reason: str
    confidence: float
    comparison: Comparison | None = None
    row_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is not in 0..1")
        if not self.reason:
            raise ValueError("a finding needs a reason")


@dataclass(frozen=True, slots=True)
class Check:
    """Arithmetic that was tried on an article, whether or not it held."""

    code: str
    passed: bool
    detail: str


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim with all that is said of it; the first finding decides."""

    claim: Claim
    findings: tuple[Finding, ...]
    checks: tuple[Check, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()

    def __post_init__(self) -> None:
        if not self.findings:
            raise ValueError("a judged claim has at least one finding")

    @property
    def decisive(self) -> Finding:
        """The finding that decides."""
        return self.findings[0]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that kept an input from being judged, for the report's `errors`."""

    path: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know that is neither a finding nor trouble, for the report's `notices`.

    Attributes:
        path: of the article or file that it is about.
        code: of `pipeline.notices`, "W101".
        line: from 1; 0 where it is about no line.
    """

    path: str
    code: str
    message: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Muted:
    """A claim whose findings somebody did not want to hear of again.

    Attributes:
        judged: the claim with those findings; it may stand among the claims of its
            document as well, with the findings that are left.
        why: silenced in the article, known to a baseline, or off in the settings.
        reason: the writer's reason, or which setting or baseline it was.
    """

    judged: JudgedClaim
    why: MutedBy
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One article with its judged claims, in the order of the text.

    Attributes:
        muted: in the order of the text; they count for nothing, but are not lost.
        notices: on what its writer silenced.
    """

    article: Article
    claims: tuple[JudgedClaim, ...] = ()
    muted: tuple[Muted, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """All that one run found: what every report is written from.

    Attributes:
        notices: on the run as a whole; `all_notices` has those of the documents too.
    """

    documents: tuple[Document, ...]
    errors: tuple[Trouble, ...] = ()
    evidence_version: str = ""
    n_rows: int = 0
    models: tuple[tuple[str, str], ...] = ()
    notices: tuple[Notice, ...] = ()

    def all_notices(self) -> Sequence[Notice]:
        """All notices, document by document, then those on the run."""
        return [*(each for document in self.documents for each in document.notices), *self.notices]

    def claims(self) -> Sequence[JudgedClaim]:
        """All judged claims, document by document."""
        return [judged for document in self.documents for judged in document.claims]
