"""What a training of the reader of pairs is told, and what is refused."""

import pytest

from pipeline.errors import TrainingConfigError
from pipeline.learn.entailment.config import Stage, read_config
from pipeline.resources import models_dir

GOOD = """
ships = true
start = ""
rank = 2
dropout = 0.1
warmup = 0.1
batch = 4
longest = 64
seed = 1
findings = 10
conclusions = 10
calibrate = ["scifact/dev"]
[[stages]]
sets = ["generated"]
rate = 0.01
epochs = 1
[[stages]]
sets = ["evinf2/train", "scifact/train:clean"]
rate = 0.001
epochs = 2
"""
REFUSED = {
    "no stages": (GOOD.split("[[stages]]")[0] + "stages = []\n", r"no \[\[stages\]\]"),
    "a stage too little": (GOOD.replace("rate = 0.01\n", ""), "'rate' is missing"),
    "half an epoch": (GOOD.replace("epochs = 2", "epochs = 0.5"), "'epochs' is no whole number"),
    "no sets": (GOOD.replace('["generated"]', "[]"), "'sets' is no list"),
    "no names": (GOOD.replace('["generated"]', "[1]"), "'sets' is no list"),
    "ships of another kind": (GOOD.replace("true", '"yes"'), "'ships'"),
    "a set that may not ship": (GOOD.replace("evinf2/train", "healthver/train"), "healthver/train"),
    "nor to be calibrated on": (GOOD.replace("scifact/dev", "nli4ct/dev"), "nli4ct/dev"),
    "learned and held out": (GOOD.replace("scifact/dev", "evinf2/train"), "which is learned"),
    "ships from elsewhere": (GOOD.replace('start = ""', 'start = "x"'), "'start'"),
    "starts from a number": (GOOD.replace('start = ""', "start = 1"), "'start'"),
    "our own held out": (GOOD.replace("scifact/dev", "generated"), "which is learned"),
}


def read(tmp_path, text):
    path = tmp_path / "config.toml"
    path.write_text(text)
    return read_config(path)


def test_config_reads_the_stages_in_order(tmp_path):
    config = read(tmp_path, GOOD)
    assert config.stages == (
        Stage(("generated",), 0.01, 1),
        Stage(("evinf2/train", "scifact/train:clean"), 0.001, 2),
    )
    course = config.course(config.stages[1])
    assert (course.rate, course.epochs, course.batch, config.longest) == (0.001, 2, 4, 64)


def test_config_lets_any_set_be_learned_where_nothing_ships(tmp_path):
    text = GOOD.replace("ships = true", "ships = false").replace("evinf2/train", "healthver/train")
    assert "healthver/train" in read(tmp_path, text).stages[1].sets


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=REFUSED)
def test_config_refuses(tmp_path, text, why):
    with pytest.raises(TrainingConfigError, match=why):
        read(tmp_path, text)


def test_config_of_the_repository_ships_by_default_alone():
    shipping = {
        path.name: read_config(path).ships
        for path in sorted((models_dir() / "configs").glob("verdict*.toml"))
    }
    assert [name for name, ships in shipping.items() if ships] == ["verdict.toml"]
    assert len(shipping) == 2
