"""Every error has a code, says all it was told, and survives the way home from a worker."""

import inspect
import pickle
import re
import string

import pytest

from pipeline import errors
from pipeline.errors import PipelineError, SourceUnreadableError

ALL = [
    kind
    for _, kind in sorted(vars(errors).items())
    if inspect.isclass(kind) and issubclass(kind, PipelineError)
]


def made(kind):
    fields = {
        name: 7 if spec else f"<{name}>"
        for _, name, spec, _ in string.Formatter().parse(kind.template)
        if name
    }
    return kind(**fields), fields


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_errors_survive_pickling(kind):
    error, fields = made(kind)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert (str(again), again.details) == (str(error), fields)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_errors_say_all_they_were_told(kind):
    error, fields = made(kind)
    assert all(str(value) in error.message for value in fields.values())
    assert str(error) == f"[{kind.code}] {error.message}"


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_errors_have_a_sentence_and_a_docstring(kind):
    assert re.fullmatch(r"E[1-9]\d\d", kind.code)
    assert inspect.getdoc(kind)
    assert kind is PipelineError or kind.__name__.endswith("Error")


def test_errors_codes_are_given_once():
    codes = [kind.code for kind in ALL]
    assert len(set(codes)) == len(codes)


def test_errors_want_every_detail():
    with pytest.raises(KeyError):
        SourceUnreadableError(source="a.md")
