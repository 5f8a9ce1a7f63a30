"""`claims init`: a settings file to begin with."""

from pipeline.settings.starting import settings_text


def test_init_writes_a_file_once(claims, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = claims("init")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("claims.toml is written.")
    assert (tmp_path / "claims.toml").read_text(encoding="utf-8") == settings_text()
    again = claims("init")
    assert (again.code, again.out) == (2, "")
    assert again.err.startswith("error E813: claims.toml is there already")
