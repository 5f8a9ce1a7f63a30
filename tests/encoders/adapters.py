"""A detector for tests: the tiny encoder with an adapter and a head of random weights."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from pipeline.encoders.detector import DetectorFolder
from pipeline.encoders.folders import EncoderFolder

SAYS = {
    "kinds": ["efficacy", "safety"],
    "scale": 2.0,
    "thresholds": {
        kind: {"inside": 0.5, "begin": 0.6, "agree": 0.2} for kind in ("efficacy", "safety")
    },
}


def write_detector(folder: Path, base: EncoderFolder, **says: object) -> DetectorFolder:
    """Write one into a folder; `says` changes what `detector.json` says."""
    rng = np.random.default_rng(7)
    n, rank = base.n_dims, 2
    query = "encoder.layer.0.attention.self.query"
    parts = {
        f"{query}.lora_A.weight": rng.normal(size=(rank, n)),
        f"{query}.lora_B.weight": rng.normal(size=(n, rank)),
        "head.weight": rng.normal(size=(4, n)),
        "head.bias": rng.normal(size=4),
    }
    folder.mkdir(parents=True, exist_ok=True)
    save_file(
        {name: part.astype(np.float32) for name, part in parts.items()},
        folder / "adapter.safetensors",
    )
    said = {"encoder": base.identity, **SAYS, **says}
    (folder / "detector.json").write_text(json.dumps(said), encoding="utf-8")
    return DetectorFolder(folder, base)
