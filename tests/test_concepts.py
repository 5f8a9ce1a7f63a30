"""Words become concepts: what is found, what is left alone, and how concepts are related."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.concepts import ConceptEntry, ConceptIndex, shipped_concepts
from pipeline.resources import word_list

INDEX = ConceptIndex(
    [
        ConceptEntry("D010146", "pain", "condition", (), ("aches",)),
        ConceptEntry("D019547", "neck pain", "condition", ("D010146",), ("sore neck",)),
        ConceptEntry("D043183", "irritable bowel syndrome", "condition", (), ("IBS",)),
        ConceptEntry("D000740", "anemia", "condition"),
        ConceptEntry("D003139", "common cold", "condition", (), ("colds", "a cold")),
        ConceptEntry("D014805", "vitamin B12", "intervention", (), ("B12",)),
        ConceptEntry("D012436", "S-adenosylmethionine", "intervention", (), ("SAMe",)),
        ConceptEntry("D000701", "opioids", "intervention"),
        ConceptEntry("D020150", "St John's wort", "intervention"),
        ConceptEntry("D015444", "exercise", "intervention"),
        ConceptEntry("D000894", "NSAIDs", "intervention"),
        ConceptEntry("D004358", "drug therapy", "intervention", (), ("drugs",)),
        ConceptEntry("X-ACTIVE-DRUG", "medication", "comparator", (), ("drugs",)),
        ConceptEntry("X-PAIN", "pain intensity", "outcome", (), ("neck pain relief",), "lower"),
        ConceptEntry("X-VAS", "visual analogue scale", "outcome", ("X-PAIN",), ("VAS",), "lower"),
        ConceptEntry("X-QOL", "quality of life", "outcome", (), (), "higher"),
        ConceptEntry("D014930", "women", "population"),
        ConceptEntry("D016138", "walking", "intervention", (), ("10,000 steps",)),
    ]
)


def test_concepts_know_what_a_treatment_is_as_a_comparator():
    assert INDEX.as_compared("D004358") == ("X-ACTIVE-DRUG",)
    assert INDEX.as_compared("D015444") == ()
    assert INDEX.as_compared("X-ACTIVE-DRUG") == ()
    assert INDEX.as_compared("nothing of this id") == ()


def _drawn(text: str, index: ConceptIndex = INDEX) -> list[str]:
    """Draw each mention as "the words = its id"."""
    return [f"{text[m.start : m.end]} = {m.concept_id}" for m in index.find(text)]


FOUND = {
    "preferred name": ("Neck pain is common.", ["Neck pain = D019547"]),
    "synonym": ("A sore neck.", ["sore neck = D019547"]),
    "longest wins within a kind": ("neck pain, pain", ["neck pain = D019547", "pain = D010146"]),
    "plural": ("Neck pains hurt.", ["Neck pains = D019547"]),
    "irregular plural": ("for a woman", ["woman = D014930"]),
    "possessive": ("women's health", ["women's = D014930"]),
    "curly apostrophe": ("St John’s wort", ["St John’s wort = D020150"]),
    "full stop of a short word": ("St. John's wort", ["St. John's wort = D020150"]),
    "hyphen for a space": ("neck-pain", ["neck-pain = D019547"]),
    "several spaces": ("neck  pain", ["neck  pain = D019547"]),
    "British spelling": ("anaemia", ["anaemia = D000740"]),
    "digits apart": ("B-12 and vitamin B 12", ["B-12 = D014805", "vitamin B 12 = D014805"]),
    "acronym in capitals": ("IBS", ["IBS = D043183"]),
    "acronym in the plural": ("NSAIDs, an NSAID", ["NSAIDs = D000894", "NSAID = D000894"]),
    "several kinds share words": (
        "drugs",
        ["drugs = X-ACTIVE-DRUG", "drugs = D004358"],
    ),
    "an outcome holds a condition": (
        "neck pain relief",
        ["neck pain = D019547", "neck pain relief = X-PAIN"],
    ),
    "in brackets": ("(IBS)", ["IBS = D043183"]),
    "a number with a comma": ("10,000 steps", ["10,000 steps = D016138"]),
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND)
def test_concepts_finds_the_known_forms(text, expected):
    assert _drawn(text) == expected


NOT_FOUND = {
    "the empty text": "",
    "inside a word": "painting, necktie",
    "acronym in small letters": "the ibs of the sea",
    "acronym in a line that shouts": "HOW THE IBS HELPS YOU",
    "a word that looks like a name": "much the same",
    "over the end of a sentence": "on the neck. Pain-like things in necks",
    "over a line break": "sore\nneck",
    "negated by non-": "non-opioid",
    "negated by non and another hyphen": "non\u2010opioid, non\u2011opioid",
    "given without it": "drug-free",
    "given without it, with another hyphen": "drug\u2011free",
    "an illness in the plural only": "ice cold beer",
    "a stop phrase": "Please exercise caution.",
    "another number": "vitamin B1, vitamin B123",
    "the start of a number": "vitamin B12.5",
    "numbers in a list": "10, 000 steps",
}


@pytest.mark.parametrize("text", NOT_FOUND.values(), ids=NOT_FOUND)
def test_concepts_leaves_other_words_alone(text):
    assert [m for m in _drawn(text) if not m.endswith("= D010146")] == []


def test_concepts_takes_the_longest_even_where_another_begins_earlier():
    index = ConceptIndex(
        [
            ConceptEntry("X-A", "head and neck", "condition"),
            ConceptEntry("X-B", "neck pain in adults", "condition"),
        ]
    )
    assert _drawn("head and neck pain in adults", index) == ["neck pain in adults = X-B"]


@given(st.text(alphabet="abinps PAINIBSdrug-.\n’'éß1²½\u00a0"))
def test_concepts_spans_lie_inside_the_text_in_order_and_apart(text):
    mentions = INDEX.find(text)
    assert mentions == sorted(mentions, key=lambda m: (m.start, m.end, m.kind))
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    for kind in {m.kind for m in mentions}:
        ends = [0, *(m.end for m in mentions if m.kind == kind)]
        starts = [m.start for m in mentions if m.kind == kind]
        assert all(start >= end for start, end in zip(starts, ends, strict=False))


@given(st.text())
def test_concepts_never_raises_on_any_text(text):
    INDEX.find(text)


RELATIONS = {
    "itself": ("D019547", "D019547", "same"),
    "row narrower": ("D019547", "D010146", "narrower"),
    "row wider": ("D010146", "D019547", "wider"),
    "another one": ("D019547", "D043183", "other"),
    "row does not say": ("", "D010146", "unknown"),
    "claim does not say": ("D010146", None, "unknown"),
    "not in the table": ("X-NOWHERE", "D010146", "other"),
}


@pytest.mark.parametrize(("row_id", "claim_id", "expected"), RELATIONS.values(), ids=RELATIONS)
def test_concepts_relates_a_row_to_a_claim(row_id, claim_id, expected):
    assert INDEX.relation(row_id, claim_id) == expected


def test_concepts_ancestors_are_nearest_first_and_end_in_a_circle():
    index = ConceptIndex(
        [
            ConceptEntry("X-A", "a", "condition", ("X-B",)),
            ConceptEntry("X-B", "b", "condition", ("X-C",)),
            ConceptEntry("X-C", "c", "condition", ("X-A",)),
        ]
    )
    assert index.ancestors("X-A") == ("X-B", "X-C")
    assert index.ancestors("X-NOWHERE") == ()


def test_concepts_less_of_a_condition_is_better():
    assert INDEX.better("D010146") == "lower"
    assert INDEX.better("X-QOL") == "higher"
    assert INDEX.better("D015444") == "neither"
    assert INDEX.better("X-NOWHERE") == "neither"


def test_concepts_an_unknown_id_has_no_entry():
    assert INDEX.entry("X-NOWHERE") is None
    assert INDEX.entry("X-VAS").parents == ("X-PAIN",)


def test_concepts_an_empty_index_finds_nothing():
    assert ConceptIndex(()).find("neck pain") == []


def test_concepts_indexes_the_shipped_names_fast():
    entries = shipped_concepts().entries
    n_names = sum(1 + len(entry.synonyms) for entry in entries)
    fastest = min(_cpu_s(entries) for _ in range(3))
    # 50 ms for 15,000 names, with room for a machine that is busy and slow.
    assert fastest / n_names < 4 * 0.050 / 15_000


def _cpu_s(entries):
    start = time.process_time()
    ConceptIndex(entries)
    return time.process_time() - start


STOPS = {stop["phrase"]: stop for stop in word_list("concepts")["stop"]}


@pytest.fixture(scope="module")
def unstopped():
    """The shipped concepts, read without any stop phrase."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(word_list("concepts"), "stop", [])
        return ConceptIndex(shipped_concepts().entries)


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_concepts_every_stop_phrase_takes_a_word_away_in_its_own_sentence(stop, unstopped):
    found = set(shipped_concepts().find(stop["example"]))
    start = stop["example"].lower().index(stop["phrase"])
    lost = [m for m in unstopped.find(stop["example"]) if m not in found]
    assert lost
    assert all(start <= m.start < start + len(stop["phrase"]) for m in lost)


