import pytest

from pipeline.citations.identifiers import find_identifiers, normal_doi

FOUND = {
    "closing bracket": ("(10.1000/abc(1))", [("doi", "10.1000/abc(1)")]),
    "full stop": ("10.1000/abc.", [("doi", "10.1000/abc")]),
    "label before nonsense": ("doi: 1000/abc", [("doi", "1000/abc")]),
    "guideline link": ("https://www.nice.org.uk/guidance/ng59", [("nice", "NG59")]),
    "trial link": ("https://clinicaltrials.gov/study/NCT01234567", [("nct", "NCT01234567")]),
    "address of the registry": ("https://doi.org/10.1000/ABC.", [("doi", "10.1000/abc")]),
    "escaped slash": ("https://dx.doi.org/10.1000%2Fabc", [("doi", "10.1000/abc")]),
    "address of a publisher": ("https://x.example/doi/10.1000/abc/full", [("doi", "10.1000/abc")]),
    "no suffix": ("doi: 10.1016", [("doi", "10.1016")]),
    "an address without a suffix": ("https://doi.org/10.1016/", [("doi", "10.1016")]),
    "an address alone": ("https://doi.org/", []),
    "a short trial number": ("NCT0123456", [("nct", "NCT0123456")]),
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


DOIS = {
    "as it is": ("10.1000/abc", "10.1000/abc"),
    "capitals": ("10.1000/ABC", "10.1000/abc"),
    "address": ("https://doi.org/10.1000/abc", "10.1000/abc"),
    "old address": ("http://dx.doi.org/10.1000/abc", "10.1000/abc"),
    "label": ("doi: 10.1000/abc", "10.1000/abc"),
    "full stop": ("10.1000/abc.", "10.1000/abc"),
    "closing bracket that is not its own": ("10.1000/abc)", "10.1000/abc"),
    "brackets of its own": ("10.1016/S0140-6736(97)11096-0", "10.1016/s0140-6736(97)11096-0"),
    "escaped": ("10.1002%2Fabc", "10.1002/abc"),
}


@pytest.mark.parametrize(("written", "doi"), DOIS.values(), ids=DOIS)
def test_identifiers_dois_are_compared_in_one_form(written, doi):
    assert normal_doi(written) == doi
    assert normal_doi(doi) == doi
