"""What `import pipeline` gives, and what it does not cost."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import pipeline

ROOT = Path(__file__).parents[1]
# Anything outside the standard library is heavy for a mere import.
PROBE = (
    "import sys\n"
    "before = set(sys.modules)\n"
    "import pipeline\n"
    "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
    "print(sorted(new - set(sys.stdlib_module_names)))\n"
    "print(sorted(name for name in sys.modules if name.startswith('pipeline.')))\n"
)


def test_public_face_is_of_this_repository():
    assert Path(pipeline.__file__) == ROOT / "pipeline" / "__init__.py"


def test_public_face_import_costs_nothing():
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["['pipeline']", "[]"]


def test_public_face_is_sorted_constants_then_records_then_verbs():
    def rank(name):
        return (not name.isupper(), name[0].islower(), name)

    assert pipeline.__all__ == sorted(pipeline.__all__, key=rank)
    assert len(set(pipeline.__all__)) == len(pipeline.__all__)


@pytest.mark.parametrize("name", pipeline.__all__)
def test_public_face_keeps_what_it_promises(name):
    thing = getattr(pipeline, name)
    assert getattr(thing, "__name__", name) == name
    assert name in dir(pipeline)


def test_public_face_tells_type_checkers_the_same():
    tree = ast.parse((ROOT / "pipeline" / "__init__.py").read_text(encoding="utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    told = [alias.name for line in block.body for alias in line.names]
    assert sorted(told) == sorted(pipeline.__all__)


def test_public_face_has_nothing_else():
    with pytest.raises(AttributeError, match="nonesuch"):
        _ = pipeline.nonesuch
