import pytest

from pipeline.citations.identifiers import find_identifiers

FOUND = {
    "closing bracket": ("(10.1000/abc(1))", [("doi", "10.1000/abc(1)")]),
    "full stop": ("10.1000/abc.", [("doi", "10.1000/abc")]),
    "label before nonsense": ("doi: 1000/abc", [("doi", "1000/abc")]),
    "guideline link": ("https://www.nice.org.uk/guidance/ng59", [("nice", "NG59")]),
    "trial link": ("https://clinicaltrials.gov/study/NCT01234567", [("nct", "NCT01234567")]),
    "spaces": ("NCT 01234567 and PMC 123", [("nct", "NCT01234567"), ("pmc", "PMC123")]),
    "Prospero": ("PROSPERO CRD42020123456", [("prospero", "CRD42020123456")]),
    "ISRCTN": ("ISRCTN96537534", [("isrctn", "ISRCTN96537534")]),
    "coverage in words": ("National Coverage Determination (NCD) 30.3.3", [("ncd", "30.3.3")]),
    "noncommunicable": ("NCDs kill 41 million", []),
    "power": ("kg/m² and cm³", []),
    "label of a list entry": ("[3] Needles", []),
    "unknown site": ("https://needles.example/a", []),
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND)
def test_identifiers_are_normalised(text, expected):
    found = find_identifiers(text)
    assert [(one.system, one.value) for one in found] == expected
    assert all(0 <= one.start < one.end <= len(text) for one in found)
