from __future__ import annotations

CSV = "title,doi,year\nMint oil for cramps,10.1000/mint,2029\nMint,10.1000/MINT,2029\n"


def test_import_adds_sources_and_says_what_was_one(claims, tmp_path):
    (tmp_path / "list.csv").write_text(CSV, encoding="utf-8")
    out = tmp_path / "mine"
    ran = claims("evidence", "import", str(tmp_path / "list.csv"), "--out", str(out))
    assert ran.code == 0
    assert ran.out.startswith(f"{out}/sources.csv: 1 sources added, of 1 publications read.")
    assert "record 2 is " in ran.err
    assert "anon-2029-mint-oil-cramps," in (out / "sources.csv").read_text(encoding="utf-8")
    again = claims("evidence", "import", str(tmp_path / "list.csv"), "--out", str(out))
    assert "is anon-2029-mint-oil-cramps already; not added" in again.err


def test_import_of_something_bad_keeps_the_rest_and_exits_two(claims, tmp_path):
    (tmp_path / "list.csv").write_text(f"{CSV},10.1000/x,\n", encoding="utf-8")
    out = tmp_path / "mine"
    names = [str(tmp_path / name) for name in ("list.csv", "gone.ris")]
    ran = claims("evidence", "import", *names, "--out", str(out))
    assert ran.code == 2
    assert "1 sources added" in ran.out
    assert "record 3: no title; it is left out" in ran.err
    assert "error E405: Cannot read" in ran.err
    assert "gone.ris" in ran.err
    assert "2 records or files could not be used as they are." in ran.err