EVERYDAY = [
    "The heart of the matter is who takes the lead in the long run.",
    "It is a matter of balance and light, and of course of time.",
    "She made an effort to cut through the noise and find her focus.",
    "They aim to act at once, with an eye on the market.",
    "He caught the last train and lost his nerve on the way back.",
    "The same rule holds for all of us, as the will of the people.",
]


@pytest.mark.parametrize("text", EVERYDAY)
def test_concepts_are_not_found_in_everyday_sentences(text):
    assert _drawn(text, shipped_concepts()) == []


SHIPPED = {
    "lay words for a condition": ("period cramps", "D004412"),
    "fake acupuncture": ("against fake acupuncture", "X-SHAM"),
    "dummy pill": ("or a dummy pill", "X-PLACEBO"),
    "waiting list": ("on a waiting list", "X-WAITLIST"),
    "usual care": ("and routine care", "X-USUAL-CARE"),
    "a scale": ("by 4 points on the WOMAC", "X-WOMAC"),
    "a brand": ("Tylenol", "D000082"),
    "people": ("in postmenopausal women", "D017698"),
    "a stomach": ("a dodgy stomach", "D004415"),
    "a joint": ("arthritic hands", "X-HAND-OSTEOARTHRITIS"),
    "a knee": ("jumper's knee", "X-PATELLAR-TENDINOPATHY"),
    "a nerve": ("a trapped nerve", "D011843"),
    "leaking": ("leaks when you laugh", "D014550"),
    "sweating": ("sweaty armpits", "D006945"),
    "nerves before people": ("stage fright", "D060805"),
    "a disease after a city": ("long Covid", "D000094024"),
    "a disease in capitals": ("people with MS", "D009103"),
    "wind": ("trapped wind", "D005414"),
    "the bowels": ("he had the runs", "D003967"),
    "one that is quitting": ("helps smokers to quit", "D014029"),
    "a kitchen cupboard": ("with baking soda", "D017693"),
    "a gas": ("gas and air", "D009609"),
    "a manoeuvre": ("the Epley maneuver", "X-EPLEY"),
    "two together": ("vitamin D taken with calcium", "X-VITAMIN-D-PLUS-CALCIUM"),
    "a class of drugs": ("antiepileptic drugs", "D000927"),
    "a length": ("may shorten a cold by two days", "X-DURATION"),
    "a risk": ("the risk of pre-eclampsia", "X-INCIDENCE"),
    "no risk": ("it is risk-free", "X-ADVERSE-EVENTS"),
}


