"""A file is there as a whole, or as it was before."""

import os
import stat
from pathlib import Path

import pytest

from pipeline.whole_files import UNFINISHED, replaced, write_whole


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_whole_files_write_new_ones_and_replace_old_ones(tmp_path):
    for data in (b"one", b"other"):
        write_whole(tmp_path / "a.html", data)
        assert (tmp_path / "a.html").read_bytes() == data
    assert names(tmp_path) == ["a.html"]


def test_whole_files_leave_the_old_one_and_no_half_where_the_disk_is_full(tmp_path, monkeypatch):
    (tmp_path / "a.html").write_bytes(b"old")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    for name in ("a.html", "new.html"):
        with pytest.raises(OSError, match="No space left"):
            write_whole(tmp_path / name, b"new")
    assert names(tmp_path) == ["a.html"]
    assert (tmp_path / "a.html").read_bytes() == b"old"


def test_whole_files_leave_the_old_one_where_their_making_fails(tmp_path):
    (tmp_path / "a.html").write_bytes(b"old")

    def break_off():
        with replaced(tmp_path / "a.html") as file:
            file.write(b"ne")
            assert [name.startswith(UNFINISHED) for name in names(tmp_path)] == [True, False]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert names(tmp_path) == ["a.html"]
    assert (tmp_path / "a.html").read_bytes() == b"old"


def test_whole_files_have_the_permissions_of_the_old_one_and_else_the_usual(tmp_path):
    (tmp_path / "usual").touch()
    (tmp_path / "a.html").touch(mode=0o600)
    for name in ("a.html", "new.html"):
        write_whole(tmp_path / name, b"new")
    modes = [
        stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a.html", "new.html", "usual")
    ]
    assert modes[0] == 0o600
    assert modes[1] == modes[2]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to what is read-only")
def test_whole_files_do_not_replace_what_is_read_only(tmp_path):
    (tmp_path / "a.html").touch(mode=0o400)
    with pytest.raises(PermissionError):
        write_whole(tmp_path / "a.html", b"new")


def test_whole_files_follow_a_link(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.html").symlink_to(tmp_path / "sub" / "real.html")
    write_whole(tmp_path / "a.html", b"new")
    assert (tmp_path / "a.html").is_symlink()
    assert (tmp_path / "sub" / "real.html").read_bytes() == b"new"


def test_whole_files_write_into_a_pipe_and_leave_it(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, b"new")
        assert os.read(reader, 9) == b"new"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_whole_files_write_into_what_is_open_by_its_number():
    reader, writer = os.pipe()
    try:
        write_whole(Path(f"/dev/fd/{writer}"), b"new")
        assert os.read(reader, 9) == b"new"
    finally:
        os.close(reader)
        os.close(writer)


def test_whole_files_may_have_the_longest_name(tmp_path):
    write_whole(tmp_path / ("a" * 255), b"new")
    assert (tmp_path / ("a" * 255)).read_bytes() == b"new"
