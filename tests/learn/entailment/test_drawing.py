"""Two drawings: well-formed, with a line for each set where its values lie."""

from xml.etree import ElementTree

import pytest

from pipeline.learn.entailment.calibration import calibrate
from pipeline.learn.entailment.drawing import draw_coverage, draw_reliability
from pipeline.learn.entailment.scores import PairScores

KNOWN = calibrate([0.5] * 10 + [1.0] * 10, [False, True] * 5 + [True] * 10)
SCORES = [PairScores(name, 20, 20, {}, {}, {}, KNOWN) for name in ("mine/dev", "mine/test")]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("draw", [draw_reliability, draw_coverage])
def test_drawing_is_svg_with_a_line_and_a_name_for_each_set(draw):
    root = ElementTree.fromstring(draw(SCORES))
    lines = [line for line in root.iter(f"{SVG}polyline") if line.get("stroke") != "#888"]
    assert len(lines) == 2
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert [text for text in texts if "mine/test" in text]


def test_drawing_puts_all_right_at_the_top_and_certain_at_the_right():
    root = ElementTree.fromstring(draw_reliability(SCORES[:1]))
    line = next(line for line in root.iter(f"{SVG}polyline") if line.get("stroke") != "#888")
    assert line.get("points").split()[-1] == "376.0,56.0"
