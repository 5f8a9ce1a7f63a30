"""Reports and marked copies that a run writes to files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import typer

from pipeline.cli.streams import as_trouble, say
from pipeline.errors import CopyImpossibleError, PipelineError, ReportUnwritableError
from pipeline.records import Document, Result, Trouble
from pipeline.report import COPIES, FORMATS, CopyName, FormatName
from pipeline.whole_files import write_whole


@dataclass(frozen=True, slots=True)
class Output:
    """What to write to a file, or for marked copies of several documents to a folder."""

    format: FormatName | CopyName
    path: Path


def parse_output(text: str) -> Output:
    """Read "html=report.html".

    Raises:
        typer.BadParameter: no such format, or no file.
    """
    name, equals, path = text.partition("=")
    known: tuple[FormatName | CopyName, ...] = (*get_args(FormatName), *get_args(CopyName))
    chosen = next((known_name for known_name in known if known_name == name), None)
    if chosen is None or not equals or not path:
        raise typer.BadParameter(
            f"{text!r} is not FORMAT=FILE, as in html=report.html. Formats: {', '.join(known)}."
        )
    return Output(chosen, Path(path))


def write_outputs(result: Result, outputs: Sequence[Output]) -> list[Trouble]:
    """Write each output, telling of each; what cannot be written is returned."""
    troubles = []
    for output in outputs:
        written: list[Path] = []
        for piece in _pieces(result, output):
            if isinstance(piece, PipelineError):
                troubles.append(as_trouble(piece))
                continue
            path, data = piece
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, data)
            except OSError as error:
                why = error.strerror or str(error)
                troubles.append(as_trouble(ReportUnwritableError(path=path, why=why)))
            else:
                written.append(path)
        if len(written) == 1:
            say(f"Wrote {written[0]}")
        elif written:
            say(f"Wrote {len(written):,} copies to {output.path}")
    return troubles


def _pieces(result: Result, output: Output) -> Iterator[tuple[Path, bytes] | PipelineError]:
    if output.format == "docx" or output.format == "pdf":
        yield from _copies(result, output.format, output.path)
    else:
        yield output.path, FORMATS[output.format](result).encode("utf-8", "replace")


def _copies(
    result: Result, written: CopyName, target: Path
) -> Iterator[tuple[Path, bytes] | PipelineError]:
    documents = [each for each in result.documents if each.article.format == written]
    if not documents:
        yield CopyImpossibleError(source=target, why=f"no {written} document was checked")
        return
    paths = [each.article.path for each in documents]
    ending, own = target.suffix.lower(), Path(paths[0]).suffix.lower() or f".{written}"
    is_file = len(documents) == 1 and ending in {own, f".{written}"}
    if is_file and ending != own:
        # Word opens no document with macros (.docm) under another ending.
        yield CopyImpossibleError(source=paths[0], why=f"the copy has to end in {own} too")
        return
    # Folders below what all documents share stay, so that no copy takes another's name.
    shared = os.path.commonpath([os.path.dirname(os.path.abspath(path)) for path in paths])  # noqa: PTH100, PTH120 - Path keeps the dots
    for document, path in zip(documents, paths, strict=True):
        place = target if is_file else target / os.path.relpath(os.path.abspath(path), shared)  # noqa: PTH100
        try:
            yield place, COPIES[written](document, _original(document, place))
        except PipelineError as error:
            yield error


def _original(document: Document, place: Path) -> bytes:
    """Return the bytes that were checked, which the copy must not overwrite."""
    article = document.article
    if article.page is not None:
        why = "it was fetched from the web; save it and check the file"
        raise CopyImpossibleError(source=article.path, why=why)
    source = Path(article.path)
    try:
        data = source.read_bytes()
    except (OSError, ValueError) as error:
        why = "it came from standard input" if article.path == "-" else "it is gone"
        raise CopyImpossibleError(source=article.path, why=why) from error
    if hashlib.sha256(data).hexdigest() != article.sha256:
        raise CopyImpossibleError(source=article.path, why="it was changed while it was checked")
    if place.resolve() == source.resolve():
        raise CopyImpossibleError(
            source=article.path, why=f"{place} is the original; name another file or folder"
        )
    return data
