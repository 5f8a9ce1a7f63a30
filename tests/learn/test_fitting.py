"""What detector and reader of pairs are fitted with; that each learns is tested with each."""

import json

import pytest
import torch  # noqa: TID253 - what is fitted
from safetensors.numpy import load_file

from pipeline.encoders.verdict import VerdictFolder
from pipeline.encoders.with_torch import load_token_model, load_torch_model
from pipeline.learn.fitting import Shape, adapt, adapter_of, cut, open_layers, seed_all, write

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
    out = tmp_path / "new"
    write(adapter_of(made), VerdictFolder, tiny_folder, SHAPE.scale, out, {"labels": []})
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


def test_fitting_opens_the_matrices_of_layers_and_nothing_else(tiny_folder):
    model = load_torch_model(tiny_folder)
    open_layers(model)
    learned = {name for name, weight in model.named_parameters() if weight.requires_grad}
    assert "encoder.layer.0.attention.self.query.weight" in learned
    assert all(name.endswith(".weight") and ".layer." in name for name in learned)
    assert not any("Norm" in name or "embeddings" in name for name in learned)


def test_fitting_cuts_what_was_learned_to_an_adapter_that_says_the_same(tiny_folder, tmp_path):
    model = load_torch_model(tiny_folder)
    open_layers(model)
    seed_all(2)
    name = "encoder.layer.0.attention.self.query.weight"
    weight = model.get_parameter(name)
    before = weight.detach().clone()
    with torch.no_grad():
        # Two directions were learned, the one more than the other.
        weight += torch.outer(torch.randn(len(weight)), torch.randn(weight.shape[1]))
        weight += 0.01 * torch.outer(torch.randn(len(weight)), torch.randn(weight.shape[1]))
    learned = weight.detach().clone()
    parts = cut(model, tiny_folder, 1)
    assert parts[f"{name.removesuffix('.weight')}.lora_A.weight"].dtype == torch.float16
    off = float(((weight - learned).norm() / (learned - before).norm()).detach())
    assert 0 < off < 0.02
    head = {
        "head.weight": torch.eye(tiny_folder.n_dims),
        "head.bias": torch.zeros(tiny_folder.n_dims),
    }
    says = {"labels": ["support", "contradict", "nei"], "temperature": 1.0}
    write({**parts, **head}, VerdictFolder, tiny_folder, 1.0, tmp_path, says)
    ids = torch.tensor([[1, 2, 3]])
    said = load_token_model(VerdictFolder(tmp_path, tiny_folder))(ids, torch.ones_like(ids))
    wanted = model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
    assert torch.allclose(said, wanted, atol=1e-5)
