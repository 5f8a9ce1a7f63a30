"""What annotators get to read, and the blank lines that they fill in.

Each task is a Markdown file to read and a file of JSON lines of the same
number to fill in. They hold text of abstracts, so they never lie in a repository.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import (
    AnnotationLineError,
    ReportUnwritableError,
    SamplePlaceError,
    SampleSourceError,
)
from pipeline.evidence import EvidenceTable
from pipeline.evidence.extract.abstracts import MAIN_RESULTS, OBJECTIVES, Abstract
from pipeline.evidence.extract.kept_out import KeptOut
from pipeline.learn.drawing import Draw, extracted_rows
from pipeline.learn.fields import FIELDS, read_fields
from pipeline.learn.judgements import json_lines
from pipeline.records import EvidenceRow

_SECTIONS: Final = (OBJECTIVES, "Selection criteria", MAIN_RESULTS)
_EMPTY: Final = "(empty)"
_ROWS_INTRO: Final = (
    "Judge each field of each finding by its abstract, as GUIDELINES.md says, and fill in the "
    "line of the same id in the file of JSON lines beside this one.\n"
)
_WHOLE_INTRO: Final = (
    "List under `listed` every result that the main results report, one short text each, in "
    "their order, as GUIDELINES.md says. Leave the list empty where none is reported.\n"
)
_MATCH_INTRO: Final = (
    "For each listed result, write under `results` the ids of the findings that give it, as "
    "GUIDELINES.md says; leave its list empty where none does.\n"
)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to judge: what is read, and the blank line to fill in."""

    text: str
    blank: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Listed:
    """The results that one person saw in one abstract, in their words."""

    source_id: str
    annotator: str
    results: tuple[str, ...]


def finding_tasks(draw: Draw, table: EvidenceTable, abstracts: Iterable[Abstract]) -> list[Task]:
    """Make the tasks of drawn findings.

    Raises:
        SampleSourceError: an abstract is not at hand.
    """
    rows = [table.row(row_id) for row_id in draw.ids]
    texts = _texts(abstracts, {row.source.source_id for row in rows})
    blank: dict[str, object] = {
        "row_id": "",
        "annotator": "",
        **dict.fromkeys(map(str, FIELDS), ""),
    }
    return [
        Task(
            f"## {row.row_id}\n\n{_fields_text(row)}\n\n{texts[row.source.source_id]}",
            blank | {"row_id": row.row_id, "note_code": ""},
        )
        for row in rows
    ]


def abstract_tasks(draw: Draw, abstracts: Iterable[Abstract]) -> list[Task]:
    """Make the tasks of abstracts to be read whole; nothing tells what was extracted."""
    texts = _texts(abstracts, set(draw.ids))
    return [
        Task(
            f"## {source_id}\n\n{texts[source_id]}",
            {"source_id": source_id, "annotator": "", "listed": []},
        )
        for source_id in draw.ids
    ]


def match_tasks(
    listed: Sequence[Listed],
    table: EvidenceTable,
    abstracts: Iterable[Abstract],
    *,
    kept_out: Iterable[KeptOut] = (),
) -> list[Task]:
    """Make the tasks that hold listed results against what was read of the same abstract.

    Findings and what was kept out stand in one list, in which nothing tells them apart.

    Args:
        listed: what readers saw.
        table: with the extracted findings.
        abstracts: all that are listed, and maybe others.
        kept_out: results that were read and are not kept.

    Raises:
        SampleSourceError: an abstract is not at hand.
    """
    texts = _texts(abstracts, {one.source_id for one in listed})
    texts_of: dict[str, dict[str, str]] = {}
    for row in extracted_rows(table):
        texts_of.setdefault(row.source.source_id, {})[row.row_id] = row.sentence
    for result in kept_out:
        texts_of.setdefault(result.source_id, {})[result.row_id] = result.text
    tasks = []
    for one in listed:
        results = [f"{number}. {result}" for number, result in enumerate(one.results, start=1)]
        rows = [
            f"- `{row_id}` {text}"
            for row_id, text in sorted(texts_of.get(one.source_id, {}).items())
        ]
        parts = (
            f"## {one.source_id}",
            "### Listed results",
            "\n".join(results) or _EMPTY,
            "### Findings",
            "\n".join(rows) or _EMPTY,
            texts[one.source_id],
        )
        blank = {
            "source_id": one.source_id,
            "annotator": one.annotator,
            "results": [[] for _ in one.results],
        }
        tasks.append(Task("\n\n".join(parts), blank))
    return tasks


