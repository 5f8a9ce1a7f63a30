"""What detector and reader of pairs are fitted with; that each learns is tested with each."""

import torch  # noqa: TID253 - what is fitted

from pipeline.encoders.verdict import VerdictFolder
from pipeline.encoders.with_torch import load_token_model, load_torch_model
from pipeline.learn.fitting import cut, open_layers, seed_all, write


def test_fitting_opens_the_matrices_of_layers_and_nothing_else(tiny_folder):
    model = load_torch_model(tiny_folder)
    open_layers(model, dropout=0.3)
    shares = {part.p for part in model.modules() if isinstance(part, torch.nn.Dropout)}
    assert shares == {0.3}
    learned = {name for name, weight in model.named_parameters() if weight.requires_grad}
    assert "encoder.layer.0.attention.self.query.weight" in learned
    assert all(name.endswith(".weight") and ".layer." in name for name in learned)
    assert not any("Norm" in name or "embeddings" in name for name in learned)


def test_fitting_cuts_what_was_learned_to_an_adapter_that_says_the_same(tiny_folder, tmp_path):
    model = load_torch_model(tiny_folder)
    open_layers(model, dropout=0.0)
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
