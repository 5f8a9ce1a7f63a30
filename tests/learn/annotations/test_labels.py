from typing import get_args

import pytest
from learn.annotations.marking import LABELS

from pipeline import records
from pipeline.errors import AnnotationsMissingError, LabelsUnusableError
from pipeline.learn.annotations.labels import LABELS_FILE, read_labels

ALLOWED = {
    "claim_kinds": records.ClaimKind,
    "verdicts": records.VerdictName,
    "hedges": records.Hedge,
    "causal": records.Causal,
    "attributions": records.Attribution,
    "directions": records.Direction,
    "species": records.Species,
    "roles": records.Role,
    "bounds": records.Bound,
}


@pytest.mark.parametrize("name", ALLOWED)
def test_labels_are_what_the_records_allow(name):
    assert set(getattr(LABELS, name)) == set(get_args(ALLOWED[name]))


def test_labels_claim_nothing_under_one_name_alone():
    assert [kind for kind in LABELS.kinds if kind not in LABELS.claim_kinds] == ["none"]


def test_labels_say_that_they_are_not_there(tmp_path):
    with pytest.raises(AnnotationsMissingError, match=r"labels\.toml"):
        read_labels(tmp_path)


@pytest.mark.parametrize("text", ["kinds = [", "kinds = 3", 'kinds = ["code", 3]', ""])
def test_labels_say_what_is_wrong_with_them(text, tmp_path):
    (tmp_path / LABELS_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(LabelsUnusableError, match=r"no TOML|no list of names"):
        read_labels(tmp_path)
