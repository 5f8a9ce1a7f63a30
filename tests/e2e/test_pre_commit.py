"""A real run of pre-commit, in a repository of drafts made for it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.resources import cache_dir

ROOT = Path(__file__).parents[2]
CLAIMS = Path(sys.executable).parent / "claims"
GOOD = "# Notes\n\nBill CPT 97810 for acupuncture.\n"
BAD = "# Notes\n\nBill CPT 9781 for acupuncture.\n"
# What is tested is the hook's manifest and our exit codes; building an environment
# for it would download all that we depend on. "system" is what pre-commit calls a
# hook whose program is there already.
CONFIG = """\
repos:
  - repo: {hooks}
    rev: {revision}
    hooks:
      - id: claims
        language: system
        files: ^drafts/
"""


class Repository:
    def __init__(self, folder, environment):
        self.folder = folder
        self.environment = environment

    def run(self, *words, wanted=0):
        ran = subprocess.run(
            words,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert ran.returncode == wanted, ran.stdout
        return ran.stdout

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.run("git", "add", name)

    def commit(self, *, wanted=0):
        return self.run("git", "commit", "--quiet", "-m", "Drafts", wanted=wanted)

    def hook(self, *, wanted=0):
        return self.run(
            sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose", wanted=wanted
        )


@pytest.fixture
def repository(tmp_path):
    """A repository of drafts with our hook installed."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "PATH": f"{CLAIMS.parent}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "HOME": str(tmp_path),
        # The user's own: to prepare the evidence for each test would take most of the time.
        "CLAIMS_CACHE_DIR": str(cache_dir()),
        **{f"GIT_{who}_NAME": "Ann" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "ann@example.org" for who in ("AUTHOR", "COMMITTER")},
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    hooks = Repository(tmp_path / "hooks", environment)
    drafts = Repository(tmp_path / "site", environment)
    for each in (hooks, drafts):
        each.folder.mkdir()
        each.run("git", "init", "--quiet")
    hooks.write(".pre-commit-hooks.yaml", (ROOT / ".pre-commit-hooks.yaml").read_text())
    hooks.commit()
    revision = hooks.run("git", "rev-parse", "HEAD").strip()
    drafts.write(".pre-commit-config.yaml", CONFIG.format(hooks=hooks.folder, revision=revision))
    drafts.run(sys.executable, "-m", "pre_commit", "install")
    return drafts


def test_pre_commit_stops_a_draft_until_it_is_mended_silenced_or_known(repository):
    repository.write("drafts/yoga.md", BAD)
    # Files of another folder are not ours to check.
    repository.write("README.md", BAD)
    told = repository.commit(wanted=1)
    assert "health claims" in told
    assert "drafts/yoga.md" in told
    assert "RG002" in told
    assert "README.md" not in told

    repository.write("drafts/yoga.md", GOOD)
    assert "Passed" in repository.commit()

    repository.write("drafts/yoga.md", BAD.replace("Bill", "<!-- claims: ignore RG -->\nBill"))
    repository.commit()

    repository.write("drafts/yoga.md", BAD)
    repository.commit(wanted=1)
    repository.run(str(CLAIMS), "baseline", "write", "drafts")
    repository.run("git", "add", ".claims-baseline.json")
    repository.commit()
    assert "known to the baseline" in repository.hook()

    repository.write("drafts/more.md", BAD.replace("9781", "9782"))
    told = repository.commit(wanted=1)
    assert "CPT 9782" in told
    assert "CPT 9781" not in told


def test_pre_commit_goes_by_the_settings_of_the_repository(repository):
    repository.write("drafts/old/yoga.md", BAD)
    repository.write("claims.toml", 'exclude = ["old/"]\n')
    assert "leaves it out: drafts/old/yoga.md" in repository.hook()
    repository.write("drafts/yoga.md", BAD)
    repository.commit(wanted=1)
    repository.write("claims.toml", 'exclude = ["old/"]\n[severity]\nRG002 = "warning"\n')
    repository.commit()
