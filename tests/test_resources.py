"""Where the shipped files lie, in a checkout and in a wheel."""

import tomllib
from pathlib import Path

import pytest

from pipeline import resources

ROOT = Path(__file__).parents[1]


def test_resources_lie_beside_the_package_in_a_checkout():
    assert resources.evidence_dir() == ROOT / "corpus" / "evidence"
    assert resources.samples_dir() == ROOT / "corpus" / "samples"
    assert resources.models_dir() == ROOT / "models"
    assert resources.reviews_dir() == ROOT / "corpus" / "reviews"
    assert resources.articles_dir() == ROOT / "corpus" / "articles"
    assert resources.annotations_dir() == ROOT / "annotations"
    assert resources.evidence_dir().is_dir()
    assert resources.samples_dir().is_dir()


def test_resources_lie_inside_the_package_in_a_wheel(tmp_path, monkeypatch):
    (tmp_path / "corpus" / "evidence").mkdir(parents=True)
    monkeypatch.setattr(resources, "_SHIPPED", tmp_path)
    assert resources.evidence_dir() == tmp_path / "corpus" / "evidence"
    # What a wheel does not carry is looked for beside the package.
    assert resources.models_dir() == ROOT / "models"


def test_resources_give_what_a_machine_read_once_it_is_made(tmp_path, monkeypatch):
    for name in ("evidence", "reviews"):
        (tmp_path / "corpus" / name).mkdir(parents=True)
    monkeypatch.setattr(resources, "_SHIPPED", tmp_path)
    evidence, reviews = tmp_path / "corpus" / "evidence", tmp_path / "corpus" / "reviews"
    assert resources.reviews_dir() == reviews
    assert resources.evidence_dirs() == (evidence,)
    (reviews / "sources.csv").touch()
    assert resources.evidence_dirs() == (evidence, reviews)


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in resources.data_path("x").parent.glob("*.toml"))
)
def test_resources_every_word_list_is_read_once(name):
    assert resources.word_list(name) is resources.word_list(name)
    assert resources.word_list(name) == tomllib.loads(
        resources.data_path(f"{name}.toml").read_text(encoding="utf-8")
    )


CACHES = {
    "ours": ({"CLAIMS_CACHE_DIR": "/a", "XDG_CACHE_HOME": "/b"}, "/a"),
    "the user's": ({"XDG_CACHE_HOME": "/b"}, "/b/health-claim-lint"),
    "of the home": ({}, "~/.cache/health-claim-lint"),
}


@pytest.mark.parametrize(("variables", "expected"), CACHES.values(), ids=CACHES)
def test_resources_cache_is_where_the_environment_says(monkeypatch, variables, expected):
    for name in ("CLAIMS_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert resources.cache_dir() == Path(expected).expanduser()
