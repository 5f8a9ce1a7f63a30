"""The shipped detector itself: against torch, the same bytes in any batch, and what it finds."""

import random

import numpy as np
import pytest

from pipeline.encoders import OnnxTagger, find_detector, load_tagger
from pipeline.encoders.sessions import load_tokenizer
from pipeline.encoders.with_torch import load_token_model
from pipeline.evidence import EvidenceTable
from pipeline.mark.language import build_language, mark_articles
from pipeline.mark.marks import marks_of
from pipeline.read import read_bytes

PAIRS = [
    ("Ginger | ", "It settles the stomach within the hour."),
    (" | ", "Nobody knows why."),
    ("Prices | ", "A jar is £12, and shipping is free."),
    (" | So they say.", "In 40% of people, “tingling” – ½ of it mild. " * 3),
]


@pytest.fixture(scope="module")
def tagger():
    return load_tagger()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_detector_agrees_with_torch(tagger):
    import torch

    detector = find_detector()
    model, tokenizer = load_token_model(detector), load_tokenizer(detector.encoder)
    for pair, said in zip(PAIRS, tagger.tag(PAIRS), strict=True):
        encoding = tokenizer.encode(*pair)
        ids = torch.tensor([encoding.ids])
        with torch.inference_mode():
            scores = torch.sigmoid(model(ids, torch.ones_like(ids)))[0].numpy()
        own = [at for at, which in enumerate(encoding.sequence_ids) if which == 1]
        assert np.abs(np.hstack([said.inside, said.begin]) - scores[own]).max() < 1e-4


def test_detector_gives_the_same_bytes_in_any_batch_and_with_any_number_of_threads(tagger):
    words = " ".join(text for _, text in PAIRS).split()
    rng = random.Random(7)
    drawn = [(" | ", " ".join(rng.choices(words, k=rng.randint(1, 60)))) for _ in range(40)]
    pairs = [*PAIRS, *drawn]
    alone = {pair: tagger.tag([pair])[0].inside.tobytes() for pair in pairs}
    for batch_tokens in (64, 8192):
        rng.shuffle(pairs)
        said = OnnxTagger(find_detector(), batch_tokens=batch_tokens, n_threads=1).tag(pairs)
        assert [each.inside.tobytes() for each in said] == [alone[pair] for pair in pairs]


# Claims in words that no pattern lists, and what tempts and claims nothing.
FOUND = {
    "works, in other words": ("Ginger settles an upset tummy in no time.", "efficacy"),
    "harm, in other words": ("Too much of it can wreck your liver.", "safety"),
    "a question": ("Would you try it yourself?", ""),
    "an offer": ("Order today and get free shipping.", ""),
    "a greeting": ("Thanks for reading, and see you next week.", ""),
}


@pytest.mark.parametrize(("text", "kind"), FOUND.values(), ids=FOUND)
def test_detector_finds_claims_in_words_of_their_own(tagger, table: EvidenceTable, text, kind):
    nlp = build_language(table.concepts, tagger=tagger)
    article = read_bytes(f"Ginger\n\n{text}\n".encode(), path="a.txt", format="text", max_mb=1)
    ((_, doc),) = mark_articles([article], nlp)
    assert {mark.kind for mark in marks_of(doc)} == ({kind} if kind else set())
