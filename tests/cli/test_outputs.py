"""Reports go to files, marked copies beside nobody's original."""

import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import factories
import pytest
import typer

from pipeline.cli import outputs
from pipeline.cli.outputs import Output, parse_output, write_outputs


@pytest.fixture(autouse=True)
def copier(monkeypatch):
    """Make copies that say how many claims they mark."""
    monkeypatch.setattr(
        outputs, "COPIES", {"docx": lambda document, data: data + b"%d" % len(document.claims)}
    )


def word(path, data=b"word"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    article = factories.make_article(path=str(path))
    return factories.make_document(replace(article, format="docx", sha256=sha256(data).hexdigest()))


def test_outputs_reads_a_format_and_a_file():
    assert parse_output("docx=out/a.docx") == Output("docx", Path("out/a.docx"))


@pytest.mark.parametrize("text", ["docx", "docx=", "doc=a", "=a"])
def test_outputs_refuses_what_names_no_format_or_no_file(text):
    with pytest.raises(typer.BadParameter, match="is not FORMAT=FILE"):
        parse_output(text)


def test_outputs_one_document_becomes_one_file(tmp_path):
    result = factories.make_result([word(tmp_path / "a.docx"), factories.make_document()])
    assert write_outputs(result, [Output("docx", tmp_path / "out" / "marked.docx")]) == []
    assert (tmp_path / "out" / "marked.docx").read_bytes() == b"word1"
    assert (tmp_path / "a.docx").read_bytes() == b"word"


def test_outputs_many_documents_become_a_folder_in_which_none_takes_anothers_name(tmp_path, capsys):
    places = [tmp_path / "in" / name for name in ("a.docx", "b/a.docx")]
    result = factories.make_result([word(place) for place in places])
    assert write_outputs(result, [Output("docx", tmp_path / "out")]) == []
    made = sorted(str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*.docx"))
    assert made == ["a.docx", "b/a.docx"]
    assert capsys.readouterr().err == f"Wrote 2 copies to {tmp_path / 'out'}\n"


def test_outputs_the_copy_of_one_with_macros_is_one_with_macros(tmp_path):
    result = factories.make_result([word(tmp_path / "a.docm")])
    assert write_outputs(result, [Output("docx", tmp_path / "marked.docm")]) == []
    assert (tmp_path / "marked.docm").read_bytes() == b"word1"
    assert "has to end in .docm" in trouble(result, tmp_path / "marked.docx")


def trouble(result, target):
    (told,) = write_outputs(result, [Output("docx", target)])
    return f"{told.code} {told.message}"


def test_outputs_never_writes_over_an_original(tmp_path):
    result = factories.make_result([word(tmp_path / "a.docx")])
    assert "is the original" in trouble(result, tmp_path / "a.docx")
    assert "is the original" in trouble(result, tmp_path)
    assert (tmp_path / "a.docx").read_bytes() == b"word"


def test_outputs_says_where_no_document_of_the_format_was_checked(tmp_path):
    told = trouble(factories.make_result(), tmp_path / "a.docx")
    assert told.startswith("E602")
    assert "no docx document was checked" in told


def test_outputs_does_not_mark_what_was_changed_meanwhile(tmp_path):
    result = factories.make_result([word(tmp_path / "a.docx")])
    (tmp_path / "a.docx").write_bytes(b"other")
    assert "changed while it was checked" in trouble(result, tmp_path / "out.docx")
    (tmp_path / "a.docx").unlink()
    assert "it is gone" in trouble(result, tmp_path / "out.docx")


def test_outputs_one_that_cannot_be_written_keeps_no_other(tmp_path):
    (tmp_path / "file").write_text("in the way")
    wanted = [Output("json", tmp_path / "file" / "a.json"), Output("json", tmp_path / "b.json")]
    (told,) = write_outputs(factories.make_result(), wanted)
    assert told.code == "E601"
    assert (tmp_path / "b.json").read_text().startswith("{")


def test_outputs_keep_the_old_one_where_the_disk_is_full(tmp_path, monkeypatch):
    (tmp_path / "a.json").write_text("old")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (told,) = write_outputs(factories.make_result(), [Output("json", tmp_path / "a.json")])
    assert told.message == (
        f"Cannot write {tmp_path / 'a.json'}: No space left on device. "
        "Make room, or name another place."
    )
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_outputs_a_page_has_no_original_at_hand(tmp_path):
    page = factories.make_page("https://example.org/a.docx")
    article = replace(factories.make_article(path=page.url, page=page), format="docx")
    result = factories.make_result([factories.make_document(article)])
    (trouble,) = write_outputs(result, [Output("docx", tmp_path / "out")])
    assert (trouble.code, "fetched from the web" in trouble.message) == ("E602", True)
