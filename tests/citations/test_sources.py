"""Citations in the forms that articles use; the words that belong to one are in [brackets]."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spans import drawn

from pipeline.citations import read_citations

NIH = "National Institutes of Health"
NICE = "National Institute for Health and Care Excellence"
CDC = "Centers for Disease Control and Prevention"
CMS = "Centers for Medicare & Medicaid Services"
WHO = "World Health Organization"

# name: the text, then what the first citation says beside its words.
BODIES = {
    "body and year": (
        "Many adults have it ([NIH, 2023]).",
        {"publisher": NIH, "year": 2023, "kind": "organisation"},
    ),
    "body and year, no comma": ("Costs rose ([CMS 2021]).", {"publisher": CMS, "year": 2021}),
    "body alone in brackets": ("It is safe ([WHO]).", {"publisher": WHO, "kind": "organisation"}),
    "two bodies in brackets": ("It is safe ([NIH, 2019]; [CDC, 2020]).", {"publisher": NIH}),
    "year in brackets behind a body": ("The [USPSTF (2018)] disagrees.", {"year": 2018}),
    "says a body": ("Sleep more, says the [WHO].", {"publisher": WHO}),
    "according to": ("According to the [Mayo Clinic], it helps.", {"publisher": "Mayo Clinic"}),
    "per": ("Eat more fibre, per [Harvard Health Publishing].", {"publisher": "Harvard"}),
    "researchers at": (
        "[Researchers at Harvard] found less pain.",
        {"publisher": "Harvard", "kind": "organisation"},
    ),
    "a team from": ("A team from [Johns Hopkins] saw it too.", {"publisher": "Johns Hopkins"}),
    "a body speaks": ("The [WHO] recommends 150 minutes a week.", {"publisher": WHO}),
    "a body speaks, shortened": (
        "The [American College of Physicians (ACP)] now recommends needles.",
        {"publisher": "American College of Physicians"},
    ),
    "two bodies speak": ("The [NIH] and [WHO] recognize it.", {"publisher": NIH}),
    "endorsed by": (
        "It is endorsed by the [American Headache Society].",
        {"publisher": "American Headache Society"},
    ),
    "body with a year and a document in brackets": (
        "Endorsed by the [American Headache Society (2023 guidelines)].",
        {"publisher": "American Headache Society", "year": 2023, "kind": "guideline"},
    ),
    "year before body and document": (
        "The [2020 AHA guidelines] say so.",
        {"publisher": "American Heart Association", "year": 2020, "kind": "guideline"},
    ),
    "benchmark data": (
        "Based on median costs ([2024 AAFP benchmark data]).",
        {"publisher": "American Academy of Family Physicians", "year": 2024},
    ),
    "possessive survey": (
        "The [CDC's National Health Interview Survey (2022)] says 16.9%.",
        {"publisher": CDC, "year": 2022, "kind": "survey"},
    ),
    "survey by a body": (
        "A [2021 survey by the National Center for Complementary and Integrative Health (NCCIH)] "
        "asked them.",
        {
            "publisher": "National Center for Complementary and Integrative Health",
            "kind": "survey",
            "year": 2021,
        },
    ),
    "studies from two bodies": (
        "[Studies from the National Institutes of Health] and the [Mayo Clinic] show it.",
        {"publisher": NIH, "kind": "study"},
    ),
    "data from": ("[Data from the CDC] show a rise.", {"publisher": CDC}),
    "fact sheet": (
        "An [NIH fact sheet] lists the risks.",
        {"publisher": NIH, "kind": "fact_sheet"},
    ),
    "report in a year": (
        "A [WHO report from 2019] counts them.",
        {"publisher": WHO, "year": 2019},
    ),
    "year opens the sentence": (
        "In [2017, the American College of Physicians] recommended heat.",
        {"publisher": "American College of Physicians", "year": 2017},
    ),
    "university by its make": (
        "[Researchers at the University of Tromsdal] measured it.",
        {"publisher": "University of Tromsdal"},
    ),
    "a team at, without a comma": (
        "In [2019 a team at the University of Tromsdal] asked 886 smokers.",
        {"publisher": "University of Tromsdal", "year": 2019},
    ),
    "society by its make": (
        "The [American Society of Needle Research] states that it is safe.",
        {"publisher": "American Society of Needle Research"},
    ),
    "link to a body": (
        "See [https://www.nccih.nih.gov/health/acupuncture].",
        {"publisher": "National Center for Complementary and Integrative Health"},
    ),
    "older name": (
        "([National Center for Complementary and Alternative Medicine, 2007])",
        {"publisher": "National Center for Complementary and Integrative Health", "year": 2007},
    ),
    "coverage memo": (
        "The [2020 CMS decision memo] covers it.",
        {"publisher": CMS, "kind": "policy", "year": 2020},
    ),
    "position statement": (
        "Its [2019 position statement from the American Academy of Sleep Medicine] is clear.",
        {"publisher": "American Academy of Sleep Medicine", "kind": "guideline"},
    ),
    "regulator reports": (
        "The [European Medicines Agency] concludes that the use is traditional.",
        {"publisher": "European Medicines Agency"},
    ),
    "source line": ("Source: [Cleveland Clinic, 2021]", {"publisher": "Cleveland Clinic"}),
    "VA and DoD": (
        "The [2023 VA/DoD Clinical Practice Guideline] weighs it.",
        {"publisher": "VA/DoD", "year": 2023, "kind": "guideline"},
    ),
    "whose guideline, with its year": (
        "The [American Academy of Dermatology's 2024 guideline] weighs it.",
        {"publisher": "American Academy of Dermatology", "year": 2024, "kind": "guideline"},
    ),
    "in capitals": (
        "THE [COCHRANE REVIEW, 2018]",
        {"publisher": "Cochrane", "year": 2018, "kind": "systematic_review"},
    ),
    "a commission of a journal": (
        "[The Lancet Commission] says so.",
        {"publisher": "Lancet Commission", "journal": None},
    ),
    "ambiguous initials with a year": (
        "The [ADA (2022)] suggests it.",
        {"publisher": "American Diabetes Association", "year": 2022},
    ),
}
REVIEWS = {
    "year, publisher and sizes": (
        "A large [2022 Cochrane Review analyzed 31 RCTs (n = 6,140)] and found less.",
        {
            "publisher": "Cochrane",
            "kind": "systematic_review",
            "year": 2022,
            "n_trials": 31,
            "n_participants": 6140,
        },
    ),
    "trials and people": (
        "A [2016 Cochrane review of 22 trials and 4,985 people] found more.",
        {"publisher": "Cochrane", "n_trials": 22, "n_participants": 4985, "year": 2016},
    ),
    "sizes without a name": (
        "A [review of 22 trials and 4,985 people] found more.",
        {"kind": "systematic_review", "n_trials": 22, "n_participants": 4985},
    ),
    "meta-analysis of trials": (
        "A [2018 meta-analysis of 39 randomized trials with 20,827 patients] agrees.",
        {"kind": "meta_analysis", "n_trials": 39, "n_participants": 20827, "year": 2018},
    ),
    "sizes first": (
        "It won in [31 trials including 5,489 patients, a Cochrane review] found.",
        {"publisher": "Cochrane", "n_trials": 31, "n_participants": 5489},
    ),
    "systematic review and meta-analysis": (
        "One [systematic review and meta-analysis (2021)] disagrees.",
        {"kind": "systematic_review", "year": 2021},
    ),
    "review of studies": (
        "A [recent review of 14 studies] was cautious.",
        {"kind": "systematic_review", "n_trials": 14},
    ),
    "words for numbers": (
        "A [2016 meta-analysis of eight trials] was small.",
        {"n_trials": 8, "year": 2016},
    ),
    "Cochrane number": (
        "The [Cochrane review (CD001218)] is public.",
        {"identifiers": (("cochrane", "CD001218"),), "kind": "systematic_review"},
    ),
    "Cochrane Library": (
        "[Research from the Cochrane Library] is cautious.",
        {"publisher": "Cochrane"},
    ),
    "topic word between": (
        "A [2016 Cochrane migraine review] pooled them.",
        {"publisher": "Cochrane", "year": 2016, "kind": "systematic_review"},
    ),
    "year behind": (
        "The [Cochrane review first published in 1995] is old.",
        {"publisher": "Cochrane", "year": 1995},
    ),
    "review with people only": (
        "A [systematic review including 1,200 participants] was null.",
        {"n_participants": 1200, "kind": "systematic_review"},
    ),
    "covering": (
        "A [Cochrane review covering 33 studies and more than 8,000 people] says so.",
        {"n_trials": 33, "n_participants": 8000},
    ),
    "n in capitals": ("One [meta-analysis (N=910)] was small.", {"n_participants": 910}),
}
JOURNALS = {
    "journal and year": (
        "Flow rose by 40% ([JAMA Internal Medicine, 2022]).",
        {"journal": "JAMA Internal Medicine", "year": 2022},
    ),
    "study in a journal": (
        "A [2019 study in The Lancet] found less.",
        {"journal": "The Lancet", "year": 2019, "kind": "study"},
    ),
    "published in, word for a journal": (
        "It was published in [Pain in 2018].",
        {"journal": "Pain", "year": 2018},
    ),
    "a study published in": (
        "A [study published in Headache in 2020] followed them.",
        {"journal": "Headache", "year": 2020},
    ),
    "the journal": ("A [study in the journal Sleep] found so.", {"journal": "Sleep"}),
    "ambiguous in brackets": ("Needles help ([Pain, 2018]).", {"journal": "Pain", "year": 2018}),
    "ambiguous with a volume": ("See [Spine 2016];41:1153.", {"journal": "Spine", "year": 2016}),
    "trial in a journal, then the verb": (
        "A [trial in Neurology] found less.",
        {"journal": "Neurology", "kind": "trial"},
    ),
    "journal before the noun": (
        "A [2018 JAMA study] says no.",
        {"journal": "JAMA", "year": 2018, "kind": "study"},
    ),
    "abbreviation": ("([N Engl J Med, 2012])", {"journal": "New England Journal of Medicine"}),
    "abbreviation with dots": (
        "([J. Altern. Complement. Med. 2014])",
        {"journal": "Journal of Alternative and Complementary Medicine", "year": 2014},
    ),
    "initials": ("As seen in a [2021 NEJM paper], it fails.", {"year": 2021}),
    "as reported in": (
        "As reported in the [New England Journal of Medicine], it did not.",
        {"journal": "New England Journal of Medicine"},
    ),
    "journal by its make": (
        "A [study in the Journal of Needle Science] was small.",
        {"journal": "Journal of Needle Science"},
    ),
    "month between": (
        "A [paper published in BMJ Open in March 2021] adds to it.",
        {"journal": "BMJ Open", "year": 2021},
    ),
    "ampersand": (
        "([Obstetrics & Gynecology, 2015])",
        {"journal": "Obstetrics & Gynecology", "year": 2015},
    ),
    "body, journal and year": (
        "In [2018, researchers from Duke University reported in JAMA Network Open] that it failed.",
        {"publisher": "Duke University", "journal": "JAMA Network Open", "year": 2018},
    ),
    "Cochrane's journal": (
        "([Cochrane Database Syst Rev, 2016])",
        {"publisher": "Cochrane", "kind": "systematic_review", "year": 2016},
    ),
    "longer name of another list": (
        "([Cancer Letters, 2018])",
        {"journal": "Cancer Letters", "year": 2018},
    ),
    "longer name first": ("([Pain Medicine, 2019])", {"journal": "Pain Medicine"}),
    "a journal of a house": (
        "A [study with 120 people in BMJ Nutrition, Prevention & Health (2024)] was withdrawn.",
        {"journal": "BMJ Nutrition, Prevention & Health", "year": 2024},
    ),
    "a year before people": (
        "A [trial in the NEJM in 2022] reported that patients died.",
        {"journal": "New England Journal of Medicine", "year": 2022, "n_participants": None},
    ),
    "a trial with a name of its own": (
        "A [trial called PERSUADE, published in Gastroenterology in 2020], used two.",
        {"journal": "Gastroenterology", "year": 2020, "kind": "trial"},
    ),
    "a place between": (
        "A [study from the Lebanon with 120 adults in Pain] was small.",
        {"journal": "Pain", "n_participants": 120},
    ),
    "year then journal": ("The [2014 issue of Sleep] has it.", {"journal": "Sleep", "year": 2014}),
}
AUTHORS = {
    "et al. in brackets": (
        "It helps ([Smith et al., 2019]).",
        {"authors": ("Smith",), "year": 2019},
    ),
    "et al. told": (
        "[Smith et al. (2019)] found less.",
        {"authors": ("Smith",), "year": 2019},
    ),
    "et al. without a year": ("As [MacPherson et al.] showed.", {"authors": ("MacPherson",)}),
    "et al with a journal": (
        "([Liu et al., JAMA Intern Med, 2021] + our clinic registry)",
        {"authors": ("Liu",), "journal": "JAMA Internal Medicine", "year": 2021},
    ),
    "et al. with volume": (
        "([Qaseem et al., Ann Intern Med. 2017];166:514)",
        {"authors": ("Qaseem",), "journal": "Annals of Internal Medicine", "year": 2017},
    ),
    "two told": (
        "[Smith and Lee (2020)] agree.",
        {"authors": ("Smith", "Lee"), "year": 2020},
    ),
    "two in brackets": ("([Smith & Lee, 2020])", {"authors": ("Smith", "Lee"), "year": 2020}),
    "three": (
        "([Daily, Yang & Park, 2016])",
        {"authors": ("Daily", "Yang", "Park"), "year": 2016},
    ),
    "one in brackets": ("([Vickers, 2018])", {"authors": ("Vickers",), "year": 2018}),
    "one without comma": ("([Vickers 2018])", {"authors": ("Vickers",), "year": 2018}),
    "one who speaks": (
        "[Vickers 2018] found the same.",
        {"authors": ("Vickers",), "year": 2018},
    ),
    "one told": (
        "Also shown by [Vickers (2018)].",
        {"authors": ("Vickers",), "year": 2018},
    ),
    "several in one bracket": (
        "([Smith, 2019]; [Lee et al., 2020])",
        {"authors": ("Smith",), "year": 2019},
    ),
    "see": ("(see [Smith, 2019])", {"authors": ("Smith",), "year": 2019}),
    "for example": ("(e.g., [Smith et al., 2019])", {"authors": ("Smith",), "year": 2019}),
    "letter behind the year": ("([Smith et al., 2019a])", {"year": 2019}),
    "and colleagues": (
        "[Vickers and colleagues (2012)] pooled them.",
        {"authors": ("Vickers",), "year": 2012},
    ),
    "possessive": (
        "[Vickers et al.'s 2018 meta-analysis] is larger.",
        {"authors": ("Vickers",), "year": 2018, "kind": "meta_analysis"},
    ),
    "particle": (
        "([van der Berg et al., 2010])",
        {"authors": ("van der Berg",), "year": 2010},
    ),
    "apostrophe": ("([O'Connell et al., 2015])", {"authors": ("O'Connell",), "year": 2015}),
    "hyphen": ("([Karsch-Völk et al., 2014])", {"authors": ("Karsch-Völk",), "year": 2014}),
    "accent": ("([Bäumler et al., 2021])", {"authors": ("Bäumler",)}),
    "initials": ("([Vickers AJ et al., 2018])", {"authors": ("Vickers",), "year": 2018}),
    "an author called May": ("([May et al., 2018])", {"authors": ("May",), "year": 2018}),
    "year behind the journal": (
        "A Stanford-led [study (Chen & Park, Nature Medicine 2023)] agrees.",
        {"authors": ("Chen", "Park"), "journal": "Nature Medicine", "year": 2023},
    ),
    "a year of the number before it": (
        "It rose to 15.8% in 2022 ([Nahin, Rhee & Stussman, JAMA, 2024]).",
        {"authors": ("Nahin", "Rhee", "Stussman"), "year": 2024},
    ),
    "initials and commas": (
        "See [Irwin MR, Olmstead R (2012)] for more.",
        {"authors": ("Irwin", "Olmstead"), "year": 2012},
    ),
    "year, then authors": (
        "A [Cochrane review from 2014 (Ernst et al.)] agrees.",
        {"publisher": "Cochrane", "authors": ("Ernst",), "year": 2014},
    ),
    "by two in a story": (
        "A [2013 review by Hemilä and Chalker] found less.",
        {"authors": ("Hemilä", "Chalker"), "year": 2013},
    ),
    "led by a full name": (
        "A [2017 study in the Annals of Internal Medicine, led by Robert Saper], enrolled 320.",
        {"authors": ("Saper",), "journal": "Annals of Internal Medicine", "year": 2017},
    ),
    "full name and colleagues": (
        "A [network meta-analysis in The BMJ, by Michael Noetel and colleagues], went bigger.",
        {"authors": ("Noetel",), "journal": "The BMJ"},
    ),
    "whose paper": (
        "It is [James Blumenthal's 2007 paper in Psychosomatic Medicine].",
        {"authors": ("Blumenthal",), "year": 2007, "journal": "Psychosomatic Medicine"},
    ),
    "whose paper, the year before": (
        "In [2018 Valerie Sung's meta-analysis of four trials] was published.",
        {"authors": ("Sung",), "year": 2018, "n_trials": 4},
    ),
    "the name before the paper": (
        "Then there is the [Goldenberg paper in The BMJ, 2021].",
        {"authors": ("Goldenberg",), "journal": "The BMJ", "year": 2021},
    ),
    "one, a year and a journal": (
        "It was [Chandrasekhar, 2012, Indian Journal of Psychological Medicine].",
        {"authors": ("Chandrasekhar",), "year": 2012},
    ),
    "a team led by": (
        "In [2017, Canadian researchers led by Philip Chilibeck] added it up.",
        {"authors": ("Chilibeck",), "year": 2017},
    ),
    "a team that published": (
        "In [2021, a team led by Dr. Kathryn Bramwell at the University of Otago published a "
        "systematic review in Pain].",
        {"authors": ("Bramwell",), "publisher": "University of Otago", "year": 2021},
    ),
    "a journal before the authors in brackets": (
        "A [2021 meta-analysis in Circulation (Gencer and colleagues; seven trials, 81,210 "
        "patients)] agrees.",
        {"authors": ("Gencer",), "journal": "Circulation", "year": 2021, "n_trials": 7},
    ),
    "a country, a year and authors": (
        "Then Iran, [2007, Enshaieh et al., 60 patients, Indian J Dermatol Venereol Leprol].",
        {"authors": ("Enshaieh",), "year": 2007, "n_participants": 60},
    ),
    "a journal that nobody knows between": (
        "A [2017 review in Acta Podologica by Xiong et al.] pooled them.",
        {"authors": ("Xiong",), "year": 2017},
    ),
    "not a capital before a study": (
        "The Framingham [study of 1990] was long.",
        {"authors": (), "year": 1990},
    ),
    "not whoever paid for a poll": ("A [2019 survey by Nestlé] asked them.", {"authors": ()}),
    "not researchers of a country": ("A [2018 review] by Swedish teams is old.", {"authors": ()}),
    "authors and number": (
        "([Linde, Berner & Kriston 2008; CD000448])",
        {"authors": ("Linde", "Berner", "Kriston"), "year": 2008, "publisher": "Cochrane"},
    ),
}
IDENTIFIERS = {
    "doi with label": (
        "See [doi:10.1016/j.jpain.2017.11.005].",
        {"identifiers": (("doi", "10.1016/j.jpain.2017.11.005"),)},
    ),
    "doi link": (
        "[https://doi.org/10.1002/14651858.CD001218.pub3]",
        {"identifiers": (("doi", "10.1002/14651858.cd001218.pub3"),)},
    ),
    "PMID": ("([PMID: 27351677])", {"identifiers": (("pmid", "27351677"),)}),
    "PMID of a wrong shape": ("[PMID 27A51677]", {"identifiers": (("pmid", "27A51677"),)}),
    "PubMed link": (
        "[https://pubmed.ncbi.nlm.nih.gov/18843608/]",
        {"identifiers": (("pmid", "18843608"),)},
    ),
    "PMC": ("([PMC3099267])", {"identifiers": (("pmc", "PMC3099267"),)}),
    "trial number": (
        "This [trial (NCT01234567)] goes on.",
        {"identifiers": (("nct", "NCT01234567"),), "kind": "trial"},
    ),
    "trial number of a wrong shape": ("([NCT0123])", {"identifiers": (("nct", "NCT0123"),)}),
    "coverage determination": (
        "Covered under [NCD 30.3.3] only.",
        {"identifiers": (("ncd", "30.3.3"),), "kind": "policy", "publisher": CMS},
    ),
    "two trials": (
        "Ongoing: [NCT04567890], [ISRCTN12345678].",
        {"identifiers": (("nct", "NCT04567890"),)},
    ),
    "NICE guideline": (
        "[NICE guideline NG59] advises against it.",
        {"identifiers": (("nice", "NG59"),), "kind": "guideline", "publisher": NICE},
    ),
    "NICE guideline in brackets": (
        "The [NICE guideline (CG150)] differs.",
        {"identifiers": (("nice", "CG150"),), "kind": "guideline"},
    ),
    "Cochrane link": (
        "[https://www.cochrane.org/CD001218/SYMPT_acupuncture]",
        {"identifiers": (("cochrane", "CD001218"),)},
    ),
    "Cochrane version": (
        "([CD001218.pub2])",
        {"identifiers": (("cochrane", "CD001218.pub2"),)},
    ),
}
VAGUE = {
    "studies show": ("[Studies show] that it works.", {"kind": "study"}),
    "recent studies have shown": ("[Recent studies have shown] it.", {}),
    "some studies": ("[Some studies have suggested] that it helps.", {}),
    "research suggests": ("[Research suggests] a benefit.", {}),
    "research on something": ("[Research on yoga for back pain suggests] less pain.", {}),
    "experts say": ("[Experts say] that sleep matters.", {}),
    "many doctors": ("[Many doctors recommend] it.", {}),
    "clinical trials": ("[Clinical trials have found] an effect.", {"kind": "trial"}),
    "randomized trials": ("[Several randomized trials demonstrate] it.", {"kind": "trial"}),
    "in trials": ("In [clinical trials], it lowered cortisol.", {"kind": "trial"}),
    "body of evidence": ("There is [a growing body of evidence that suggests] so.", {}),
    "according to research": ("[According to recent research], it helps.", {}),
    "backed by": ("It is [backed by science].", {}),
    "shown in": ("It was [shown in clinical studies] to help.", {}),
    "the evidence": ("The [evidence suggests] otherwise.", {}),
    "weeks before it": ("Based on a 12-week [clinical study of 60 women].", {}),
    "behind that": ("They say that Japanese [researchers discovered] it.", {}),
    "a year and a noun": ("A [2019 study] found more.", {"year": 2019, "kind": "study"}),
    "trials speak": ("[22 trials show] less pain.", {"n_trials": 22}),
    "meta-analyses": ("[Meta-analyses have confirmed] it.", {"kind": "meta_analysis"}),
    "a study of many words": (
        "A [study of 14,641 male doctors over eight years found] less.",
        {"kind": "study"},
    ),
    "in one study": ("In a Swedish [study], men got more stones.", {"kind": "study"}),
    "study with people": ("A [study of 500 women] found more.", {"n_participants": 500}),
}
ALL = {
    f"{family}: {name}": case
    for family, cases in {
        "body": BODIES,
        "review": REVIEWS,
        "journal": JOURNALS,
        "authors": AUTHORS,
        "identifier": IDENTIFIERS,
        "vague": VAGUE,
    }.items()
    for name, case in cases.items()
}


@pytest.mark.parametrize(("marked", "fields"), ALL.values(), ids=ALL)
def test_citations_are_read_with_their_exact_words(marked, fields):
    text, spans = drawn(marked)
    found = read_citations(text)
    assert [(c.start, c.end) for c in found] == spans
    assert all(c.text == text[c.start : c.end] for c in found)
    for name, value in fields.items():
        assert getattr(found[0], name) == value, name


@pytest.mark.parametrize(("marked", "fields"), VAGUE.values(), ids=VAGUE)
def test_citations_that_name_nothing_are_vague(marked, fields):  # noqa: ARG001  # one table
    assert all(c.is_vague for c in read_citations(drawn(marked)[0]))


NOTHING = {
    "empty": "",
    "plain prose": "Needles are thin, and most people feel little.",
    "year alone": "It was invented in 1973 and approved in 2018.",
    "month and year": "In May 2018 the first drug came.",
    "month in brackets": "We moved here (May 2018).",
    "season": "Our next course (Spring 2024) is full.",
    "own credential": "As a neurologist who has published in Cephalalgia, 2023, I know pain.",
    "own research": "Our 2022 study of 340 patients showed this.",
    "own registry": "These are from our clinic's 2021 survey.",
    "featured in": "She was featured in Science and lives in Rome.",
    "featured in several": "She was featured in Time and The Lancet.",
    "study of our own": "In a study of our own patients, nine in ten reported less pain.",
    "not supported": "The claim is not supported by current data.",
    "the study involved": "The study involved 51 participants.",
    "a survey in a name": "The U.S. Geological Survey reported rain.",
    "member of": "I am a member of the American Headache Society.",
    "trained at": "She trained at Stanford and Yale University.",
    "certified by": "Look for people certified by the NCCAOM.",
    "professor at": "He is a professor at Harvard.",
    "FDA-approved": "There are FDA-approved drugs.",
    "WHO-recognized": "Choose WHO-recognized programs.",
    "Harvard-trained": "Our Harvard-trained doctor is here.",
    "the question who": "Who should get it? People who hurt.",
    "the question in capitals": "WHO SHOULD TRY ACUPUNCTURE?",
    "the question who, with a verb": "WHO SAYS NEEDLES HURT?",
    "nice": "It is nice to rest, and NICE RESULTS FOLLOW.",
    "pain the word": "Pain is common, and Pain Relief is our aim.",
    "sleep the word": "Sleep, diet and exercise help. Sleep in 2020 was worse.",
    "headache the word": "Headache, nausea and dizziness followed.",
    "nature the word": "Nature provides what we need.",
    "science the word": "It is not magic. Science is fun.",
    "spine the word": "Your Spine and You",
    "free trial": "Start your free trial today.",
    "customer reviews": "Read our 2023 customer reviews.",
    "study guide": "Our study guide has 30 pages.",
    "the study again": "The study found that 62% improved.",
    "this trial": "This trial showed little.",
    "a question about research": "What does the research say?",
    "a heading about evidence": "What the Evidence Shows",
    "your doctor": "Ask your doctor, who says what you need.",
    "clinic's own name": "Sunrise Pain Clinic says welcome.",
    "product name": "Try Cochrane's Tea and Mayo Clinic Diet snacks.",
    "initials defined": "The American Dietetic Union (ADA) met.",
    "square metre": "A dose of 30 mg/m² is usual.",
    "cells": "It raises CD4 and CD8 counts.",
    "Medicare alone": "Medicare covers it, and Medicaid may.",
    "insurer": "Aetna and Cigna pay for it.",
    "place and year": "The London 2012 games were fun.",
    "Covid": "Before Covid 2020 was a good year.",
    "a price": "It costs $2,019 in all.",
    "two nouns and a year": "Acupuncture and Massage (2019)",
    "copyright": "Copyright 2024. All rights reserved.",
    "state of Virginia": "We are in Richmond (VA).",
    "phone": "Call 555-2019 now.",
    "own site": "See https://www.sunrise-needles.example/study-2019.",
    "FDA regulates": "The FDA regulates needles as devices.",
    "NIH funds": "The NIH funds research.",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_citations_leave_alone_what_is_none(text):
    assert read_citations(text) == []


def test_citations_take_numbers_of_the_reference_list_as_identifiers():
    found = read_citations("It helps [3], as others saw.² And more [1,2]. [4–6]")
    assert [c.identifiers for c in found] == [
        (("ref", "3"),),
        (("ref", "2"),),
        (("ref", "1"), ("ref", "2")),
        (("ref", "4"), ("ref", "5"), ("ref", "6")),
    ]


def test_citations_join_authors_and_their_number():
    (found,) = read_citations("Smith et al. [12] saw it.")
    assert (found.authors, found.identifiers) == (("Smith",), (("ref", "12"),))


def test_citations_never_cross_a_line():
    found = read_citations("A Cochrane\nreview is it\n(NIH, 2023)")
    assert [(c.publisher, c.start) for c in found] == [(NIH, 25)]


TRIALS = {
    "by name": ("In [PREDIMED], strokes were fewer.", {"identifiers": (("trial", "PREDIMED"),)}),
    "with its year": ("The [VITAL trial of 2019] did not.", {"year": 2019, "kind": "trial"}),
    "with authors": (
        "The [GABRIELLE study (Loss et al., 2011)] was large.",
        {"authors": ("Loss",), "identifiers": (("trial", "GABRIELLE"),)},
    ),
    "with what it was": (
        "It failed in [GAIT, a trial of 1,583 people with sore knees published in the BMJ].",
        {"n_participants": 1583, "journal": "The BMJ", "kind": "trial"},
    ),
    "as a group": (
        "[MRC Vitamin Study Research Group. Lancet 1991]; 338: 131.",
        {"journal": "The Lancet", "year": 1991},
    ),
    "that came out": (
        "[STRENGTH, which came out in JAMA a year later with 13,078 participants], was stopped.",
        {"journal": "JAMA", "n_participants": 13078},
    ),
}
BESIDE = {
    "the year opens the sentence": (
        "In [2014 a review of 47 trials with 3,515 participants in JAMA] found it.",
        {"year": 2014, "n_trials": 47, "n_participants": 3515, "journal": "JAMA"},
    ),
    "the journal published": (
        "In [2024 the BMJ published a network meta-analysis of 218 trials].",
        {"year": 2024, "journal": "The BMJ", "kind": "meta_analysis", "n_trials": 218},
    ),
    "the authors behind its size": (
        "In a [2017 trial of 320 adults, Saper and colleagues] found it.",
        {"authors": ("Saper",), "year": 2017, "n_participants": 320},
    ),
    "where it was done": (
        "In Oregon, [Li and co-workers (2018, JAMA)] enrolled 670.",
        {"authors": ("Li",), "year": 2018},
    ),
    "a whole entry in brackets": (
        "It helps ([Wang Z, et al. Effectiveness of a randomized trial of turmeric for knees. "
        "Ann Intern Med 2020;173:861-9]).",
        {"authors": ("Wang",), "year": 2020, "journal": "Annals of Internal Medicine"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("marked", "said"), (TRIALS | BESIDE).values(), ids=TRIALS | BESIDE)
def test_citations_join_what_stands_beside_a_work(marked, said):
    text, spans = drawn(marked)
    (found,) = read_citations(text)
    assert [(found.start, found.end)] == spans
    assert {name: getattr(found, name) for name in said} == said


def test_citations_authors_with_a_year_of_their_own_have_no_other_works_size():
    found = read_citations("In a trial of 40 people, Smith et al. (2010) saw it.")
    assert [one.n_participants for one in found] == [40, None]


def test_citations_a_year_within_a_sentence_dates_no_review_behind_it():
    found = read_citations("It has fallen since 2014 a review of 40 trials found.")
    assert all(one.year is None for one in found)


ENTRIES = {
    "of a list of sources": (
        "Sources: Roe 2021 NEJM; Doe 2022 NEJM; Lee 2018 JAMA.",
        [(("Roe",), 2021), (("Doe",), 2022), (("Lee",), 2018)],
    ),
    "with the year behind": (
        "Roe et al., NEJM 2021; Doe et al., NEJM 2022.",
        [(("Roe",), 2021), (("Doe",), 2022)],
    ),
}


@pytest.mark.parametrize(("text", "said"), ENTRIES.values(), ids=ENTRIES)
def test_citations_entries_between_semicolons_are_one_each(text, said):
    assert [(one.authors, one.year) for one in read_citations(text)] == said


OF_COCHRANE = {
    "a year between commas": ("[Cochrane, in 2019], found no effect.", {"year": 2019}),
    "its reviewers": (
        "[Cochrane's reviewers pooled 39 trials in 2013].",
        {"year": 2013, "n_trials": 39, "publisher": "Cochrane"},
    ),
}


@pytest.mark.parametrize(("marked", "said"), OF_COCHRANE.values(), ids=OF_COCHRANE)
def test_citations_a_year_or_a_number_of_trials_makes_cochrane_a_review(marked, said):
    text, spans = drawn(marked)
    (found,) = read_citations(text)
    assert (found.start, found.end) == spans[0]
    assert {name: getattr(found, name) for name in said} == said


def test_citations_what_another_body_did_in_a_year_is_no_document():
    assert read_citations("The FDA, in 2019, approved it.") == []


def test_citations_a_trials_name_may_hold_that_of_a_journal():
    (found,) = read_citations("The Lyon Diet Heart Study reported a fall.")
    assert (found.text, found.journal) == ("Lyon Diet Heart Study", None)


def test_citations_count_from_the_start_of_the_whole_text():
    text = "Nothing here.\nBut (NIH, 2023)."
    (found,) = read_citations(text)
    assert text[found.start : found.end] == found.text == "NIH, 2023"


PIECES = [
    "NIH", "2019", " ", ", ", "(", ")", "Smith", "et al.", "Cochrane", "review", "of", "22 trials",
    "Pain", "studies", "show", "[3]", "doi:10.1/x", "n = 5", "the", "\n", "²", "JAMA", "and", ";",
    "10.1000/a)", "https://nih.gov", "Üß", "in", "published", "’s",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=60))
def test_citations_never_raise_and_stay_inside_the_text(text):
    last = 0
    for cited in read_citations(text):
        assert last <= cited.start < cited.end <= len(text)
        assert cited.text == text[cited.start : cited.end]
        assert "\n" not in cited.text
        last = cited.end


def test_citations_a_marker_belongs_to_what_stands_before_it():
    found = read_citations("It slows cells.[1] Another study found nothing.[2]")
    assert [one.identifiers for one in found if one.identifiers] == [
        (("ref", "1"),),
        (("ref", "2"),),
    ]
    assert all("Another" not in one.text for one in found if one.identifiers)
