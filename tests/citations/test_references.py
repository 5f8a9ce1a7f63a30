import pytest

from pipeline.citations import read_citations, read_entries, read_reference, tie_references
from pipeline.citations.references import find_entries, number_entries

ENTRIES = {
    "numbered": (
        "3. Vickers AJ, Linde K, et al. Acupuncture for chronic pain: a meta-analysis. J Pain. "
        "2018;19(5):455-474.",
        3,
        ("Vickers", "Linde"),
        2018,
        "The Journal of Pain",
    ),
    "in square brackets": (
        "[12] Smith J. Needles in nurses. Pain. 2020;1:2.",
        12,
        ("Smith",),
        2020,
        "Pain",
    ),
    "names written out": (
        "Linde, K., Allais, G., & Brinkhaus, B. (2016). Acupuncture for migraine. "
        "Headache, 6, 1-9.",
        None,
        ("Linde", "Allais", "Brinkhaus"),
        2016,
        "Headache",
    ),
}


@pytest.mark.parametrize(
    ("line", "number", "authors", "year", "journal"), ENTRIES.values(), ids=ENTRIES
)
def test_references_entries_are_read_whole(line, number, authors, year, journal):
    entry = read_reference(line)
    assert entry is not None
    assert entry.number == number
    assert (entry.source.authors, entry.source.year) == (authors, year)
    assert entry.source.journal == journal
    assert line[entry.source.start : entry.source.end] == entry.source.text
    assert read_citations(line) == [entry.source]


@pytest.mark.parametrize(
    "text",
    [
        "It helps (Lee A, et al., 2019; Roy B, et al., 2018, and several others besides them).",
        "It helps (Lee A. Tea for stiff knees and all that. Pain 2019; half of them were better).",
        "It helps (Lee et al., 2019).",
    ],
)
def test_references_other_brackets_hold_no_entry(text):
    assert find_entries(text) == []


@pytest.mark.parametrize(
    "line",
    [
        "Acting EPA Chief Lee wrote in the Journal of Pain in 2019.",
        "Former U.S. Rep. Lee wrote in the Journal of Pain in 2019.",
        "",
        "Needles are thin.",
        "3. Rest well.",
        "Smith J met us in 2020.",
        "[3]",
    ],
)
def test_references_other_lines_are_none(line):
    assert read_reference(line) is None


def test_references_entries_of_one_line_are_told_apart():
    line = "[1] Lee A. Tea. Pain 2019;1:2. [2] Roy B. Mud and [3] more. Spine 2018; 3: 4-9."
    entries = read_entries(line)
    assert [(entry.number, entry.source.authors) for entry in entries] == [
        (1, ("Lee",)),
        (2, ("Roy",)),
    ]
    assert all(line[e.source.start : e.source.end] == e.source.text for e in entries)
    assert read_citations(line) == [entry.source for entry in entries]


def test_references_without_numbers_go_by_their_places():
    one = read_reference("Lee A. Tea. Pain 2019;1:2.")
    other = read_reference("7. Roy B. Mud. Spine 2018;3:4-9.")
    assert [entry.number for entry in number_entries([one, None, other])] == [1, 7]
    assert number_entries([one, None, None]) == []


def test_references_a_number_takes_over_what_its_entry_says():
    entry = read_reference("[3] Smith J. Needles in nurses. Pain. 2020;1:2. PMID: 12345678")
    known, unknown = tie_references(read_citations("Good [3], bad [4]."), [entry])
    assert (known.authors, known.year) == (("Smith",), 2020)
    assert known.identifiers == (("pmid", "12345678"), ("ref", "3"))
    assert known.text == " [3]".strip()
    assert unknown.identifiers == (("ref", "4"),)
    assert unknown.authors == ()
