"""Which sentences claim something, and what sort of thing; made-up sentences, many voices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import FRAGMENTS, read
from spans import drawn

from pipeline.mark.language import mark_articles
from pipeline.mark.marks import marks_of

# --- sentences --------------------------------------------------------------------------

# Each with the kinds of its claims, in the order of the alphabet.
CLAIMS = {
    "share of people": ("Almost 40% of office workers have neck pain.", "statistic"),
    "one in": ("One in four adults sleeps badly.", "statistic"),
    "fold": ("Smokers have a threefold risk of stroke.", "statistic"),
    "relative fall": ("Turmeric cut knee pain by 30%.", "statistic"),
    "points on a scale": ("Yoga lowered pain by 2.1 points on a ten-point scale.", "statistic"),
    "time gained": ("Melatonin shortens the time to fall asleep by 7 minutes.", "statistic"),
    "weight lost": ("Green tea drinkers lost 1.3 kg.", "statistic"),
    "crowd": ("More than 300,000 children use homeopathy.", "statistic"),
    "typical price": ("A session costs $90 on average.", "statistic"),
    "odds ratio": ("Probiotics prevented diarrhoea (OR 0.55, 95% CI 0.41 to 0.72).", "statistic"),
    "helps with": ("Peppermint oil helps with bloating.", "efficacy"),
    "hedged": ("Lavender may ease anxiety.", "efficacy"),
    "denied": ("Garlic does not lower cholesterol.", "efficacy"),
    "no better than": ("Echinacea was no better than placebo for colds.", "efficacy"),
    "prevents": ("Cranberry juice prevents urinary tract infections.", "efficacy"),
    "cures": ("Fasting cures type 2 diabetes.", "efficacy"),
    "passive": ("Insomnia is relieved by valerian.", "efficacy"),
    "lowers a condition": ("Beetroot juice lowers blood pressure.", "efficacy"),
    "proven": ("St John's wort is clinically proven for depression.", "efficacy"),
    "pronoun subject": ("It relieves migraine.", "efficacy"),
    "noun relief": ("Massage provides lasting relief from back pain.", "efficacy"),
    "associated": ("Coffee is associated with a lower risk of Parkinson's disease.", "efficacy"),
    "we have seen": ("We have seen how cupping heals shoulder pain.", "efficacy"),
    "shouting": ("MAGNESIUM STOPS LEG CRAMPS!", "efficacy"),
    "quoted": ('"Honey soothes a cough," says the label.', "efficacy"),
    "side effects": ("Acupuncture has very few side effects.", "safety"),
    "safe": ("Echinacea is safe for children.", "safety"),
    "harm": ("Kava can cause liver damage.", "safety"),
    "interaction": ("St John's wort interacts with oral contraceptives.", "safety"),
    "risk-free": ("Homeopathy is completely risk-free.", "safety"),
    "tolerated": ("Probiotics are well tolerated in adults.", "safety"),
    "the title of a cited work": (
        "(Lee A, et al. Turmeric reduces knee pain by 30% in the oldest of all. Pain 2020;1:2.)",
        "citation",
    ),
    "share harmed": ("Side effects occurred in 12% of those who took it.", "safety"),
    "not harmless": ("High doses of vitamin A are toxic.", "safety"),
    "releases": ("Exercise releases endorphins.", "mechanism"),
    "boosts immune": ("Vitamin C boosts the immune system.", "mechanism"),
    "flow": ("Massage improves blood flow.", "mechanism"),
    "inflammation": ("Turmeric reduces inflammation.", "mechanism"),
    "flushed out": ("The cleanse flushes toxins from the liver.", "mechanism"),
    "hormones": ("Ashwagandha lowers cortisol.", "mechanism"),
    "what is covered for what": (
        "Insurance covers acupuncture that relieves back pain.",
        "coverage",
    ),
    "a credential with its endorsement": (
        "As a registered dietitian, endorsed by the American Heart Association, I cook.",
        "credential",
    ),
    "insurers": ("Most insurers now pay for acupuncture.", "coverage"),
    "medicare": ("Medicare does not cover massage.", "coverage"),
    "share covered": ("87% of health plans cover chiropractic.", "coverage"),
    "a health service covers": ("Aromatherapy is covered by the NHS.", "coverage"),
    "tax-free money": ("Our massage chair is HSA-eligible.", "coverage"),
    "approved by a regulator": ("The headband is FDA-approved.", "regulatory"),
    "recommended by a world body": (
        "The World Health Organization recommends acupuncture for 28 conditions.",
        "regulatory",
    ),
    "recommended by a guideline maker": (
        "NICE recommends acupuncture for chronic pain.",
        "regulatory",
    ),
    "banned": ("Ephedra was banned by the FDA in 2004.", "regulatory"),
    "first-line": ("Exercise is a first-line treatment for back pain.", "regulatory"),
    "guideline": ("Clinical guidelines recommend yoga for back pain.", "regulatory"),
    "dietitian": ("As a registered dietitian, I tell my clients the same thing.", "credential"),
    "certified by": ("Our staff are certified by the NCCAOM.", "credential"),
    "degree": ("He holds a diploma in herbal medicine.", "credential"),
    "title behind name": ("Written by Anna Bell, RDN.", "credential"),
    "doctor's years": ("She is a board-certified neurologist.", "credential"),
    "a procedure code": ("Ask your clinic to bill CPT 97811.", "code"),
    "a diagnosis code": ("The receipt shows ICD-10 code M54.5.", "code"),
    "a supply code": ("Dry needling is billed under HCPCS G0283.", "code"),
    "two codes": ("Clinics bill CPT 97810 and CPT 97813.", "code code"),
    "cochrane": ("A 2018 Cochrane review looked at chamomile.", "citation"),
    "journal": ("A trial in The Lancet (2019) looked at yoga.", "citation"),
    "authors": ("Walking was studied in nurses (Miller et al., 2017).", "citation"),
    "doi": ("See doi:10.1002/14651858.CD000001.pub2 for the tables.", "citation"),
    "claim and citation": ("Ginger eases nausea (Lee et al., 2015).", "citation efficacy"),
    "number and citation": (
        "Zinc shortened colds by 33% (Hall et al., 2014).",
        "citation statistic",
    ),
    "found that": ("A 2020 Cochrane review found that yoga improves sleep.", "citation efficacy"),
    "kilos lost": ("Green tea drinkers lost 1.3 kg.", "statistic"),
    "kilos shed": ("Participants shed 4 kg in twelve weeks.", "statistic"),
    "denied with not": ("Garlic does not lower cholesterol.", "efficacy"),
    "modal": ("Hawthorn can lower blood pressure.", "efficacy"),
    "flushed out again": ("The cleanse flushes toxins from the liver.", "mechanism"),
    "drawn out": ("Foot pads draw toxins out of the body.", "mechanism"),
    "a health service covers again": ("Aromatherapy is covered by the NHS.", "coverage"),
    "medicaid": ("In some states Medicaid covers it.", "coverage"),
    "covered by insurers": ("Acupuncture is covered by most insurers.", "coverage"),
    "a plan may pay": ("Your plan may reimburse yoga classes.", "coverage"),
    "several conditions": (
        "Acupuncture treats migraine, insomnia and back pain.",
        "efficacy efficacy efficacy",
    ),
    "such as": (
        "Cupping helps with chronic pain, such as back pain and headaches.",
        "efficacy efficacy",
    ),
    "one or the other": ("Probiotics prevent diarrhoea or constipation.", "efficacy efficacy"),
    "compound verbs": (
        "It eases back pain, lowers cortisol, and improves sleep.",
        "efficacy efficacy mechanism",
    ),
    "works and is safe": ("Ginger is safe and effective for nausea.", "efficacy safety"),
    "a number of its own": (
        "Turmeric relieves arthritis pain; in one trial 48% of patients felt better.",
        "efficacy statistic",
    ),
    "visits that are covered": ("Medicare covers 12 visits of acupuncture in 90 days.", "coverage"),
    "a number takes the effect's place": ("Aspirin reduced heart attacks by 22%.", "statistic"),
    "a process, for whom": ("Cupping boosts circulation in people with back pain.", "efficacy"),
    "we cured": ("We cured our clients' insomnia with magnesium.", "efficacy"),
    "to the reader": ("You will sleep better: valerian reduces insomnia.", "efficacy"),
    "blogger": ("Honestly, melatonin fixed... well, it improved my sleep.", "efficacy"),
    "a paper's voice": ("The intervention was associated with decreased anxiety.", "efficacy"),
    "no evidence that": ("There is no evidence that homeopathy works for asthma.", "efficacy"),
    "fraction": ("Two thirds of patients reported less pain.", "statistic"),
    "times": ("Meditators were twice as likely to sleep well.", "statistic"),
    "percent word": ("Twelve percent of adults take melatonin.", "statistic"),
    "money per year": ("Back pain costs $12,000 per year in lost wages.", "statistic"),
    "market": ("The supplement market is worth an estimated $50 billion.", "statistic"),
    "boosts": ("Iron boosts energy in women with anemia.", "efficacy"),
    "heal": ("Aloe vera heals burns.", "efficacy"),
    "treatment reversed": ("A low-carb diet can reverse type 2 diabetes.", "efficacy"),
    "eliminates": ("Colloidal silver eliminates infections.", "efficacy"),
    "fights": ("Elderberry fights the flu.", "efficacy"),
    "prevent": ("Vitamin D prevents fractures in older adults.", "efficacy"),
    "supports": ("Magnesium supports healthy sleep.", "efficacy"),
    "works for": ("Dry needling works for neck pain.", "efficacy"),
    "work": ("Magnets do not work for arthritis.", "efficacy"),
    "superior": ("Yoga is superior to stretching for back pain.", "efficacy"),
    "no side effects": ("Melatonin has no side effects.", "safety"),
    "safe in pregnancy": ("Ginger is safe in pregnancy.", "safety"),
    "no risks": ("There are no known risks.", "safety"),
    "bleeding": ("Ginkgo raises the bleeding risk of warfarin.", "safety"),
    "serious": ("Serious complications are rare.", "safety"),
    "qi": ("Acupuncture balances the flow of qi.", "mechanism"),
    "serotonin": ("Sunlight increases serotonin.", "mechanism"),
    "gut": ("Kefir restores gut bacteria.", "mechanism"),
    "vagus": ("Humming stimulates the vagus nerve.", "mechanism"),
    "oxidative": ("Blueberries reduce oxidative stress.", "mechanism"),
    "recommended by": (
        "Tai chi is recommended by the American College of Rheumatology.",
        "regulatory",
    ),
    "endorsed by a society": ("The American Heart Association endorses meditation.", "regulatory"),
    "cleared": ("The device was cleared by the FDA for migraine.", "regulatory"),
    "registered with": ("She is registered with the Health Professions Council.", "credential"),
    "i am a": ("I am a licensed acupuncturist.", "credential"),
    "years": ("I treat patients with more than 15 years of experience.", "credential"),
    "accredited": ("The school is accredited by the ACAOM.", "credential"),
    "semicolon": ("Pain fell by 20%; sleep improved by 35%.", "statistic statistic"),
    "PubMed id": ("The paper is PMID 12345678.", "citation"),
    "meta-analysis": ("A 2021 meta-analysis in JAMA looked at fish oil.", "citation"),
    "trial id": ("It is registered as NCT01234567.", "citation"),
    "helps lower": ("Oats help lower cholesterol.", "efficacy"),
    "share composition": ("Chamomile tea is drunk by 12% of adults.", "statistic"),
    "editor voice": ("Acupuncture cut medication use by half in that trial.", "statistic"),
    "half": ("Half of those who meditated slept better.", "statistic"),
    "percentage points": ("Vaccination cut flu by 1.4 percentage points.", "statistic"),
    "number needed to treat": ("The number needed to treat is 11.", "statistic"),
    "standardised difference": (
        "Yoga improved sleep (SMD -0.36, 95% CI -0.61 to -0.11).",
        "statistic",
    ),
    "relative risk": ("The relative risk of falls was 0.81.", "statistic"),
    "advice then claim": ("Try ginger tea; it relieves nausea.", "efficacy"),
    "advice with share": ("Drink beetroot juice, which cuts blood pressure by 4%.", "statistic"),
    "doctor says": ("My doctor says magnesium prevents migraine.", "efficacy"),
    "studies": ("Studies show that tai chi prevents falls.", "efficacy"),
    "myth": ("Critics say that homeopathy does not help.", "efficacy"),
    "a tabloid": ("Apple cider vinegar melts belly fat!", "efficacy"),
    "shouted safety": ("100% SAFE", "safety"),
    "of our members": ("Our members' back pain improved after yoga.", "efficacy"),
    "negated safety": ("Comfrey is not safe to swallow.", "safety"),
    "contraind": ("Deep massage is contraindicated in thrombosis.", "safety"),
    "linked to harm": ("Black cohosh has been linked to liver damage.", "safety"),
    "covered for": ("Medicare covers acupuncture only for chronic low back pain.", "coverage"),
    "not approved": ("The FDA has not approved any homeopathic product.", "regulatory"),
    "warned": ("Butterbur was withdrawn after the MHRA warned against it.", "regulatory"),
    "recognised": ("WHO recognizes acupuncture for nausea.", "regulatory"),
    "endorsed by an institute": (
        "The National Institutes of Health endorse meditation.",
        "regulatory",
    ),
    "two arms are one claim": (
        "Nausea eased in 60% with ginger and 35% with placebo.",
        "statistic",
    ),
    "a rate of harm": ("Serious harm happens in 5 per 100,000 treatments.", "statistic"),
}
NOTHING = {
    "question": "Does acupuncture help with back pain?",
    "question with a number": "Do 80% of adults get back pain?",
    "rhetorical": "Wondering whether ginger eases nausea?",
    "advice": "Take 400 mg of magnesium before bed.",
    "advice, talk": "Talk to your doctor before you stop a treatment.",
    "advice, avoid": "Avoid caffeine to prevent insomnia.",
    "advice, should": "You should consult a pharmacist about interactions.",
    "use": "Valerian is used to treat insomnia.",
    "use, traditional": "Elderberry has been traditionally used for colds.",
    "meant": "The tea is meant to help with sleep.",
    "price": "A single session is $85.",
    "special": "Call us for the $49 new-patient special.",
    "rating": "Rated 4.8 out of 5 stars.",
    "rating of many": "4.9/5 from 1,203 reviews",
    "scale": "Pain was scored on a scale from 0 to 10.",
    "hours": "We are open Monday to Friday, 9 am to 5 pm.",
    "phone": "Call 555 0199 to book.",
    "nav": "Home | About | Services | Contact",
    "dose": "The usual dose is 3 mg an hour before bed.",
    "content of a capsule": "Each capsule holds 500 mg of ashwagandha extract.",
    "how long": "Treatment lasts eight weeks, with two sessions a week.",
    "age": "Women aged 25 to 45 took part.",
    "history": "Acupuncture was first practised in China 2,000 years ago.",
    "place": "The clinic lies on 14 Station Road.",
    "year": "The association was founded in 1986.",
    "read": "Read more about our approach.",
    "share": "Share this post with a friend.",
    "views": "2,318 views",
    "byline": "By Jane Doe, 5 min read",
    "date": "Published on 12 March 2024.",
    "definition": "Acupuncture means putting thin needles into the skin.",
    "feeling": "I love a quiet evening with a book.",
    "trials number": "The review included 14 trials.",
    "a name with a number": "The COVID-19 pandemic changed how we work.",
    "a vitamin's number": "Vitamin B12 is found in meat and fish.",
    "a fat's number": "Omega-3 comes from fish.",
    "recipe": "Add 2 tablespoons of honey and stir.",
    "temperature": "Heat the water to 80 degrees.",
    "steps": "Hold the pose for 30 seconds and repeat 3 times.",
    "support team": "Our support team helps you choose.",
    "effective date": "This policy is effective from 1 January 2024.",
    "safe to say": "It is safe to say that winter is here.",
    "treat": "Ice cream is a treat for children.",
    "works at": "She works at a clinic in Leeds.",
    "if you": "If you have back pain, this guide is for you.",
    "cause alone": "Late nights lead to headaches.",
    "this article": "In this article we look at how yoga helps with stress.",
    "discount": "Subscribe and save 15% on your first order.",
    "coupon": "Use code RELAX20 at the checkout.",
    "hashtags": "#wellness #sleep #yoga",
    "copyright": "© 2024 Green Leaf Ltd. All rights reserved.",
    "heal as name": "The Healing Garden opens at noon.",
    "raise awareness": "October raises awareness of breast cancer.",
    "pilot": "Ten of us tried it.",
    "hope": "We hope to help people with migraine.",
    "looking": "Many people look for ways to reduce stress.",
    "nobody knows": "Nobody knows who discovered tea.",
    "cookies": "We use cookies to improve your experience.",
    "parking": "Parking is 5 minutes away.",
    "percent off": "Get 20% off all massages this week.",
    "address": "Suite 400, 1200 Main Street",
    "ingredient share": "The cream is a 5% solution.",
    "organic": "Made with 100% organic turmeric.",
    "proof": "The tincture has 40% alcohol by volume.",
    "humidity": "Keep the room at 50% humidity.",
    "battery": "The app shows 80% battery.",
    "version": "Version 2.0 of the guide is out.",
    "isbn": "ISBN 978-3-16-148410-0",
    "page": "See page 12 and table 3.",
    "lesson": "Lesson 4 of 12",
    "time of day": "Go to bed at 10:30 pm.",
    "sleep hours need": "Most people sleep in a bed.",
    "shipping": "Free shipping on orders over $50.",
    "refund": "Not satisfied? We give a 30-day refund.",
    "member count small": "Our group has 24 members.",
    "calories": "The bar has 210 calories and 12 g of protein.",
    "newsletter": "Sign up for our newsletter.",
    "treat yourself": "Treat yourself to a massage this weekend.",
    "help you choose": "We help you choose the right class.",
    "prevention page": "Prevention | Treatment | Research",
    "seeking": "She was seeking relief from pain when we met.",
    "try to": "Scientists are trying to prevent Alzheimer's disease.",
    "question inside quotes": '"Will yoga heal my back?"',
    "asks": "Many ask whether acupuncture helps with pain.",
    "designed": "The study was designed to reduce bias.",
    "healer": "The healer lived in Oaxaca.",
    "cured ham": "They served cured ham and olives.",
    "support group": "A support group meets on Tuesdays.",
    "drop-in": "Drop in any time before noon.",
    "light lunch": "We had a light lunch by the river.",
    "visual scale": "VAS (0-10)",
    "numeric scale": "NPRS 0–10 (0 = no pain, 10 = worst pain)",
}


def kinds(doc):
    return " ".join(sorted(mark.kind for mark in marks_of(doc)))


@pytest.mark.parametrize(("text", "expected"), CLAIMS.values(), ids=CLAIMS)
def test_claim_spans_find_what_a_sentence_claims(nlp, text, expected):
    assert kinds(nlp(text)) == expected


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_claim_spans_leave_alone_what_claims_nothing(nlp, text):
    assert kinds(nlp(text)) == ""


# --- where a claim begins and ends --------------------------------------------------------

DRAWN = {
    "no full stop": "[Ginger eases nausea].",
    "each its own": "[It eases back pain], [lowers cortisol], and [improves sleep].",
    "without its report": "A [2020 Cochrane review] found that [yoga improves sleep].",
    "only the sentence that claims": "We are open daily. [Ginger eases nausea]. Come in!",
    "both sides of a semicolon": "[Pain fell by 20%]; [sleep improved by 35%].",
    "codes alone": "Clinics bill [CPT 97810] and [CPT 97813].",
}


@pytest.mark.parametrize("marked", DRAWN.values(), ids=DRAWN)
def test_claim_spans_cover_the_clause(nlp, marked):
    text, spans = drawn(marked)
    assert [(mark.start, mark.end) for mark in marks_of(nlp(text))] == spans


def test_claim_spans_of_several_conditions_have_one_focus_each(nlp):
    doc = nlp("Acupuncture treats migraine, insomnia and back pain.")
    assert [doc.text[m.focus.start : m.focus.end] for m in marks_of(doc)] == [
        "migraine",
        "insomnia",
        "back pain",
    ]
    assert len({(m.start, m.end) for m in marks_of(doc)}) == 1


def test_claim_spans_take_examples_and_not_the_word_that_announces_them(nlp):
    doc = nlp("Cupping helps with chronic pain, such as back pain and headaches.")
    assert [doc.text[m.focus.start : m.focus.end] for m in marks_of(doc)] == [
        "back pain",
        "headaches",
    ]


def test_claim_spans_keep_a_condition_whose_symptoms_are_listed(nlp):
    doc = nlp(
        "Peppermint oil eases symptoms of irritable bowel syndrome such as bloating and pain."
    )
    assert [mark.focus for mark in marks_of(doc)] == [None]


def test_claim_spans_label_the_span_group_with_the_kinds(nlp):
    doc = nlp("Ginger is safe and effective for nausea.")
    assert [span.label_ for span in doc.spans["claims"]] == ["efficacy", "safety"]


# --- blocks -----------------------------------------------------------------------------


def marked(nlp, text, format="markdown"):  # noqa: A002
    ((article, doc),) = mark_articles([read(text, format=format)], nlp)
    return [(m.kind, article.text[m.start : m.end]) for m in marks_of(doc)]


def test_claim_spans_find_none_in_headings_and_titles(nlp):
    assert marked(nlp, "# Ginger cures nausea\n\n## It lowers pain by 40%\n\nRead on.\n") == []


def test_claim_spans_take_a_bare_item_for_what_its_list_claims(nlp):
    text = "Ginger helps with:\n\n- nausea\n- migraine\n- a good read\n"
    assert marked(nlp, text) == [("efficacy", "nausea"), ("efficacy", "migraine")]


def test_claim_spans_let_an_item_with_a_claim_of_its_own_speak_for_itself(nlp):
    text = "Ginger helps with:\n\n- nausea\n- migraine: attacks fell by 30%\n"
    assert [kind for kind, _ in marked(nlp, text)] == ["efficacy", "statistic"]


def test_claim_spans_end_a_list_with_the_paragraph_after_it(nlp):
    text = "Ginger helps with:\n\n- nausea\n\nNow for something else.\n\n- headache\n"
    assert marked(nlp, text) == [("efficacy", "nausea")]


def test_claim_spans_take_no_list_without_a_stem_for_a_claim(nlp):
    assert marked(nlp, "Topics of this month:\n\n- migraine\n- back pain\n") == []


def test_claim_spans_take_a_crowd_and_not_a_handful(nlp):
    assert kinds(nlp("We asked 100 participants.")) == "statistic"
    assert kinds(nlp("We asked 99 participants.")) == ""


# --- whatever comes ----------------------------------------------------------------------

WORDS = ["It", "ginger", "eases", "nausea", "by", "40%", "(", ")", ",", "and", "12", "CPT", "97810"]


@given(st.lists(st.sampled_from([*WORDS, *FRAGMENTS]), max_size=40).map(" ".join))
def test_claim_spans_lie_inside_their_sentence_in_order(nlp, text):
    marks = marks_of(nlp(text))
    assert [m.start for m in marks] == sorted(m.start for m in marks)
    for mark in marks:
        assert mark.sent_start <= mark.start < mark.end <= mark.sent_end <= len(text)
        assert text[mark.start : mark.end].strip()
