"""What articles cite is looked up once for a folder; the ledger keeps the answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace

from pipeline.batch.jobs import Job
from pipeline.batch.ledger import Ledger
from pipeline.batch.running import Reported
from pipeline.records import Lead, LookedUp, LookUp, Trouble, Work


def with_links(
    jobs: Iterable[Job | Trouble],
    reported: Sequence[Reported],
    *,
    ledger: Ledger,
    look_up: LookUp,
) -> Iterator[Job | Trouble]:
    """Yield jobs again, those that cite something with what became of looking it up.

    Args:
        jobs: as they were done before.
        reported: what they came to, in their order.
        ledger: has the outcomes and gets the answers. What nobody could tell is given up
            there, so that it may be tried again.
        look_up: asks registries.
    """
    for job, done in zip(jobs, reported, strict=True):
        leads = () if isinstance(job, Trouble) else done.outcome(ledger).leads
        if isinstance(job, Trouble) or not leads:
            yield job
            continue
        answers = (_answer(lead, ledger, look_up) for lead in leads)
        # An article names one identifier with a link and without.
        seen = {each.identifier: each for each in answers if each is not None}
        yield replace(job, looked_up=tuple(seen.values()))


def _answer(lead: Lead, ledger: Ledger, look_up: LookUp) -> LookedUp | None:
    # Outcomes are known by hex digits alone, and pages by "page".
    key = " ".join(("link", *lead.identifier))
    if key not in ledger:
        found = look_up([lead]).get(lead.identifier)
        if found is None:
            return None
        ledger.put(key, json.dumps(asdict(found)).encode(), gave_up=found.state == "failed")
    return _unpacked(ledger[key])


def _unpacked(data: bytes) -> LookedUp:
    said = json.loads(data)
    work = said["work"]
    if work is not None:
        listed = {name: tuple(value) for name, value in work.items() if isinstance(value, list)}
        said["work"] = Work(**{**work, **listed})
    return LookedUp(**{**said, "identifier": tuple(said["identifier"])})
