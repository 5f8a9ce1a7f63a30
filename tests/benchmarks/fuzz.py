"""Read texts that nobody would write, as long as is asked, and say which break what holds for all.

    python tests/benchmarks/fuzz.py [--minutes 60] [--seed 1] [--batch 8]

Texts are cut from the articles of the train part, pasted with marks that readers meet, damaged,
and read as text, Markdown or HTML, alone and in a batch, as a pair of a claim and its evidence, and
as the abstract of a review. What holds for all: no error but one
raised on purpose, every place inside its source, and the same bytes alone and in company. What
breaks is made as short as it still breaks and printed; a test of it belongs beside the code.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reading import FRAGMENTS

from pipeline.check import Checker, check_articles, load_checker
from pipeline.errors import PipelineError
from pipeline.evidence.extract import Abstract
from pipeline.evidence.extract.found import Tally
from pipeline.evidence.extract.headings import unstructured
from pipeline.evidence.extract.naming import Namer
from pipeline.evidence.extract.results import extract_results
from pipeline.learn.annotations.store import load_corpus
from pipeline.mark.lean import import_spacy_lean
from pipeline.pairs import PairJudge
from pipeline.read import read_bytes
from pipeline.records import Article, Document, Format, Result
from pipeline.report import to_json
from pipeline.settings import Settings

_FORMATS: tuple[Format, ...] = ("text", "markdown", "html")
_PIECES = re.compile(r"[^\n.!?|]+[\n.!?|]*")
# What typists, converters and other languages leave behind.
_NOISE = (
    *("\u00ad", "\u200b", "\u202f", "\u2212", "\u2013", "½", "٣", "𝟗", "İ", "ﬁ", "🙂", "e\u0301"),
    *("\x00", "\ufeff", "\u2028", "0", "9" * 30, "%", "1/0", "-", "1e9", "±", "(", ")", "[", "]"),
    *("≥", "to", "vs", "respectively", "not", "Cochrane", "10.1002/", "CD000", "p<", "95% CI"),
)
_WHOLE = 100_000


@dataclass(frozen=True)
class Broken:
    """A text, and what of it does not hold."""

    text: str
    format: Format
    why: str


def pieces_of(texts: Sequence[str]) -> list[str]:
    """Cut texts into sentences and cells, each once, in order."""
    return list(dict.fromkeys(piece for text in texts for piece in _PIECES.findall(text)))


def make_text(pieces: Sequence[str], rng: random.Random) -> str:
    """Paste pieces, marks and noise together; the same for the same state of `rng`."""
    parts: list[str] = []
    for _ in range(rng.randint(1, 24)):
        part = rng.choice(pieces)
        if rng.random() < 0.3:
            part = rng.choice(FRAGMENTS) + part
        if rng.random() < 0.4:
            part = _damage(part, rng)
        if rng.random() < 0.1:
            part = "| " + part.strip() + " | " + rng.choice(pieces).strip() + " |\n"
        parts.append(part)
    return "".join(parts)[:_WHOLE]


def _damage(part: str, rng: random.Random) -> str:
    at, to = sorted(rng.choices(range(len(part) + 1), k=2))
    return rng.choice(
        (
            part[:at] + part[to:],
            part[:at] + rng.choice(_NOISE) + part[at:],
            part[:at] + rng.choice(_NOISE) + part[to:],
            part[:to] + part[at:],
            part[:at] + part[at:to] * 3 + part[to:],
            part.upper(),
            re.sub(r"\d", lambda _: str(rng.randint(0, 9)), part),
            part.replace(" ", rng.choice(("\n", "  ", "\u00a0", "\t"))),
        )
    )


def shorten(text: str, breaks: Callable[[str], bool]) -> str:
    """Cut out of a text what it still breaks without: halves, then ever smaller pieces."""
    size = max(len(text) // 2, 1)
    while size:
        at = 0
        while at < len(text):
            shorter = text[:at] + text[at + size :]
            if breaks(shorter):
                text = shorter
            else:
                at += size
        size //= 2
    return text


class Reader:
    """All that is read and judged of a text."""

    def __init__(self, checker: Checker, pairs: PairJudge) -> None:
        self._checker = checker
        self._pairs = pairs

    def read(self, text: str, format_: Format) -> Article | None:
        """Read a text; None where it is refused on purpose."""
        try:
            data = text.encode("utf-8", "surrogatepass")
            return read_bytes(data, path="fuzzed", format=format_, max_mb=20)
        except PipelineError:
            return None

    def check(self, articles: Sequence[Article]) -> list[Document]:
        """Check articles as one batch."""
        its = self._checker
        return list(
            check_articles(
                articles,
                table=its.table,
                nlp=its.nlp,
                retriever=its.retriever,
                settings=its.settings,
            )
        )

    def bytes_of(self, document: Document) -> str:
        """Return the report on one document."""
        return to_json.write(Result(documents=(document,), evidence_version="", n_rows=0))

    def fault(self, text: str, format_: Format, in_company: str = "") -> str:
        """Return what does not hold of a text, "" where all does.

        Args:
            text: of an article.
            format_: how to read it.
            in_company: what was said of it within a batch; "" compares nothing.
        """
        try:
            article = self.read(text, format_)
            if article is None:
                return ""
            (document,) = self.check([article])
            alone = self.bytes_of(document)
            claim, _, evidence = text.partition("\n")
            list(self._pairs.judge([(claim[:300], evidence[:300])]))
            abstract = Abstract("", "", 1, claim, unstructured(article.text))
            extract_results(abstract, Namer(self._checker.table.concepts), Tally())
        except Exception:  # noqa: BLE001 - finding what nobody thought of is what this is for
            return traceback.format_exc(limit=-3)
        return outside(document) or (
            "other bytes alone than in company" if in_company and in_company != alone else ""
        )


def outside(document: Document) -> str:
    """Return which place of a document does not lie in its source, "" where all do."""
    source, clean = document.article.source, document.article.text
    for judged in document.claims:
        claim = judged.claim
        if claim.text != source[claim.start : claim.end]:
            return f"the claim {claim.text!r} is not at {claim.start}:{claim.end}"
        if claim.clean != clean[claim.start_clean : claim.end_clean]:
            return f"the claim {claim.clean!r} is not at {claim.start_clean} of the clean text"
        for quantity in claim.statement.quantities:
            if not claim.start <= quantity.start < quantity.end <= claim.end:
                return f"the quantity {quantity.text!r} is outside of {claim.text!r}"
    return ""


def fuzz(
    reader: Reader, pieces: Sequence[str], *, seed: int, n_batch: int, until: float
) -> Iterator[tuple[int, list[Broken]]]:
    """Yield, batch after batch, how many texts were read and which of them broke.

    Args:
        reader: of texts.
        pieces: that texts are made of.
        seed: the texts are the same for the same one.
        n_batch: texts that are checked together.
        until: on the clock of `time.monotonic`.
    """
    rng = random.Random(seed)
    while time.monotonic() < until:
        texts = [(make_text(pieces, rng), rng.choice(_FORMATS)) for _ in range(n_batch)]
        together = _together(reader, texts)
        broken = []
        for (text, format_), said in zip(texts, together, strict=True):
            if why := reader.fault(text, format_, said):
                short = shorten(
                    text,
                    lambda t, f=format_: bool(reader.fault(t, f)),  # type: ignore[misc]
                )
                broken.append(Broken(short, format_, reader.fault(short, format_) or why))
        yield n_batch, broken


def _together(reader: Reader, texts: Sequence[tuple[str, Format]]) -> list[str]:
    """Return what is said of each text within the batch; "" where one is refused, or all break."""
    try:
        articles = [reader.read(*each) for each in texts]
        said = iter(reader.check([article for article in articles if article is not None]))
        return [reader.bytes_of(next(said)) if article is not None else "" for article in articles]
    except Exception:  # noqa: BLE001 - each is read again by itself, and found
        return [""] * len(texts)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Read texts that nobody would write.")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=8)
    chosen = parser.parse_args(arguments)
    import_spacy_lean()
    checker = load_checker(Settings(), n_threads=1)
    reader = Reader(checker, PairJudge(checker.nlp, checker.table.concepts))
    corpus = load_corpus(Path("corpus/articles"), Path("annotations"))
    texts = [
        (Path("corpus/articles") / annotated.name).read_text(encoding="utf-8")
        for annotated in corpus.of("train")
    ]
    n_read = n_broken = 0
    end = time.monotonic() + chosen.minutes * 60
    for n, broken in fuzz(
        reader, pieces_of(texts), seed=chosen.seed, n_batch=chosen.batch, until=end
    ):
        n_read += n
        n_broken += len(broken)
        for one in broken:
            print(f"--- {one.format}: {one.text!r}\n{one.why}", flush=True)
    print(f"{n_read} texts in {chosen.minutes:g} minutes (seed {chosen.seed}): {n_broken} broke")
    return 1 if n_broken else 0


if __name__ == "__main__":
    sys.exit(main())
