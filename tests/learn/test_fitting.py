"""What detector and reader of pairs are fitted with; that each learns is tested with each."""

import json

import pytest
import torch  # noqa: TID253 - what is fitted
from safetensors.numpy import load_file

from pipeline.encoders.verdict import VerdictFolder
from pipeline.learn.fitting import Shape, adapt, seed_all, write

# Of transformers' own making, inside of peft.
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")

SHAPE = Shape(rank=2, alpha=6, dropout=0.1)


class Model(torch.nn.Module):
    def __init__(self, adapted, n_dims):
        super().__init__()
        self.adapted, self.head = adapted, torch.nn.Linear(n_dims, 3)


@pytest.fixture
def made(tiny_folder):
    seed_all(5)
    return Model(adapt(tiny_folder, SHAPE), tiny_folder.n_dims)


def test_fitting_leaves_the_encoders_own_weights_as_they_are(made):
    learned = {name for name, weight in made.named_parameters() if weight.requires_grad}
    assert {name for name in learned if ".lora_" not in name} == {"head.weight", "head.bias"}
    assert any(".lora_A." in name for name in learned)


def test_fitting_writes_adapter_and_head_under_plain_names(made, tiny_folder, tmp_path):
    write(made, VerdictFolder, tiny_folder, SHAPE, tmp_path / "new", {"labels": []})
    parts = load_file(tmp_path / "new" / "adapter.safetensors")
    assert {name for name in parts if ".lora_" not in name} == {"head.weight", "head.bias"}
    query = parts["encoder.layer.0.attention.self.query.lora_A.weight"]
    assert query.shape == (2, tiny_folder.n_dims)
    said = json.loads((tmp_path / "new" / "verdict.json").read_text())
    assert said == {"encoder": tiny_folder.identity, "scale": 3.0, "labels": []}


def test_fitting_begins_the_same_with_the_same_seed(made, tiny_folder):
    seed_all(5)
    again = Model(adapt(tiny_folder, SHAPE), tiny_folder.n_dims)
    for one, other in zip(made.parameters(), again.parameters(), strict=True):
        assert torch.equal(one, other)
