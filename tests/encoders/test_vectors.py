"""The last step that all encoders share."""

import numpy as np
import pytest

from pipeline.encoders.vectors import pool


@pytest.mark.parametrize(
    ("pooling", "expected"), [("mean", [0.6, 0.8]), ("cls", [1.0, 0.0])], ids=["mean", "cls"]
)
def test_vectors_pool_as_the_encoder_says(pooling, expected):
    states = np.array([[3.0, 0.0], [0.0, 4.0]], dtype=np.float32)
    assert pool(states, pooling=pooling).tolist() == pytest.approx(expected)


def test_vectors_pool_gives_no_nan_for_a_zero_state():
    assert pool(np.zeros((2, 3), dtype=np.float32), pooling="mean").tolist() == [0.0, 0.0, 0.0]
