"""The evidence table at many times its size: how long it loads, what it takes, how it answers.

    python tests/benchmarks/scaled.py FILE [ARTICLE ...]

loads a packed table and retrieves for every claim of the articles; `bench.py`
makes the files and calls this in a process of its own for each.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.mark.lean import import_spacy_lean

if __name__ == "__main__":
    # As the command does, before anything else imports spaCy, which takes torch along.
    import_spacy_lean()

from pipeline.encoders import load_encoder
from pipeline.evidence.compiled import unpack_table
from pipeline.mark.language import build_language, mark_articles
from pipeline.normalise import normalise_claims
from pipeline.packed import Arrays, Groups, Keys, Texts, open_packed
from pipeline.read import read_path
from pipeline.retrieve import TableRetriever
from pipeline.settings import Settings


def multiply(arrays: Arrays, times: int) -> Arrays:
    """Repeat the rows of a packed table, each copy under ids of its own."""
    n_rows = len(arrays["rows.kind"])
    alone = {"rows.pools.members", "rows.pools.ends"}
    grown = dict(arrays)
    for name, array in arrays.items():
        per_row = name.startswith("rows.") and array.shape == (n_rows,) and array.dtype != np.int64
        if (per_row and name not in alone) or name == "words.lengths":
            grown[name] = np.tile(array, times)
    cells, ids = Texts.unpacked(arrays, "rows.cells"), Texts.unpacked(arrays, "rows.ids")
    lines, names = list(cells), list(ids)
    copies = [
        (
            Texts.of(
                _renamed(line, row_id, copy) for line, row_id in zip(lines, names, strict=True)
            ),
            Texts.of(_name(row_id, copy) for row_id in names),
        )
        for copy in range(times)
    ]
    grown |= _joined([line for line, _ in copies]).packed("rows.cells")
    grown |= _joined([Texts.unpacked(arrays, "rows.sentences")] * times).packed("rows.sentences")
    grown |= Keys.of(_joined([row_id for _, row_id in copies])).packed("rows.ids")
    n_sources = len(arrays["sources.years"])
    grown |= Groups.by(grown["rows.source"], n_groups=n_sources).packed("rows.of_source")
    postings = Groups.unpacked(arrays, "words.postings")
    order, copy = _repeated(postings, times)
    grown["words.postings.members"] = (postings.members[order] + copy * n_rows).astype(np.int32)
    grown["words.postings.ends"] = postings.ends * times
    for name in ("words.n_said", "words.n_titled"):
        grown[name] = arrays[name][order]
    return grown


def _name(row_id: str, copy: int) -> str:
    return f"{row_id}~{copy}" if copy else row_id


def _renamed(line: str, row_id: str, copy: int) -> str:
    old = json.dumps(row_id, ensure_ascii=False)
    new = json.dumps(_name(row_id, copy), ensure_ascii=False)
    return line.replace(old, new, 1)


def _joined(parts: Sequence[Texts]) -> Texts:
    shifts = np.cumsum([0, *(len(part.body) for part in parts[:-1])])
    return Texts(
        np.concatenate([part.body for part in parts]),
        np.concatenate([part.ends + shift for part, shift in zip(parts, shifts, strict=True)]),
    )


def _repeated(groups: Groups, times: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return, group by group and copy by copy, where each member stands, and in which copy."""
    sizes = groups.sizes()
    starts = np.repeat(groups.ends - sizes, sizes * times)
    within = np.arange(int(sizes.sum()) * times) - np.repeat(
        (groups.ends - sizes) * times, sizes * times
    )
    of_size = np.repeat(sizes, sizes * times)
    return starts + within % of_size, within // of_size


def memory_mb() -> float:
    """Return the most memory that this process has used so far."""
    status = Path("/proc/self/status")
    if status.is_file():
        # What getrusage says begins with what the parent had when it forked.
        peak = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(peak.split()[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def measure(path: Path, articles: Sequence[str]) -> dict[str, float]:
    """Load a packed table and retrieve for every claim of the articles, as a check does.

    Returns:
        Milliseconds are medians over articles of what one claim takes: ranked
        without an encoder, and retrieved with one that knows the rows.
    """
    nlp = build_language()
    read = [read_path(Path(name), max_mb=20.0) for name in articles]
    before = memory_mb()
    start = time.perf_counter()
    arrays = open_packed(path)
    if arrays is None:
        raise SystemExit(f"{path} is no packed table")
    table = unpack_table(arrays)
    found = {"rows": float(len(table.rows)), "load_s": time.perf_counter() - start}
    pages = [
        claims
        for article, doc in mark_articles(read, nlp)
        if (claims := normalise_claims(article, doc, table.concepts))
    ]
    for name, retriever in (
        ("ranked_ms", TableRetriever(table)),
        ("retrieved_ms", TableRetriever(table, load_encoder())),
    ):
        # Once to make what is made once, and then to count.
        for _ in range(2):
            taken = []
            for claims in pages:
                start = time.perf_counter()
                retriever.retrieve(claims, top_k=Settings().top_k)
                taken.append(1000 * (time.perf_counter() - start) / len(claims))
        found[name] = statistics.median(taken)
        found.setdefault("table_mb", memory_mb() - before)
    return found | {"memory_mb": memory_mb()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]), sys.argv[2:])) + "\n")
