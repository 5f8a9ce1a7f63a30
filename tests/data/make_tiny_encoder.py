"""Makes `tiny_encoder/`: an encoder of 60 kB with random weights, for tests without trained ones.

python tests/data/make_tiny_encoder.py
"""

from __future__ import annotations

import string
from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from pipeline.encoders.exporting import export_onnx
from pipeline.encoders.folders import EncoderFolder

FOLDER = Path(__file__).parent / "tiny_encoder"
WORDS = [
    "pain",
    "migraine",
    "sleep",
    "acupuncture",
    "sham",
    "needle",
    "helps",
    "less",
    "people",
    "the",
]


def make_tokenizer() -> Tokenizer:
    pieces = [*string.ascii_lowercase, *string.digits, "%", ".", ",", "-"]
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS, *pieces, *(f"##{p}" for p in pieces)]
    vocabulary = {word: place for place, word in enumerate(dict.fromkeys(words))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    # As the real file has it: the encoder must undo this.
    tokenizer.enable_padding(length=16)
    return tokenizer


def main() -> None:
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    FOLDER.mkdir(exist_ok=True)
    tokenizer = make_tokenizer()
    tokenizer.save(str(FOLDER / "tokenizer.json"))
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=64,
        # Weights of the usual size give nearly the same vector for every text.
        initializer_range=0.3,
    )
    BertModel(config, add_pooling_layer=False).eval().save_pretrained(FOLDER)
    onnx = FOLDER / "onnx"
    onnx.mkdir(exist_ok=True)
    export_onnx(EncoderFolder(name="tiny", path=FOLDER), onnx / "encoder.onnx")


if __name__ == "__main__":
    main()
