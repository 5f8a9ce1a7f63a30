"""How far an element reaches, and how much text stands in it."""

import pytest

from pipeline.read.html_extent import find_end, text_size

EXTENTS = {
    "elements of the same name inside": "<div>{a<div>b</div>c}</div>d",
    "another that begins alike": "<div>{a<divide>b}</div>c",
    "in capitals": "<DIV>{a}</DIV>b",
    "without an end": "<div>{a<p>b}",
}


@pytest.mark.parametrize("drawn", EXTENTS.values(), ids=EXTENTS)
def test_extent_ends_with_its_own_tag(drawn):
    page = drawn.replace("{", "").replace("}", "")
    assert find_end(page, "div", drawn.index("{")) == drawn.index("}") - 1


def test_extent_counts_what_is_to_be_read():
    page = "<p>Tea <b>or</b></p><script>if (a < b) {}</script><!-- no <p> --><style>x</style> zinc"
    assert text_size(page, 0, len(page)) == len("Teaorzinc")
