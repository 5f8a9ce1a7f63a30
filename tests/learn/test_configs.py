"""A file of settings is read whole, or refused with what is wrong."""

from dataclasses import dataclass

import pytest

from pipeline.errors import TrainingConfigError
from pipeline.learn.configs import read_settings, refuse_others


@dataclass
class Told:
    epochs: "int"
    rate: "float"
    names: "tuple[str, ...]"


GOOD = {"epochs": 2, "rate": 0.5, "names": ["a"]}


def test_configs_reads_a_file_whole(tmp_path):
    path = tmp_path / "told.toml"
    path.write_text('epochs = 2\nrate = 0.5\nnames = ["a"]\n')
    assert read_settings(path, Told) == GOOD


def test_configs_takes_a_whole_number_for_a_number(tmp_path):
    refuse_others(tmp_path, {**GOOD, "rate": 1}, Told)


REFUSED = {
    "too few": ({"epochs": 2, "names": []}, "'rate' is missing; wanted: epochs, rate, names"),
    "too many": ({**GOOD, "depth": 1}, "'depth' is no setting"),
    "not whole": ({**GOOD, "epochs": 1.5}, "'epochs' is no whole number above 0"),
    "nothing": ({**GOOD, "rate": 0}, "'rate' is no number above 0"),
    "yes": ({**GOOD, "epochs": True}, "'epochs' is no whole number"),
    "words": ({**GOOD, "rate": "high"}, "'rate' is no number"),
}


@pytest.mark.parametrize(("said", "why"), REFUSED.values(), ids=REFUSED)
def test_configs_refuses(tmp_path, said, why):
    with pytest.raises(TrainingConfigError, match=why):
        refuse_others(tmp_path, said, Told)


@pytest.mark.parametrize("content", [b"epochs = [", b"\xff"])
def test_configs_refuses_what_is_no_toml(tmp_path, content):
    path = tmp_path / "told.toml"
    path.write_bytes(content)
    with pytest.raises(TrainingConfigError, match="cannot be read"):
        read_settings(path, Told)
