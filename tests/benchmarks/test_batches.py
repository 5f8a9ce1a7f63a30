"""The clock of a batch counts articles a second once all is running."""

from benchmarks.batches import Clock
from benchmarks.many import write_articles


def test_batches_start_the_clock_once_processes_run():
    clock = Clock(marks=[(0.0, 1), (9.0, 20), (10.0, 30), (11.0, 60)])
    assert clock.per_s() == 20.0


def test_batches_count_only_what_goes_on():
    clock = Clock()
    for n_done in (1, 1, 2, 2):
        clock.tell(n_done)
    assert [n for _, n in clock.marks] == [1, 2]


def test_many_articles_are_the_same_for_the_same_seed(tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_articles(tmp_path / name, 50, seed=seed)
    a, b, c = ([path.read_text() for path in sorted((tmp_path / name).iterdir())] for name in "abc")
    assert a == b != c
    assert 25 < len(set(a)) < 51
