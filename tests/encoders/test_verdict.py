"""What a trained reader of pairs says of itself, and what is refused."""

import pytest
from encoders.adapters import write_verdict

from pipeline.encoders.verdict import find_verdict_model
from pipeline.errors import AdapterUnusableError, ModelMissingError


def test_verdict_says_what_logits_are_divided_by(tmp_path, tiny_folder):
    folder = write_verdict(tmp_path, tiny_folder, temperature=1.25)
    folder.check()
    assert folder.temperature == 1.25


@pytest.mark.parametrize(
    ("says", "why"),
    [({"labels": ["support"]}, "'labels'"), ({"temperature": 0}, "'temperature'")],
)
def test_verdict_refuses_what_it_cannot_use(tmp_path, tiny_folder, says, why):
    with pytest.raises(AdapterUnusableError, match=why):
        write_verdict(tmp_path, tiny_folder, **says).check()


def test_verdict_model_is_looked_for_where_it_is_said_to_be(tmp_path):
    with pytest.raises(ModelMissingError, match=r"verdict\.json"):
        find_verdict_model(tmp_path)


def test_verdict_model_of_another_encoder_is_refused(tmp_path, tiny_folder):
    write_verdict(tmp_path, tiny_folder)
    with pytest.raises(AdapterUnusableError, match="another encoder"):
        find_verdict_model(tmp_path)
