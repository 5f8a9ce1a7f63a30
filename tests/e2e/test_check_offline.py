"""`claims check` in a process of its own: no socket, the promised exits, the same bytes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from pipeline.resources import samples_dir

# Python imports this before anything else; what it takes away nobody can use.
NO_SOCKETS = """
import socket

class Refused(AssertionError):
    pass

def refuse(*args, **options):
    raise Refused("this process opened a socket")

socket.socket.__init__ = refuse
for name in ("socketpair", "create_connection", "create_server", "getaddrinfo", "fromfd"):
    setattr(socket, name, refuse)
"""


@pytest.fixture(scope="module")
def claims(tmp_path_factory):
    """Run `claims` where no socket can be opened; returns the finished process."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "sitecustomize.py").write_text(NO_SOCKETS)

    def run(*words, hash_seed="0", code=None, **options):
        program = ["-m", "pipeline"] if code is None else ["-c", code]
        return subprocess.run(
            [sys.executable, *program, *words],
            capture_output=True,
            check=False,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder), "PYTHONHASHSEED": hash_seed},
            **options,
        )

    return run


@pytest.fixture(scope="module")
def first(claims):
    return claims("check", str(samples_dir()), "--format", "json", hash_seed="1")


def test_check_offline_the_guard_itself_works(claims):
    done = claims(code="import socket; socket.socket()")
    assert b"this process opened a socket" in done.stderr


def test_check_offline_exits_one_where_something_is_unsupported(first):
    assert (first.returncode, json.loads(first.stdout)["errors"]) == (1, [])
    assert b"opened a socket" not in first.stderr


def test_check_offline_gives_the_same_bytes_in_another_process(claims, first):
    again = claims("check", str(samples_dir()), "--format", "json", hash_seed="2")
    assert again.stdout == first.stdout


def test_check_offline_json_is_what_the_schema_says(claims, first):
    schema = json.loads(claims("check", "--print-schema").stdout)
    jsonschema.validate(json.loads(first.stdout), schema)


def test_check_offline_text_is_the_slice_of_the_file(first):
    for document in json.loads(first.stdout)["documents"]:
        with Path(document["path"]).open(encoding="utf-8-sig", newline="") as file:
            source = file.read()
        for claim in document["claims"]:
            assert source[claim["start"] : claim["end"]] == claim["text"]
            before = source[: claim["start"]]
            assert claim["line"] == before.count("\n") + 1
            assert claim["column"] == len(before) - before.rfind("\n")
            for quantity in claim["statement"]["quantities"]:
                assert claim["start"] <= quantity["start"] < quantity["end"] <= claim["end"]


def test_check_offline_exits_nought_where_nothing_is_claimed(claims):
    done = claims("check", str(samples_dir() / "quiet-evening.md"))
    assert done.returncode == 0


def test_check_offline_exits_two_on_trouble_and_still_checks_the_rest(claims):
    quiet = str(samples_dir() / "quiet-evening.md")
    done = claims("check", "gone.md", quiet, "-", "--format", "json", input=b"Bill CPT 8.")
    report = json.loads(done.stdout)
    assert done.returncode == 2
    assert [error["code"] for error in report["errors"]] == ["E101"]
    assert [document["path"] for document in report["documents"]] == [quiet, "-"]
    assert b"Traceback" not in done.stderr
