import pytest
from learn.annotations.marking import marked

from pipeline.learn.annotations.records import Annotation, Fields

BROKEN = {
    "nothing": ((3, 3, "", "efficacy"), {}),
    "backwards": ((4, 3, "x", "efficacy"), {}),
    "another length": ((0, 3, "mint", "efficacy"), {}),
    "space before": ((0, 5, " mint", "efficacy"), {}),
    "space behind": ((0, 5, "mint\n", "efficacy"), {}),
    "a claim with a trap": ((0, 4, "mint", "efficacy"), {"trap": "advice"}),
    "nothing claimed, judged": ((0, 4, "mint", "none"), {"verdict": "supported"}),
    "nothing claimed, read": ((0, 4, "mint", "none"), {"fields": Fields()}),
}


@pytest.mark.parametrize(("place", "said"), BROKEN.values(), ids=BROKEN)
def test_records_cannot_be_made_wrong(place, said):
    with pytest.raises(ValueError, match=r"\w"):
        Annotation(*place, **said)


def test_records_tell_claims_from_hard_negatives():
    article = marked("[Does it?] [It helps].", "none", "efficacy")
    assert [one.text for one in article.claims] == ["It helps"]
    assert [one.text for one in article.negatives] == ["Does it?"]