@pytest.mark.parametrize(("text", "concept_id"), SHIPPED.values(), ids=SHIPPED)
def test_concepts_of_the_tool_know_lay_words(text, concept_id):
    assert concept_id in {m.concept_id for m in shipped_concepts().find(text)}


NOT_MEANT = {
    "a risk that is no harm": ("the risk of pre-eclampsia", "X-ADVERSE-EVENTS"),
    "a run in the park": ("before the run", "D003967"),
    "a degree": ("She holds an MS in nursing.", "D009103"),
    "a figure": ("as Fig. 2 shows", "D030681"),
    "a name": ("said Rosemary Jones", "D027542"),
    "a lesson": ("the key takeaways", "D057140"),
    "a cold that is weather": ("on a cold night", "D003139"),
    "a muscle": ("muscle contractions", "D048949"),
    "eggs of a woman": ("better egg quality", "D004531"),
}


@pytest.mark.parametrize(("text", "concept_id"), NOT_MEANT.values(), ids=NOT_MEANT)
def test_concepts_of_the_tool_leave_words_that_mean_something_else(text, concept_id):
    assert concept_id not in {m.concept_id for m in shipped_concepts().find(text)}


# Which way is good, and the ends of the scale, as those who made it say.
SCALES = {
    "ADHD Rating Scale": ("lower", 0, 54),
    "Activities-specific Balance Confidence Scale": ("higher", 0, 100),
    "Alcohol Use Disorders Identification Test": ("lower", 0, 40),
    "Apgar score": ("higher", 0, 10),
    "Asthma Control Test": ("higher", 5, 25),
    "Athens Insomnia Scale": ("lower", 0, 24),
    "BASDAI": ("lower", 0, 10),
    "Barthel Index": ("higher", 0, 100),
    "Beck Depression Inventory": ("lower", 0, 63),
    "Berg Balance Scale": ("higher", 0, 56),
    "Brief Pain Inventory": ("lower", 0, 10),
    "Constant-Murley score": ("higher", 0, 100),
    "Dermatology Life Quality Index": ("lower", 0, 30),
    "Dizziness Handicap Inventory": ("lower", 0, 100),
    "Edinburgh Postnatal Depression Scale": ("lower", 0, 30),
    "Epworth Sleepiness Scale": ("lower", 0, 24),
    "Female Sexual Function Index": ("higher", 2, 36),
    "Fibromyalgia Impact Questionnaire": ("lower", 0, 100),
    "GAD-7": ("lower", 0, 21),
    "Glasgow Coma Scale": ("higher", 3, 15),
    "Headache Impact Test": ("lower", 36, 78),
    "Insomnia Severity Index": ("lower", 0, 28),
    "International Prostate Symptom Score": ("lower", 0, 35),
    "International Restless Legs Scale": ("lower", 0, 40),
    "KOOS": ("higher", 0, 100),
    "Kessler Psychological Distress Scale": ("lower", 10, 50),
    "Leicester Cough Questionnaire": ("higher", 3, 21),
    "Menopause Rating Scale": ("lower", 0, 44),
    "Mini-Mental State Examination": ("higher", 0, 30),
    "Montreal Cognitive Assessment": ("higher", 0, 30),
    "NIH Stroke Scale": ("lower", 0, 42),
    "NYHA class": ("lower", 1, 4),
    "Ocular Surface Disease Index": ("lower", 0, 100),
    "Oswestry Disability Index": ("lower", 0, 100),
    "Oxford Knee Score": ("higher", 0, 48),
    "PHQ-9": ("lower", 0, 27),
    "Perceived Stress Scale": ("lower", 0, 40),
    "Pittsburgh Sleep Quality Index": ("lower", 0, 21),
    "Short Physical Performance Battery": ("higher", 0, 12),
    "Tampa Scale for Kinesiophobia": ("lower", 17, 68),
    "Tinnitus Handicap Inventory": ("lower", 0, 100),
    "Urticaria Activity Score": ("lower", 0, 42),
    "WHO-5 Well-Being Index": ("higher", 0, 100),
}


