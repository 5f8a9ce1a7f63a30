"""`claims judge`: pairs of a claim and its evidence, one verdict each."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.exits import EXIT_CLEAN, EXIT_TROUBLE
from pipeline.cli.streams import as_trouble, say_trouble, write_out
from pipeline.errors import PairLineError, PipelineError, SourceUnreadableError
from pipeline.records import Finding


def judge(
    pairs: Annotated[
        str,
        typer.Argument(
            metavar="PAIRS",
            help='JSON Lines of {"claim": "…", "evidence": "…"}; - is standard input.',
        ),
    ],
) -> None:
    """Say of each claim whether the sentence of evidence beside it supports it.

    One JSON line for each line, in order: verdict, code, reason, confidence. A line that is no pair
    gets one with error and message. Only the two sentences count, not the evidence table.
    """
    from pipeline.pairs import load_pair_judge

    lines = list(_lines(pairs))
    read = [line for line in lines if not isinstance(line, PipelineError)]
    said = load_pair_judge().judge(read)
    n_broken = 0
    for line in lines:
        if isinstance(line, PipelineError):
            n_broken += 1
            say_trouble(as_trouble(line))
            write_out(_as_json({"error": line.code, "message": line.message}))
        else:
            write_out(_as_json(_told(next(said))))
    raise typer.Exit(EXIT_TROUBLE if n_broken else EXIT_CLEAN)


def _lines(path: str) -> Iterator[tuple[str, str] | PipelineError]:
    try:
        data = _standard_input() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise SourceUnreadableError(source=path, why=error.strerror or str(error)) from error
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            yield _pair(line, path, number)


def _standard_input() -> bytes:
    # `<&-`: there is none.
    return sys.stdin.buffer.read() if sys.stdin is not None else b""


def _pair(line: bytes, path: str, number: int) -> tuple[str, str] | PairLineError:
    try:
        said = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return PairLineError(source=path, line=number, why=f"it is no JSON ({error})")
    if not isinstance(said, dict):
        return PairLineError(source=path, line=number, why="it is no JSON object")
    claim, evidence = said.get("claim"), said.get("evidence")
    if isinstance(claim, str) and isinstance(evidence, str) and claim.strip() and evidence.strip():
        return claim, evidence
    empty = [
        key
        for key, words in (("claim", claim), ("evidence", evidence))
        if not (isinstance(words, str) and words.strip())
    ]
    why = f"it has no words for {' and '.join(empty)}"
    return PairLineError(source=path, line=number, why=why)


def _told(found: Finding) -> dict[str, str | float]:
    return {
        "verdict": found.verdict,
        "code": found.code,
        "reason": found.reason,
        "confidence": round(found.confidence, 2),
    }


def _as_json(said: dict[str, str | float]) -> str:
    return json.dumps(said, ensure_ascii=False) + "\n"
