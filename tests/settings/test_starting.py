"""A settings file to begin with."""

import re
import tomllib

import pytest

from pipeline.errors import ReportUnwritableError, SettingsExistError
from pipeline.settings import Settings
from pipeline.settings.files import find_settings
from pipeline.settings.keys import KEYS, read_keys
from pipeline.settings.starting import settings_text, write_settings


def test_starting_sets_nothing():
    assert tomllib.loads(settings_text()) == {}


def test_starting_explains_every_setting():
    text = settings_text()
    for key in KEYS.values():
        assert key.about.splitlines()[0] in text


def test_starting_with_every_line_taken_is_right(tmp_path):
    # What is an example begins right after its sign.
    text = re.sub(r"^#(?=\S)", "", settings_text(), flags=re.MULTILINE)
    (tmp_path / "claims.toml").write_text(text)
    file = find_settings(tmp_path)
    assert file is not None
    assert set(file.table) == set(KEYS)
    assert read_keys(file) != Settings()


def test_starting_fits_a_screen():
    assert max(map(len, settings_text().splitlines())) <= 100


def test_starting_overwrites_nothing(tmp_path):
    path = write_settings(tmp_path)
    path.write_text("max_mb = 3\n")
    with pytest.raises(SettingsExistError, match="is there already"):
        write_settings(tmp_path)
    assert path.read_text() == "max_mb = 3\n"


def test_starting_where_nothing_can_be_written_is_told(tmp_path):
    with pytest.raises(ReportUnwritableError, match=r"claims\.toml"):
        write_settings(tmp_path / "gone")
