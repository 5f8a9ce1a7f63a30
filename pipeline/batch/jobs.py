"""What there is to do in a batch, and what became of it.

Nothing here knows files: whoever has texts (files, lists, pages of the web)
makes jobs of them.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final, Self

from pipeline.baseline import Baseline
from pipeline.errors import PipelineError
from pipeline.records import Format, Lead, LookedUp, Page, VerdictName
from pipeline.report.to_json import Json
from pipeline.report.to_jsonl import Record
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.read.web.fetch import Fetched

# Stands in messages for the name of an article, which no name can hold: the same text
# under another name has the same outcome.
NAME: Final = "\0"
# Results shrink to a tenth in hardly any time; higher levels take more than they save.
_COMPRESSION: Final = 1

Line = tuple[Record, Mapping[str, Json]]


@dataclass(frozen=True, slots=True)
class Job:
    """One article to judge.

    Attributes:
        path: what it is called in the results.
        format: None tells it from the bytes.
        page: what was seen of it on the web, whose server says how it is read; None for files.
        further: the parts that follow it, where it is cut into several pages.
        missing: the addresses of parts that could not be had.
        looked_up: what became of the works that it cites; None where nobody was asked.
    """

    path: str
    data: bytes
    format: Format | None = None
    page: Page | None = None
    further: tuple[Fetched, ...] = ()
    missing: tuple[str, ...] = ()
    looked_up: tuple[LookedUp, ...] | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A job for a worker, and the key of its outcome."""

    key: str
    job: Job


def key_of(job: Job, *, settings: Settings, baseline: Baseline | None) -> str:
    """Hash all of a job that its outcome depends on, apart from what holds for the whole batch.

    A name counts only by what the settings and the baseline say of it.
    """
    known = baseline.known_of(job.path) if baseline is not None else ()
    parts = (
        hashlib.sha256(job.data).hexdigest(),
        job.format,
        sorted(settings.levels(job.path).items()),
        sorted(known),
        # All of it stands in the results.
        asdict(job.page) if job.page is not None else None,
        [asdict(part.page) for part in job.further],
        job.missing,
        [asdict(each) for each in job.looked_up] if job.looked_up is not None else None,
    )
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job.

    Attributes:
        lines: as in a report of JSON Lines, but for the name of the article:
            `path` is there and empty, and `NAME` stands for it in messages. What is
            about a further part of it says its address.
        fails_on: the verdicts from which on a run with these claims fails.
        gave_up: whether it was given up, which another attempt might not.
        leads: what it cites, to be looked up, in the order of the text.
    """

    lines: tuple[Line, ...]
    fails_on: tuple[VerdictName, ...] = ()
    gave_up: bool = False
    leads: tuple[Lead, ...] = ()

    def named(self, path: str) -> Iterator[Line]:
        """Yield the lines under the name of an article; what is about a part of it has its own."""
        for record, thing in self.lines:
            put = {**thing, "path": thing["path"] or path}
            message = thing.get("message")
            if isinstance(message, str):
                put["message"] = message.replace(NAME, path)
            yield record, put

    def packed(self) -> bytes:
        """Return the outcome as bytes."""
        leads = [(lead.identifier, lead.href) for lead in self.leads]
        text = json.dumps([self.lines, self.fails_on, self.gave_up, leads])
        return zlib.compress(text.encode(), _COMPRESSION)

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        """Read what `packed` wrote."""
        lines, fails_on, gave_up, leads = json.loads(zlib.decompress(data))
        return cls(
            tuple((record, thing) for record, thing in lines),
            tuple(fails_on),
            gave_up,
            tuple(Lead((system, value), href) for (system, value), href in leads),
        )


def troubled(error: PipelineError, *, gave_up: bool = False) -> Outcome:
    """Return the outcome of a job of which nothing came but an error, with `NAME` as its source."""
    thing = {"path": "", "code": error.code, "message": error.message}
    return Outcome((("error", thing),), gave_up=gave_up)
