"""How often pairs are judged rightly, reckoned by hand."""

from pipeline.learn.pairs.scores import score_numbers
from pipeline.learn.pairs.sets import NumberPair
from pipeline.pairs import PairJudge

EVIDENCE = "Ginger reduced nausea (RR 0.62, 95% CI 0.5 to 0.8)."


def test_scores_count_right_and_decided(table, nlp):
    pairs = [
        NumberPair("a", "Ginger cut nausea by 38%.", EVIDENCE, "supported", "ratio", "one"),
        NumberPair("b", "Ginger cut nausea by 80%.", EVIDENCE, "supported", "ratio", "one"),
        NumberPair("c", "Zinc cut nausea by 38%.", EVIDENCE, "unverifiable", "other", "two"),
    ]
    scores = score_numbers("mine", pairs, PairJudge(nlp, table.concepts))
    assert (scores.right.part, scores.right.whole) == (2, 3)
    assert (scores.decided.part, scores.right_of_decided.part) == (2, 1)
    assert scores.by_rule["ratio"].share == 0.5
    assert scores.told["supported"] == {"supported": 1, "unsupported": 1}
