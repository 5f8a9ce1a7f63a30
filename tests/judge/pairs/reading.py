"""Sentences read as `claims judge` reads them."""

from pipeline.judge.pairs import Sentence
from pipeline.judge.pairs.held import Held
from pipeline.pairs import PairJudge


def read(table, nlp, text):
    """Return the parts of a text."""
    (parts,) = PairJudge(nlp, table.concepts)._read([text])
    assert all(isinstance(part, Sentence) for part in parts)
    return parts


def held(table, nlp, claim, evidence):
    """Return the first part of a claim beside the first of its evidence."""
    return Held(read(table, nlp, claim)[0], read(table, nlp, evidence)[0], table.concepts)


def said(table, nlp, claim, evidence):
    """Return the code of what is said of a pair."""
    (found,) = PairJudge(nlp, table.concepts).judge([(claim, evidence)])
    return found.code