@pytest.mark.parametrize("name", SCALES)
def test_concepts_of_the_tool_know_a_scale(name):
    index = shipped_concepts()
    named = [m.concept_id for m in index.find(f"by the {name} at the end")]
    scales = {
        (e.better, e.scale_low, e.scale_high)
        for e in map(index.entry, named)
        if e is not None and e.scale_low is not None
    }
    assert scales == {SCALES[name]}


BETTER = {
    "asthma control": "higher",
    "asthma symptoms": "lower",
    "bone mineral density": "higher",
    "ferritin levels": "higher",
    "HDL cholesterol": "higher",
    "homocysteine": "lower",
    "ejection fraction": "higher",
    "LDL cholesterol": "lower",
    "mortality": "lower",
    "quality of life": "higher",
    "serum urate": "lower",
    "sleep onset latency": "lower",
    "steps per day": "higher",
    "time to recovery": "lower",
}


@pytest.mark.parametrize("name", BETTER)
def test_concepts_of_the_tool_know_which_way_of_an_outcome_is_better(name):
    index = shipped_concepts()
    outcomes = [m for m in index.find(name) if m.kind == "outcome"]
    assert [index.better(m.concept_id) for m in outcomes] == [BETTER[name]]


FORMS = {
    "a plural": ("Headaches", "headache"),
    "another plural": ("peaches and coaches", "peach and coach"),
    "a genitive": ("Women's aches", "woman ache"),
    "a plural of -us": ("viruses, sinuses", "virus sinus"),
    "a plural of -f": ("cabbage leaves", "cabbage leaf"),
    "British spelling": ("hydrolysed in colour", "hydrolyzed in color"),
}


