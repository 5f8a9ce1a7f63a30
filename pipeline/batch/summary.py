"""What a batch came to, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.baseline import Met
from pipeline.batch.jobs import Line, Outcome
from pipeline.batch.rows import claims_of, known_of, source_of
from pipeline.records import Notice, Trouble, VerdictName
from pipeline.report.printed import VERDICTS, is_only_near
from pipeline.report.to_json import Json

# Enough to see what went wrong; all of it is in the results.
_KEPT: Final = 20


@dataclass
class Summary:
    """Counts of a batch, worst and most frequent first where they are shown.

    Attributes:
        n_articles: all that was asked for.
        n_checked: of which something was judged, or could have been.
        sources: claims by the id of the source that decided; what only came nearest did not.
        titles: of these sources.
        fails_on: the verdicts from which on the run fails.
        troubles: the first of them.
        met: the articles that were judged, with what of each a baseline put aside.
    """

    n_articles: int = 0
    n_checked: int = 0
    n_claims: int = 0
    n_muted: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    titles: dict[str, str] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    fails_on: set[VerdictName] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)
    notices: tuple[Notice, ...] = ()
    met: list[Met] = field(default_factory=list)

    def add(self, outcome: Outcome, lines: Sequence[Line]) -> None:
        """Count one article, by its outcome and its lines under its name."""
        self.n_articles += 1
        is_checked = all(record != "error" for record, _ in lines)
        self.n_checked += is_checked
        self.fails_on.update(outcome.fails_on)
        for record, thing in lines:
            if record == "error":
                code, message = str(thing["code"]), str(thing["message"])
                self.errors[code] += 1
                if len(self.troubles) < _KEPT:
                    self.troubles.append(Trouble(str(thing["path"]), code, message))
            elif record == "document":
                self._add_claims(thing)
                if is_checked:
                    self.met.append((str(thing["path"]), known_of(thing)))

    def _add_claims(self, document: Mapping[str, Json]) -> None:
        muted = document["muted"]
        self.n_muted += len(muted) if isinstance(muted, Sequence) else 0
        for claim in claims_of(document):
            self.n_claims += 1
            self.verdicts[claim["verdict"]] += 1
            self.codes[claim["code"]] += 1
            self.kinds[claim["kind"]] += 1
            source = source_of(claim)
            if source is not None and not is_only_near(claim["code"]):
                self.sources[source["source_id"]] += 1
                self.titles[source["source_id"]] = source["title"]

    def as_json(self) -> dict[str, Json]:
        """Return the counts, for the manifest."""
        return {
            "articles": self.n_articles,
            "checked": self.n_checked,
            "claims": self.n_claims,
            "muted": self.n_muted,
            "errors": dict(_sorted(self.errors)),
            "verdicts": {verdict: self.verdicts[verdict] for verdict in VERDICTS},
            "kinds": dict(_sorted(self.kinds)),
            "codes": dict(_sorted(self.codes)),
            "sources": [
                {"source_id": source, "title": self.titles[source], "claims": n}
                for source, n in _sorted(self.sources)
            ],
        }

    def ranked_sources(self, n: int) -> Iterator[tuple[str, int]]:
        """Yield the titles of the sources that decided most, at most `n`."""
        for source, count in _sorted(self.sources)[:n]:
            yield self.titles[source], count

    def ranked_codes(self, n: int) -> list[tuple[str, int]]:
        """Return the codes that decided most, at most `n`."""
        return _sorted(self.codes)[:n]


def _sorted(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
