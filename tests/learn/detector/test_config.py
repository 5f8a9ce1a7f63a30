"""What a training is told: read whole, or refused with what is wrong."""

import pytest

from pipeline.encoders import find_detector
from pipeline.errors import TrainingConfigError
from pipeline.learn.detector.config import read_config
from pipeline.resources import models_dir

GOOD = """
kinds = ["safety"]
rank = 2
dropout = 0.1
rate = 0.01
warmup = 0.1
epochs = 1
batch = 4
begin_weight = 1.0
seed = 1
[thresholds]
safety = { inside = 0.5, begin = 0.5, agree = 0.1 }
"""
REFUSED = {
    "no TOML": ("kinds = [", "cannot be read"),
    "a setting too few": (GOOD.replace("rank = 2\n", ""), "'rank' is missing"),
    "a setting too many": ("depth = 2\n" + GOOD, "'depth' is no setting"),
    "no kinds": (GOOD.replace('["safety"]', "[]"), "'kinds'"),
    "an unknown kind": (GOOD.replace('["safety"]', '["magic"]'), "'kinds'"),
    "half an epoch": (GOOD.replace("epochs = 1", "epochs = 0.5"), "'epochs' is no whole number"),
    "no rate": (GOOD.replace("0.01", '"high"'), "'rate' is no number"),
    "a kind without thresholds": (GOOD.replace("safety =", "efficacy ="), "'thresholds'"),
    "half of the thresholds": (GOOD.replace(", agree = 0.1", ""), "wants agree, begin, inside"),
}


def test_config_reads_what_ships():
    config = read_config(models_dir() / "configs" / "detector.toml")
    assert set(config.thresholds) == set(config.kinds)
    # Thresholds may be chosen anew without another training; then both files say so.
    said = find_detector()
    assert said.kinds == config.kinds
    assert said.thresholds == config.thresholds


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=REFUSED)
def test_config_refuses(tmp_path, text, why):
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(TrainingConfigError, match=why):
        read_config(path)


def test_config_refuses_a_file_that_is_not_there(tmp_path):
    with pytest.raises(TrainingConfigError, match=r"gone\.toml"):
        read_config(tmp_path / "gone.toml")
