"""What two runs must share to find the same: tool, evidence, encoder, settings."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.baseline import Baseline, baseline_text
from pipeline.report.to_json import tool_version
from pipeline.settings import Settings
from pipeline.settings.keys import show_all

if TYPE_CHECKING:
    from pipeline.encoders import OnnxEncoder, OnnxTagger
    from pipeline.evidence import EvidenceTable

# These say which articles are judged and what comes of it, not what is found in one;
# evidence counts by what is in it.
_OF_THE_RUN: Final = frozenset({"exclude", "fail_on", "evidence", "evidence_only"})
# Enough that nobody meets two of the same, and short enough to be read.
_DIGITS: Final = 12


def identity_of(
    settings: Settings,
    *,
    baseline: Baseline | None,
    table: EvidenceTable,
    evidence: str,
    encoder: OnnxEncoder,
    tagger: OnnxTagger | None,
) -> dict[str, str]:
    """Say in texts what the outcomes of a batch depend on, apart from the articles.

    Args:
        settings: of the run.
        baseline: what is known already.
        table: of the evidence in use.
        evidence: a hash of the packages.
        encoder: in use.
        tagger: in use; None where patterns alone find claims.
    """
    known = _hashed(baseline_text(baseline)) if baseline is not None else "none"
    return {
        "tool": f"{tool_version()}, code {_code_digest()}",
        "evidence": f"{table.version}, content {evidence[:_DIGITS]}",
        "encoder": encoder.fingerprint,
        "detector": tagger.fingerprint if tagger is not None else "none",
        "baseline": known,
        "setting top_k": str(settings.top_k),
        **{
            f"setting {'.'.join(map(str, at))}": value
            for at, value in show_all(settings)
            if at[0] not in _OF_THE_RUN
        },
    }


@cache
def _code_digest() -> str:
    """Hash the package: a version says little while one works on the next."""
    package = Path(__file__).parents[1]
    paths = sorted(path for ending in ("py", "toml") for path in package.rglob(f"*.{ending}"))
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:_DIGITS]


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
