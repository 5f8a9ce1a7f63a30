"""A licensed list of codes becomes a package of the user's own."""

from __future__ import annotations

import pytest

from pipeline.errors import CodeListUnreadableError, CodeSystemUnknownError
from pipeline.evidence import load_evidence
from pipeline.evidence.add_codes import read_code_list, write_code_package
from pipeline.evidence.validate import validate_evidence
from pipeline.resources import evidence_dir


@pytest.fixture(scope="module")
def base():
    return load_evidence([evidence_dir()])


@pytest.fixture
def listed(tmp_path, base):
    """Read a list of the text given."""

    def read(text, *, name="list.csv", system="CPT", **columns):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_code_list(path, system=system, base=base, **columns)

    return read


READ = {
    "commas": "code,description\n99213,Visit\n",
    "tabs": "code\tdescription\n99213\tVisit\n",
    "semicolons": "Code;Description\n99213;Visit\n",
    "names of its own": "CPT Code,Year,Long Description\n99213,2026,Visit\n",
    "quotes and spaces": '"code","description"\n" 99213 ","Visit  "\n',
    "a byte order mark": "\ufeffcode,description\r\n99213,Visit\r\n",
    "the same line twice": "code,description\n99213,Visit\n99213,Visit\n",
    "blank lines": "code,description\n\n99213,Visit\n,\n",
}


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_add_codes_reads_the_usual_forms_of_a_list(text, listed):
    read = listed(text)
    assert (dict(read.codes), read.faults) == ({"99213": "Visit"}, ())


def test_add_codes_reads_what_spreadsheets_write(listed):
    read = listed("code\tdescription\n99213\tVisité\n".encode("utf-16"))
    assert dict(read.codes) == {"99213": "Visité"}


def test_add_codes_reads_columns_that_are_named(listed):
    text = "id,a,b\nx,99213,Visit\n"
    read = listed(text, code_column="a", meaning_column="B")
    assert dict(read.codes) == {"99213": "Visit"}


def test_add_codes_needs_no_meanings(listed):
    assert dict(listed("code\n99213\n0042T\n").codes) == {"0042T": "", "99213": ""}


def test_add_codes_gives_diagnoses_their_point(listed):
    read = listed("code,description\nm5450,Low back pain\n", system="icd-10-cm")
    assert (read.system, dict(read.codes)) == ("ICD-10-CM", {"M54.50": "Low back pain"})


BAD = {
    "an impossible shape": ("9921X,Visit", "'9921X' has the shape of no category"),
    "zeros that a spreadsheet dropped": ("100,Anesthesia", "may have dropped leading zeros"),
    "no code": (",Visit", "the cell is empty"),
    "other words for a code": ("99213,Another", "'99213' was given before"),
}


@pytest.mark.parametrize(("line", "why"), BAD.values(), ids=BAD)
def test_add_codes_names_a_bad_line_and_keeps_the_rest(line, why, listed):
    read = listed(f"code,description\n99213,Visit\n{line}\n99214,Long visit\n")
    assert list(read.codes) == ["99213", "99214"]
    (fault,) = read.faults
    assert (fault.line, fault.column) == (3, "code")
    assert why in fault.why


REFUSED = {
    "no header": ("99213,Visit\n", {}, "no column of codes among '99213', 'Visit'"),
    "a column that is not there": ("code\n99213\n", {"code_column": "x"}, "no column 'x' among"),
    "nothing": ("", {}, "it is empty"),
    "a workbook": (b"PK\x03\x04xl/workbook.xml", {}, "Excel"),
}


@pytest.mark.parametrize(("text", "columns", "why"), REFUSED.values(), ids=REFUSED)
def test_add_codes_says_why_a_list_cannot_be_read(text, columns, why, listed):
    with pytest.raises(CodeListUnreadableError, match=why):
        listed(text, **columns)


def test_add_codes_refuses_a_system_without_shapes(listed):
    with pytest.raises(CodeSystemUnknownError, match="No code system is called LOINC"):
        listed("code\n1-2\n", system="LOINC")


def test_add_codes_writes_a_package_that_stands_alone_and_on_ours(listed, base, tmp_path):
    read = listed("code,description\n97810,Needles\n99213,Visit\n")
    out = tmp_path / "out"
    whole = write_code_package(read, out, edition="2026", complete=True, base=base)
    assert whole == ("Category I",)
    assert validate_evidence(out) == []
    assert validate_evidence(out, on_top_of=[evidence_dir()]) == []
    alone = load_evidence([out])
    assert set(alone.codes) == {("CPT", "97810"), ("CPT", "99213")}
    on_ours = load_evidence([evidence_dir(), out])
    ours, theirs = base.codes["CPT", "97810"], on_ours.codes["CPT", "97810"]
    assert theirs.meaning == "Needles"
    # What it is for and since when is no part of the list.
    assert (theirs.concepts, theirs.valid_from) == (ours.concepts, ours.valid_from)
    categories = {one.category: one.complete for one in on_ours.categories("CPT")}
    assert {name for name, complete in categories.items() if complete} == {"Category I"}


def test_add_codes_of_diagnoses_take_the_place_of_ours(listed, base, tmp_path):
    read = listed("code,description\nM542,Neck\nM54.99,New\n", system="ICD-10-CM")
    write_code_package(read, tmp_path / "out", edition="2026", complete=False, base=base)
    table = load_evidence([evidence_dir(), tmp_path / "out"])
    assert table.code("ICD-10-CM", "M54.2").meaning == "Neck"
    assert table.code("ICD-10-CM", "M54.99").meaning == "New"
    assert table.code("ICD-10-CM", "M54.5") is not None


def test_add_codes_declares_no_list_complete_of_which_lines_were_left_out(listed, base, tmp_path):
    read = listed("code,description\n97810,Needles\n9921X,Bad\n")
    assert write_code_package(read, tmp_path / "o", edition="2026", complete=True, base=base) == ()
    assert not any(one.complete for one in load_evidence([tmp_path / "o"]).code_systems)


def test_add_codes_writes_the_same_bytes_again(listed, base, tmp_path):
    read = listed("code,description\n99213,Visit\n97810,Needles\n")
    for name in ("one", "two"):
        write_code_package(read, tmp_path / name, edition="2026", complete=True, base=base)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in ("one", "two"))
    assert one == two
