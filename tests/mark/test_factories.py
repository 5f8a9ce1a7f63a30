"""The components: pinned, found by entry point, and at home in anyone's pipeline."""

import json
import subprocess
import sys
from importlib.metadata import distribution

import pytest
import spacy
from spacy.language import Language

from pipeline.mark import factories

GROUPS = {
    "quantity_spans": ("Pain fell by 20%.", "quantities"),
    "citation_spans": ("It helps (Smith et al., 2019).", "citations"),
    "code_spans": ("Bill CPT 97810.", "codes"),
    "concept_spans": ("Ginger and yoga.", "concepts"),
    "claim_spans": ("See doi:10.1000/182 or not.", "claims"),
}


def test_factories_are_these_in_this_order():
    assert factories.COMPONENTS == (
        "claim_sentences",
        "quantity_spans",
        "citation_spans",
        "code_spans",
        "concept_spans",
        "table_cells",
        "claim_scores",
        "claim_spans",
    )


def test_factories_are_what_the_installed_distribution_offers_spacy():
    offered = distribution("health-claim-lint").entry_points.select(group="spacy_factories")
    assert sorted(entry.name for entry in offered) == sorted(factories.COMPONENTS)
    assert all(callable(entry.load()) for entry in offered)


@pytest.mark.parametrize("name", factories.COMPONENTS)
def test_factories_say_what_they_assign(name):
    assert Language.get_factory_meta(name).assigns


def test_factories_are_found_without_importing_anything_of_ours():
    # One process for all: each start of spaCy costs half a second.
    code = (
        "import json, sys\n"
        # spaCy does without torch, and starts ten times as fast.
        "sys.modules['torch'] = None\n"
        "import spacy\n"
        "assert not any(name.split('.')[0] == 'pipeline' for name in sys.modules)\n"
        f"cases = {json.dumps(GROUPS)}\n"
        "found = {}\n"
        f"for name in {factories.COMPONENTS!r}:\n"
        "    nlp = spacy.blank('en')\n"
        "    if name in ('claim_scores', 'claim_spans'):\n"
        "        nlp.add_pipe('claim_sentences')\n"
        "    if name == 'claim_spans':\n"
        "        nlp.add_pipe('citation_spans')\n"
        # The detector's weights are for the tests in e2e.
        "    nlp.add_pipe(name, config={'load': False} if name == 'claim_scores' else {})\n"
        "    text, group = cases.get(name, ('One. Two.', 'cells'))\n"
        "    doc = nlp(text)\n"
        "    found[name] = [span.text for span in doc.spans[group]] if group in doc.spans"
        " else [sent.text for sent in doc.sents]\n"
        "print(json.dumps(found))\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "claim_sentences": ["One.", "Two."],
        "claim_scores": ["One.", "Two."],
        "quantity_spans": ["20%"],
        "citation_spans": ["Smith et al., 2019"],
        "code_spans": ["CPT 97810"],
        "concept_spans": ["Ginger", "yoga"],
        "table_cells": [],
        "claim_spans": ["doi:10.1000/182"],
    }


def test_factories_give_no_concepts_where_told_not_to_load_any():
    nlp = spacy.blank("en")
    nlp.add_pipe("concept_spans", config={"load": False})
    assert len(nlp("Ginger eases nausea.").spans["concepts"]) == 0


def test_factories_claim_spans_without_the_others_finds_what_words_alone_say():
    nlp = spacy.blank("en")
    nlp.add_pipe("claim_sentences")
    nlp.add_pipe("claim_spans")
    doc = nlp("It has no side effects. We open at nine.")
    assert [span.label_ for span in doc.spans["claims"]] == ["safety"]