@pytest.mark.parametrize(("text", "form"), FORMS.values(), ids=FORMS)
def test_concepts_have_a_normal_form(text, form):
    assert ConceptIndex(()).normal_form(text) == form
    assert ConceptIndex(()).normal_forms([text, ""]) == [form, ""]
    assert ConceptIndex(()).normal_forms([]) == []


FOUND_BY = {
    "names": (["hydrocortisone", "cortisol"], ["hydrocortisone", "cortisol"]),
    "name": (["hydrocortisone"], ["hydrocortisone", "cortisol"]),
    "search": ([], ["hydrocortisone", "cortisol"]),
    "nothing": ([], []),
}


@pytest.mark.parametrize("found_by", FOUND_BY)
def test_concepts_are_found_by_the_names_that_may_lead_to_them(found_by):
    entry = ConceptEntry(
        "D1", "hydrocortisone", "intervention", (), ("cortisol",), found_by=found_by
    )
    index, text = ConceptIndex([entry]), "Hydrocortisone lowers cortisol."
    in_articles, in_searches = FOUND_BY[found_by]

    def found(mentions):
        return [text[m.start : m.end].lower() for m in mentions]

    assert found(index.find(text)) == in_articles
    assert found(index.find(text, every_name=True)) == in_searches


def test_concepts_are_numbered_in_order_with_all_below_and_above():
    index = ConceptIndex(
        [
            ConceptEntry("A", "a", "condition"),
            ConceptEntry("B", "b", "condition", ("A",)),
            ConceptEntry("C", "c", "condition", ("A", "gone")),
            ConceptEntry("D", "d", "condition", ("B", "C")),
        ]
    )
    assert [index.number(one) for one in ("A", "D", "gone")] == [0, 3, None]
    assert (index.narrower("A"), index.narrower("D"), index.narrower("gone")) == ([1, 2, 3], [], [])
    assert (index.wider("D"), index.wider("A")) == ([1, 2, 0], [])


def test_concepts_that_stand_above_themselves_end():
    index = ConceptIndex(
        [ConceptEntry("A", "a", "condition", ("B",)), ConceptEntry("B", "b", "condition", ("A",))]
    )
    assert (index.narrower("A"), index.wider("A")) == ([1], [1])


def test_concepts_of_the_tool_hang_together():
    index = shipped_concepts()
    assert index.relation("X-CHRONIC-LOW-BACK-PAIN", "D010146") == "narrower"
    assert index.relation("X-SHAM", "X-CONTROL") == "narrower"
    assert index.relation("D008881", "D006261") == "narrower"
    assert index.relation("D019547", "D017116") == "other"