def write_rows(out: Path, draw: Draw, tasks: Sequence[Task], *, per_file: int) -> list[Path]:
    """Write the tasks of drawn findings, and what was drawn; return the files to read."""
    return _write(out, "rows", _ROWS_INTRO, tasks, per_file=per_file, draw=draw)


def write_abstracts(out: Path, draw: Draw, tasks: Sequence[Task], *, per_file: int) -> list[Path]:
    """Write the tasks of drawn abstracts, and what was drawn; return the files to read."""
    return _write(out, "abstracts", _WHOLE_INTRO, tasks, per_file=per_file, draw=draw)


def write_matches(out: Path, tasks: Sequence[Task], *, per_file: int) -> list[Path]:
    """Write the tasks that match what was listed; return the files to read."""
    return _write(out, "matches", _MATCH_INTRO, tasks, per_file=per_file)


def read_listed(paths: Sequence[Path]) -> tuple[list[Listed], list[AnnotationLineError]]:
    """Read what annotators listed, file by file, and what is wrong with other lines.

    Raises:
        AnnotationsMissingError: a file is not there.
    """
    found: list[Listed] = []
    faults: list[AnnotationLineError] = []
    for path in paths:
        for number, line in json_lines(path, faults=faults):
            source_id, annotator, listed = (
                line.get(key) for key in ("source_id", "annotator", "listed")
            )
            if (
                isinstance(source_id, str)
                and isinstance(annotator, str)
                and annotator.strip()
                and isinstance(listed, list)
                and all(isinstance(result, str) and result.strip() for result in listed)
            ):
                found.append(
                    Listed(source_id, annotator, tuple(" ".join(r.split()) for r in listed))
                )
            else:
                why = "wanted {source_id, annotator, listed: [a short text for each result]}"
                faults.append(AnnotationLineError(path=path, line=number, why=why))
    return found, faults


def refuse_repository(out: Path) -> None:
    """Stop where a folder lies in a git repository.

    Raises:
        SamplePlaceError: it does.
    """
    whole = out.resolve()
    if any((folder / ".git").exists() for folder in (whole, *whole.parents)):
        raise SamplePlaceError(path=out)


def _fields_text(row: EvidenceRow) -> str:
    fields = read_fields(row)
    return "\n".join(f"- {field}: {fields[field] or _EMPTY}" for field in FIELDS)


def _texts(abstracts: Iterable[Abstract], wanted: set[str]) -> dict[str, str]:
    texts = {a.source_id: _abstract_text(a) for a in abstracts if a.source_id in wanted}
    missing = sorted(wanted - set(texts))
    if missing:
        raise SampleSourceError(
            why=f"{len(missing)} abstracts are not in the file, the first {missing[0]}",
            hint="Name the file that the package was made from with --abstracts.",
        )
    return texts


def _abstract_text(abstract: Abstract) -> str:
    parts = [f"### {abstract.title or abstract.source_id}"]
    for heading in _SECTIONS:
        parts += [f"**{heading}**", *(abstract.paragraphs(heading) or (_EMPTY,))]
    return "\n\n".join(parts)


def _write(
    out: Path,
    name: str,
    intro: str,
    tasks: Sequence[Task],
    *,
    per_file: int,
    draw: Draw | None = None,
) -> list[Path]:
    refuse_repository(out)
    written = []
    for number, first in enumerate(range(0, len(tasks), per_file), start=1):
        some = tasks[first : first + per_file]
        path = out / f"{name}-{number:03d}.md"
        _put(path, "\n\n".join([f"# {path.stem}", intro, *(task.text for task in some)]) + "\n")
        blanks = (json.dumps(task.blank, ensure_ascii=False) for task in some)
        _put(path.with_suffix(".jsonl"), "".join(f"{line}\n" for line in blanks))
        written.append(path)
    if draw is not None:
        _put(out / f"{name}.drawn.json", draw.to_json())
    return written


def _put(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # "x": what is there may hold somebody's judgements.
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        why = error.strerror or str(error)
        raise ReportUnwritableError(path=path, why=f"{why}; an empty folder is wanted") from error
