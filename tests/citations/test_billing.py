"""Codes in the forms that articles use; the words that belong to one are in [brackets]."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spans import drawn

from pipeline.citations import is_diagnosis, read_codes, read_listed

READ = {
    "diagnoses after a colon": (
        "Diagnosis: [M99.03] (stiff back), [M54.2] (neck pain)",
        [("diagnosis", "M99.03"), ("diagnosis", "M54.2")],
    ),
    "a diagnosis beside the word": ("[R53.83] is the code we use.", [("diagnosis", "R53.83")]),
    "a supply on a bill": ("Medicare calls it [V5010] (a test).", [("HCPCS", "V5010")]),
    "system and word": ("Ask for [CPT code 97810].", [("CPT", "97810")]),
    "of an impossible shape": ("Ask for [CPT code 9870].", [("CPT", "9870")]),
    "letters in an impossible place": ("Bill [CPT code 97AB0].", [("CPT", "97AB0")]),
    "registered": ("Bill [CPT® 97810] once.", [("CPT", "97810")]),
    "spelled in brackets": ("Bill [CPT(R) code 97810].", [("CPT", "97810")]),
    "without the word": ("Bill [CPT 97813] then.", [("CPT", "97813")]),
    "colon": ("[CPT: 97810]", [("CPT", "97810")]),
    "hash": ("[CPT code #97810]", [("CPT", "97810")]),
    "two": (
        "Use [CPT codes 97810] and [97811].",
        [("CPT", "97810"), ("CPT", "97811")],
    ),
    "four": (
        "[CPT codes 97810], [97811], [97813], and [97814] apply.",
        [("CPT", "97810"), ("CPT", "97811"), ("CPT", "97813"), ("CPT", "97814")],
    ),
    "with glosses": (
        "[CPT 97810] (first 15 minutes) and [97811] (each further) apply.",
        [("CPT", "97810"), ("CPT", "97811")],
    ),
    "range": ("[CPT codes 97810–97814] are for needles.", [("CPT", "97810-97814")]),
    "range in words": ("[CPT codes 97810 through 97814] exist.", [("CPT", "97810-97814")]),
    "range in brackets": (
        "[CPT codes 97810] (or [97813-97814] with current).",
        [("CPT", "97810"), ("CPT", "97813-97814")],
    ),
    "modifier": ("Bill [CPT 97810-GA] then.", [("CPT", "97810")]),
    "HCPCS": ("Bill [HCPCS G0283] too.", [("HCPCS", "G0283")]),
    "HCPCS level": ("[HCPCS Level II code S8930] was used.", [("HCPCS", "S8930")]),
    "category": ("[CPT Category III code 0101T] is new.", [("CPT", "0101T")]),
    "diagnosis": (
        "Pair it with [ICD-10 M54.2] or [G43.909].",
        [("ICD-10", "M54.2"), ("ICD-10", "G43.909")],
    ),
    "diagnosis code": ("[ICD-10-CM code M54.50] is low back pain.", [("ICD-10-CM", "M54.50")]),
    "diagnosis without a version": ("[ICD code M54.2]", [("ICD-10", "M54.2")]),
    "only a diagnosis code": ("The [diagnosis code G43.909] fits.", [("diagnosis", "G43.909")]),
    "diagnosis in brackets": ("Headache ([ICD-10-CM: R51])", [("ICD-10-CM", "R51")]),
    "diagnosis without its point": ("[ICD-10 code M545]", [("ICD-10", "M545")]),
    "categories in a list": (
        "[ICD-10 codes R51], [G43] and [M54].",
        [("ICD-10", "R51"), ("ICD-10", "G43"), ("ICD-10", "M54")],
    ),
    "diagnoses with their meanings between": (
        "Covered under ICD-10: back pain ([M54.5]), migraine ([G43.909]).",
        [("ICD-10", "M54.5"), ("ICD-10", "G43.909")],
    ),
    "vitamins beside a diagnosis": (
        "Vitamin B12 deficiency ([ICD-10: D51.9], B12 levels low)",
        [("ICD-10", "D51.9")],
    ),
    "a blood value beside a diagnosis": ("([ICD-10: I10], A1C 7.2%)", [("ICD-10", "I10")]),
    "a virus beside a diagnosis": ("[ICD-10 codes J09.X2] and H1N1", [("ICD-10", "J09.X2")]),
    "old diagnosis": ("[ICD-9 723.1] was it.", [("ICD-9-CM", "723.1")]),
    "only a billing code": ("Ask for [billing code 97810].", [("procedure", "97810")]),
    "only a procedure code": ("Ask for [procedure code 9870].", [("procedure", "9870")]),
    "only codes, about insurance": (
        "Insurance pays for [codes 97810] and [97811].",
        [("procedure", "97810"), ("procedure", "97811")],
    ),
    "the code first": ("Bill [97810 (CPT)] once.", [("CPT", "97810")]),
    "the code first, then the word": ("Bill [97810 CPT code] once.", [("CPT", "97810")]),
    "dental": ("[CDT code D0120]", [("CDT", "D0120")]),
    "drug": ("[NDC 0002-8215-01]", [("NDC", "0002-8215-01")]),
    "two systems": (
        "[CPT 97810] with [ICD-10 M54.2]",
        [("CPT", "97810"), ("ICD-10", "M54.2")],
    ),
    "billed under": ("Massage is billed under [97142].", [("procedure", "97142")]),
    "billed as, a digit lost": ("Bill it as [9781].", [("procedure", "9781")]),
    "one after the other, each as": (
        "With current we bill it as [97813], without it as [97810].",
        [("procedure", "97813"), ("procedure", "97810")],
    ),
    "submitted as": ("It was submitted as [97811].", [("procedure", "97811")]),
    "coded": ("Until 2004 it was coded [97780].", [("procedure", "97780")]),
    "directly billed": (
        "Bill [97810], [97811] and [97813] on one day.",
        [("procedure", "97810"), ("procedure", "97811"), ("procedure", "97813")],
    ),
    "billed as a range": (
        "Needles are billed as [97810 to 97814].",
        [("procedure", "97810-97814")],
    ),
    "asked for, about insurance": (
        "When you call your insurer, ask for [9781].",
        [("procedure", "9781")],
    ),
    "paid for": ("Your insurer pays for [97810].", [("procedure", "97810")]),
    "on a bill": ("Your superbill will list [97810].", [("procedure", "97810")]),
    "in brackets": (
        "Codes: the first minutes ([97810]), further ones ([97811]).",
        [("procedure", "97810"), ("procedure", "97811")],
    ),
    "code of four digits": ("Does insurance pay for [code 9781]?", [("procedure", "9781")]),
    "use code, of a bill": ("Use [code 97811] on the claim.", [("procedure", "97811")]),
    "a diagnosis among procedures": (
        "[CPT 97810], [97811], [M54.2]",
        [("CPT", "97810"), ("CPT", "97811"), ("diagnosis", "M54.2")],
    ),
    "a supply among procedures": (
        "[CPT codes 97810] and [G0283]",
        [("CPT", "97810"), ("HCPCS", "G0283")],
    ),
    "a procedure among diagnoses": (
        "[ICD-10 M54.2], [97810]",
        [("ICD-10", "M54.2"), ("procedure", "97810")],
    ),
    "further ones, each with what it is for": (
        "[CPT 98940] is for one region, [98941] for three, and [98942] for five.",
        [("CPT", "98940"), ("CPT", "98941"), ("CPT", "98942")],
    ),
    "further ones of another sentence": (
        "We bill [97124] in units; [97140] stands for other techniques. No [97810], either.",
        [("procedure", "97124"), ("procedure", "97140"), ("procedure", "97810")],
    ),
    "told of the code": ("Medicare pays. The [code is 77080].", [("procedure", "77080")]),
    "called the code": (
        "Your insurer knows: [97780] is still the right code.",
        [("procedure", "97780")],
    ),
    "code for a service": ("The [CPT code for acupuncture is 97810].", [("CPT", "97810")]),
}


@pytest.mark.parametrize(("marked", "expected"), READ.values(), ids=READ)
def test_billing_codes_are_read_as_written(marked, expected):
    text, spans = drawn(marked)
    found = read_codes(text)
    assert [(m.system, m.code) for m in found] == expected
    assert [(m.start, m.end) for m in found] == spans
    assert all(m.text == text[m.start : m.end] for m in found)


NOTHING = {
    "empty": "",
    "promo code": "Use promo code 12345 and your insurance.",
    "zip code": "Our zip code 90210 is on your insurance card.",
    "discount": "Get 20% off with code 20205 at checkout.",
    "edition": "The CPT 2024 manual is out, and ICD-10 2025 follows.",
    "system alone": "CPT codes change every year.",
    "count": "He used CPT 3 times.",
    "money": "HCPCS $1,200 in all.",
    "code at a shop": "Use code 20205 at checkout; insurance and orders excluded.",
    "code of a door": "Enter code 9781 at the door of our billing office.",
    "order code": "Claims about order code 97142 go to the shop.",
    "revenue code": "The bill shows revenue code 0940.",
    "counts": "We treated 97810 insured people and billed 12345 visits.",
    "a count submitted": "They submitted as many as 12345 claims and billed 97810 units.",
    "year": "It is billed as of 2024. Bills submitted under 2023 rules. Coded as 2024.",
    "price": "Massage is billed at $97 and coded as 12,500.",
    "telephone": "Ask for extension 9781 about insurance. Call 503-555-0134 or 5035550134.",
    "place": "Our billing office in Hillsboro (97124), OR 97210, has codes.",
    "people in brackets": "The coded patients (12345) were billed.",
    "dose": "Insurance covers 5000 IU of vitamin D.",
    "law": "Claims were submitted under Section 1862.",
    "ask outside of bills": "Ask for 9781 at the desk.",
    "code without billing": "Crack codes 12345 and 67890 at home.",
    "ICD-10 alone": "ICD-10 is a list of diagnoses.",
    "five digits": "We treated 97810 people.",
    "vitamins, hormones, viruses, grades": "B12, D3, T3, A1C, H1N1, C60 and M54.2 g of it.",
    "a vitamin where a code could be": "ICD-10 code B12 deficiency",
    "hormones where a code could be": "ICD-10: T3 and T4 levels",
    "a dose in the same line": "ICD-10 lists it; take D12.5 mg.",
    "procedures of the other system": "ICD-10-PCS has M54.2 in no place.",
    "the code of a door": "Insurance aside, the door code is 12345.",
    "a code for the shop": "Insured? The code is 20205 at checkout.",
    "called a postcode": "Our billing office: 97209 is our zip code.",
    "identifier of a trial": "NCT01234567 and PMID 27351677",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_billing_leaves_alone_what_is_no_code(text):
    assert read_codes(text) == []


@pytest.mark.parametrize(
    "text", ["It has codes, 20560.", "We use E11.9 for this.", "Ask for 9781."]
)
def test_billing_reads_more_where_the_text_is_about_bills_elsewhere(text):
    assert read_codes(text) == []
    assert len(read_codes(text, about_bills=True)) == 1


BESIDE = {
    "a count": "Bill CPT 97810. We saw 97123 patients.",
    "a price": "Bill CPT 97810, about $97123 or $ 97124 for all.",
    "a price in thousands": "Bill CPT 97810, at 97,123 for all.",
    "a place": "Bill CPT 97810. Write to Portland, OR 97209.",
    "another chapter": "Bill CPT 97810. There were 12345 of them, 20205 for us.",
    "a long number": "Bill CPT 97810. Call 971-97123-0 or 97123-0123.",
}


@pytest.mark.parametrize("text", BESIDE.values(), ids=BESIDE)
def test_billing_takes_no_count_price_or_place_beside_a_code_for_another(text):
    assert [m.code for m in read_codes(text)] == ["97810"]


LISTED = {
    "a procedure": ("- 97810 needles", "CPT", ("CPT", "97810")),
    "a diagnosis among procedures": ("M54.2 Neck pain", "CPT", ("diagnosis", "M54.2")),
    "a supply among procedures": ("G0283 current", "CPT", ("HCPCS", "G0283")),
    "five digits among diagnoses": ("97810", "ICD-10", ("procedure", "97810")),
    "without a point among diagnoses": ("I10 Hypertension", "ICD-10", ("ICD-10", "I10")),
    "without a point, alone": ("R51", "procedure", ("diagnosis", "R51")),
    "without a point among procedures": ("B12 shots", "procedure", None),
    "a vitamin among diagnoses": ("B12 levels", "ICD-10", None),
    "a share": ("97810 %", "CPT", None),
    "words": ("Neck pain", "CPT", None),
}


@pytest.mark.parametrize(("line", "system", "expected"), LISTED.values(), ids=LISTED)
def test_billing_reads_the_items_of_a_list_by_their_shape(line, system, expected):
    found = read_listed(line, system)
    assert (None if found is None else (found.system, found.code)) == expected


def test_billing_the_code_of_a_mention_begins_behind_its_naming_words():
    (found,) = read_codes("Ask for CPT codes 97810-97814.")
    assert found.code_start == len("Ask for CPT codes ")


def test_billing_tells_diagnoses_from_procedures():
    assert [
        s for s in ("CPT", "ICD-10", "ICD-10-PCS", "ICD-9-CM", "diagnosis") if is_diagnosis(s)
    ] == [
        "ICD-10",
        "ICD-9-CM",
        "diagnosis",
    ]


PIECES = [
    "CPT",
    " code",
    "s",
    " ",
    "97810",
    "-",
    "–",
    ", ",
    "and ",
    "(",
    ")",
    "9870",
    "ICD-10",
    "®",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40))
def test_billing_never_raises_and_stays_inside_the_text(text):
    last = 0
    for mention in read_codes(text):
        assert last <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        last = mention.end
