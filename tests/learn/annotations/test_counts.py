from learn.annotations.marking import marked

from pipeline.learn.annotations.counts import count_parts
from pipeline.learn.annotations.records import Fields


def test_counts_are_by_part_and_of_all():
    given = {"kind": "statistic", "verdict": "unsupported", "fields": Fields()}
    articles = [
        marked("[Mint helps]. [30%] [So?]", "efficacy", given, "none"),
        marked("[Mint helps].", "efficacy", name="m.txt"),
        marked("[Sage?]", {"kind": "none", "trap": "advice"}, part="train", topic="sage"),
    ]
    counts = count_parts(articles)
    assert list(counts) == ["train", "dev", None]
    dev = counts["dev"]
    assert (dev.n_articles, dev.n_topics, dev.n_claims, dev.n_negatives) == (2, 1, 3, 1)
    assert (dev.n_without_statistic, dev.n_with_fields) == (1, 1)
    assert dev.kinds == {"efficacy": 2, "statistic": 1}
    assert dev.verdicts == {"supported": 2, "unsupported": 1}
    assert counts[None].traps == {"question": 1, "advice": 1}
    assert counts[None].n_topics == 2
