"""The house's own rules, as far as a machine can check them."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from pipeline.resources import data_path

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
PACKAGE = ROOT / "pipeline"
LISTS = sorted(data_path("x").parent.glob("*.toml"))

# Modules whose behaviour is only seen through another's, and whose test says so.
SEEN_THROUGH = {
    "__main__.py": "cli/test_main.py",
    "citations/authors.py": "citations/test_sources.py",
    "citations/pieces.py": "citations/test_sources.py",
    "citations/vague.py": "citations/test_sources.py",
    "encoders/sessions.py": "encoders/test_with_onnx.py",
    "encoders/with_torch.py": "e2e/test_encoder.py",
    "judge/comparing.py": "judge/test_numbers.py",
    "judge/findings.py": "judge/test_numbers.py",
    "judge/candidates.py": "judge/test_citations.py",
    "judge/resolving.py": "judge/test_citations.py",
    "judge/statements/efficacy.py": "judge/test_statements.py",
    "judge/statements/weighing.py": "judge/test_statements.py",
    "learn/annotations/formats/assembled.py": "learn/annotations/test_formats.py",
    "quantities/drafts.py": "quantities/test_scan.py",
    "read/html_names.py": "read/test_html.py",
    "read/suffixes.py": "read/test_find.py",
    "read/web/limits.py": "read/web/test_fetch.py",
    "report/pdf_child.py": "report/test_to_pdf.py",
    "report/remarks.py": "report/test_to_docx.py",
    **{
        f"errors/{name}.py": "test_errors.py"
        for name in (
            *("base", "batches", "choices", "evidence", "fetching", "judgements", "models"),
            *("reading", "reports"),
        )
    },
    **{
        f"records/{name}.py": "test_records.py"
        for name in ("article", "evidence", "finding", "page", "statement", "work")
    },
}
# A folder may be tested as a whole, by files named after it.
AS_A_WHOLE = {
    "evidence/extract": "evidence/test_extract_*.py",
    "read/pdf": "read/pdf/test_*.py",
}
# Tests of more than one module.
OF_THE_HOUSE = {"test_ci_run", "test_factories", "test_hooks", "test_house", "test_public_face"}
OF_THE_WHOLE = {"e2e", "benchmarks"}


def modules():
    return [path.relative_to(PACKAGE) for path in sorted(PACKAGE.rglob("*.py"))]


def mirrored_by(module):
    if module.name != "__init__.py":
        yield TESTS / module.parent / f"test_{module.name}"
    if str(module) in SEEN_THROUGH:
        yield TESTS / SEEN_THROUGH[str(module)]
    for folder, pattern in AS_A_WHOLE.items():
        if str(module.parent) == folder:
            yield from TESTS.glob(pattern)


@pytest.mark.parametrize(
    "module", [m for m in modules() if m.name != "__init__.py"], ids=lambda module: str(module)
)
def test_house_every_module_has_its_tests(module):
    assert any(path.is_file() for path in mirrored_by(module))


def test_house_what_is_seen_through_another_has_no_tests_of_its_own():
    for name in SEEN_THROUGH:
        module = Path(name)
        assert (PACKAGE / module).is_file()
        assert not (TESTS / module.parent / f"test_{module.name}").is_file()


def test_house_every_test_file_is_named_after_a_module():
    strays = []
    for path in sorted(TESTS.rglob("test_*.py")):
        place = path.relative_to(TESTS)
        name = path.stem.removeprefix("test_")
        if place.parts[0] in OF_THE_WHOLE or place.stem in OF_THE_HOUSE:
            continue
        if any(path in TESTS.glob(pattern) for pattern in AS_A_WHOLE.values()):
            continue
        homes = [
            PACKAGE / place.parent / f"{name}.py",
            PACKAGE / place.parent / name / "__init__.py",
            PACKAGE / place.parent / "__init__.py",
        ]
        own = homes[:2] if name != place.parent.name else homes
        if not any(home.is_file() for home in own):
            strays.append(str(place))
    assert strays == []


def test_house_every_module_opens_with_its_place():
    for module in modules():
        first = (PACKAGE / module).read_text(encoding="utf-8").lstrip("r")
        assert not first or first.startswith('"""'), module


# --- words are data, each with the sentence it was written for ------------------------------


def entries(path):
    for family, listed in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for entry in listed if isinstance(listed, list) else ():
            if isinstance(entry, dict) and "pattern" in entry:
                yield family, entry


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_house_every_pattern_has_an_example_that_some_test_runs(path):
    families = set()
    for family, entry in entries(path):
        assert entry.get("example") or entry.get("examples"), (family, entry)
        families.add(family)
    if families:
        users = [
            test
            for test in sorted(TESTS.rglob("*.py"))
            if path.stem in (text := test.read_text(encoding="utf-8")) and "example" in text
        ]
        assert users, f"no test runs the examples of {path.name}"


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_house_every_pattern_compiles(path):
    for _, entry in entries(path):
        assert re.compile(entry["pattern"])


# --- what nobody else needs to know -----------------------------------------------------------

# Homes of people and of machines, put together so that this file holds none.
PRIVATE = re.compile(rf"(?<![\w.:/-])/(?:{'|'.join(['work', 'root', 'home', 'Users'])})/\w")


def tracked():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("no git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_house_no_file_names_a_place_on_somebodys_machine():
    found = []
    for path in tracked():
        if path.suffix not in {".onnx", ".safetensors", ".parquet"} and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{path.name}: {hit.group()}" for hit in PRIVATE.finditer(text)]
    assert found == []


def test_house_the_guard_on_places_sees_them():
    assert PRIVATE.search("see /" + "home/ann/notes")
    assert not PRIVATE.search("https://example.org/" + "home/page")


def test_house_modules_stay_within_a_readers_breath():
    long = [str(m) for m in modules() if (PACKAGE / m).read_text().count("\n") > 650]
    assert long == []


def test_house_nothing_is_left_for_later():
    left = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|raise NotImplemented" + "Error")
    assert [str(m) for m in modules() if left.search((PACKAGE / m).read_text())] == []
