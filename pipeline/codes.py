"""The finding codes, one table. A code never changes its meaning.

Families: ST a number against evidence, CI a citation, RG a registry code, AR
the article's own arithmetic, EF an efficacy, safety or mechanism statement, CV
coverage and regulation, CR a credential, UV not verifiable and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline.records import Severity, VerdictName


@dataclass(frozen=True, slots=True)
class FindingCode:
    """What a code means, for `claims explain`."""

    code: str
    verdict: VerdictName
    title: str
    meaning: str
    example: str
    remedy: str

    @property
    def severity(self) -> Severity:
        """Unsupported is an error, unverifiable a warning, supported a note."""
        by_verdict: dict[VerdictName, Severity] = {
            "unsupported": "error",
            "unverifiable": "warning",
            "supported": "note",
        }
        return by_verdict[self.verdict]


FAMILIES: Final = {
    "ST": "a number against evidence",
    "CI": "a citation",
    "RG": "a registry code",
    "AR": "the article's own arithmetic",
    "EF": "efficacy, safety, mechanism",
    "CV": "coverage and regulation",
    "CR": "a credential",
    "UV": "not verifiable, and why",
}


def _table(*codes: FindingCode) -> dict[str, FindingCode]:
    table = {code.code: code for code in codes}
    if len(table) != len(codes):
        raise ValueError("a finding code is listed twice")
    return table


CODES: Final = _table(
    # --- ST: a number against evidence
    FindingCode(
        "ST001",
        "supported",
        "the number agrees with the evidence",
        "A row about the same intervention, condition, outcome and comparator gives this "
        "number, to the precision written, and its interval excludes no effect.",
        "One in eleven people benefits, cited from a review with a number needed to treat of 11.",
        "Nothing to do.",
    ),
    FindingCode(
        "ST002",
        "unsupported",
        "the number contradicts the evidence",
        "A row about the same question gives another number, and the difference is not "
        "rounding: the claim lies outside the row's interval.",
        "A claim of 40% where the row gives 18% (95% CI 12% to 25%).",
        "Use the row's number, or cite the source that gives yours.",
    ),
    FindingCode(
        "ST003",
        "unverifiable",
        "the numbers measure different things",
        "The nearest rows measure this outcome in another way (a share of people against a "
        "mean change, a relative against an absolute risk), so neither confirms the other.",
        "'Symptoms fell by a third' beside a row that says a third of people responded.",
        "Say which measure is meant, and take the number that measures it.",
    ),
    FindingCode(
        "ST004",
        "unverifiable",
        "compatible but imprecise",
        "The number lies inside the row's interval but is not its estimate, or the interval "
        "includes no effect.",
        "A claim of 20% where the row gives 28% (12% to 45%).",
        "Give the estimate with its interval.",
    ),
    FindingCode(
        "ST005",
        "unverifiable",
        "another comparator",
        "The rows on this question compare with something else than the claim does.",
        "A claim against usual care where the table holds only comparisons with sham.",
        "Name the comparator, and take the number for that one.",
    ),
    FindingCode(
        "ST006",
        "unsupported",
        "pooled comparators, contradicted for each",
        "The claim pools comparators that the evidence keeps apart, and the row for each of "
        "them gives another number.",
        "'Twice as good as placebo or no treatment' where neither comparison gives that.",
        "Give one number for each comparator.",
    ),
    FindingCode(
        "ST007",
        "unverifiable",
        "another dose, form or time",
        "The rows on this question are about another dose, form or follow-up time.",
        "A claim about a tea where the row is about 600 mg of an extract.",
        "Say for which dose, form and time the number holds.",
    ),
    FindingCode(
        "ST008",
        "unsupported",
        "the evidence points the other way",
        "The row reports the opposite direction, or no difference with an interval that "
        "excludes the size claimed.",
        "'Cuts heart attacks by a third' where the row gives RR 0.96 (0.92 to 1.01).",
        "Report what the source found.",
    ),
    FindingCode(
        "ST009",
        "unverifiable",
        "another population or condition",
        "The rows nearest to this number are about other people or a wider or narrower condition.",
        "A figure for adults where the row counts athletes.",
        "Say whom the number is about.",
    ),
    # --- CI: a citation
    FindingCode(
        "CI001",
        "supported",
        "the cited source exists and its details agree",
        "The citation resolves to one source of the table, and year, trials and participants "
        "agree where they are given.",
        "'A 2018 Cochrane review of six trials of honey for cough.'",
        "Nothing to do.",
    ),
    FindingCode(
        "CI002",
        "unsupported",
        "no such source",
        "A listing that is complete for this publisher, topic and time holds no such "
        "publication. The nearest real ones are shown.",
        "A review of a year in which the publisher brought out none on the topic.",
        "Cite the real publication, with its numbers.",
    ),
    FindingCode(
        "CI003",
        "unsupported",
        "a real source with wrong details",
        "The source exists, but it has another year, another number of trials or another "
        "number of participants.",
        "'40 trials' for a review that includes 16.",
        "Correct the details.",
    ),
    FindingCode(
        "CI004",
        "unsupported",
        "the cited source does not report this",
        "We hold enough of the cited source to know that it does not say so.",
        "A guideline cited for a recommendation it does not make.",
        "Remove the citation, or cite what does say so.",
    ),
    FindingCode(
        "CI005",
        "unsupported",
        "the cited source contradicts this",
        "For the same question the cited source gives another number or the opposite answer.",
        "'A third fewer' cited to a source that reports a tenth.",
        "Use the number of the source.",
    ),
    FindingCode(
        "CI006",
        "unverifiable",
        "superseded source",
        "A newer version of the cited source exists; what it says may differ.",
        "A review cited in its 2009 version where one of 2016 replaced it.",
        "Cite the current version.",
    ),
    FindingCode(
        "CI007",
        "unsupported",
        "retracted or withdrawn source",
        "The cited source was retracted or withdrawn.",
        "A retracted trial cited as proof.",
        "Do not lean on it.",
    ),
    FindingCode(
        "CI008",
        "unverifiable",
        "too vague to resolve",
        "The wording names no source that could be looked up.",
        "'Studies show …'",
        "Name the study: authors, journal and year, or an identifier.",
    ),
    FindingCode(
        "CI009",
        "unverifiable",
        "not among the sources we hold",
        "The citation is specific, but the table does not hold that source, and no complete "
        "listing says whether it exists.",
        "'(Lee et al., 2021)'",
        "Check the source by hand; the table may lack it.",
    ),
    FindingCode(
        "CI010",
        "unverifiable",
        "not in what we hold of the source",
        "The source exists, but we hold too little of it to know whether it says so.",
        "A number that may stand in the full text, where we hold the abstract.",
        "Check the full text.",
    ),
    FindingCode(
        "CI011",
        "supported",
        "the cited source says so",
        "The cited source is in the table and says what the claim says.",
        "A number that its cited review reports, to the precision written.",
        "Nothing to do.",
    ),
    FindingCode(
        "CI012",
        "unsupported",
        "an identifier that cannot be",
        "The identifier breaks the shape of its registry.",
        "'PMID 27A51677'",
        "Copy the identifier from the source.",
    ),
    FindingCode(
        "CI013",
        "unverifiable",
        "a source by that name, without the details to tell which",
        "Several sources of the table fit the citation, and it gives too little to choose.",
        "'A Cochrane review on back pain'",
        "Give the year or an identifier.",
    ),
    FindingCode(
        "CI014",
        "unverifiable",
        "a notice was published on the cited source",
        "A list of retractions, corrections and expressions of concern names the cited work, and "
        "does not say which of these it had. The list and its date are named.",
        "A trial cited by a DOI that Retraction Watch lists.",
        "Read the notice: do not lean on a retracted work; a correction may change nothing.",
    ),
    FindingCode(
        "CI015",
        "unsupported",
        "a reference that leads nowhere",
        "The registries that would know the cited identifier do not, or the server of the linked "
        "page says that there is none. Asked with `claims audit --check-links` only.",
        "A DOI that neither Crossref nor doi.org knows.",
        "Correct the identifier or the link.",
    ),
    FindingCode(
        "CI016",
        "unsupported",
        "a reference that leads to another work",
        "Title, author, journal or year of the work behind the identifier or link are not those "
        "that the citation gives. Asked with `claims audit --check-links` only.",
        "'(Lee et al., 2019)' with a link to a paper by others, of 2003.",
        "Link to the work that is meant, or correct what is said of it.",
    ),
    FindingCode(
        "CI017",
        "unsupported",
        "a reference that leads to a retracted work",
        "Crossref or Europe PMC says that the work was retracted or withdrawn. Asked with "
        "`claims audit --check-links` only.",
        "A link to a trial of which Europe PMC lists the retraction.",
        "Do not lean on it.",
    ),
    FindingCode(
        "CI018",
        "supported",
        "a registry knows the cited work",
        "Crossref or Europe PMC describes the work behind the identifier or link, and what the "
        "citation says of it agrees. Whether the work says what the article says is another "
        "matter. Asked with `claims audit --check-links` only.",
        "'(Lee et al., 2019)' with the DOI of a paper by Lee of 2019.",
        "Nothing to do.",
    ),
    FindingCode(
        "CI019",
        "unverifiable",
        "a link that leads nowhere",
        "The claim, or its citation, links to a page that is gone: the server answers 404 or 410, "
        "or there is no such host. A server that fails, is slow or does not let us in proves "
        "nothing and is a notice (W104). Asked with `claims audit --check-links` only.",
        "'As the health service says', with a link to a page that was taken away.",
        "Link to where the page stands now, or to an archive's copy, and read whether it still "
        "says so.",
    ),
    # --- RG: a registry code
    FindingCode(
        "RG001",
        "supported",
        "the code exists and means this",
        "The code is in our list of its system and describes what the text says.",
        "CPT 97810 for acupuncture.",
        "Nothing to do.",
    ),
    FindingCode(
        "RG002",
        "unsupported",
        "no code has this shape",
        "No category of the code system has codes of this shape, in any edition.",
        "A CPT code of four digits.",
        "Use a code that exists; the finding names those for the service.",
    ),
    FindingCode(
        "RG003",
        "unsupported",
        "not in a complete list",
        "Our list of the system is complete for its edition and does not hold the code.",
        "An HCPCS code that the edition lacks.",
        "Look the code up in the current edition.",
    ),
    FindingCode(
        "RG004",
        "unverifiable",
        "a possible code that our list does not hold",
        "The shape is right, but our list of the system is not complete, or is of another edition.",
        "A five-digit CPT code we hold no description of.",
        "Look the code up in a licensed list.",
    ),
    FindingCode(
        "RG005",
        "unsupported",
        "the code means something else",
        "The code exists and describes another service than the text says.",
        "An acupuncture code for a massage.",
        "Use the code for the service.",
    ),
    FindingCode(
        "RG006",
        "unsupported",
        "a deleted code",
        "The code was deleted before the article was written.",
        "A code that was replaced years ago.",
        "Use the code that replaced it.",
    ),
    # --- AR: the article's own arithmetic
    FindingCode(
        "AR001",
        "unsupported",
        "the change does not follow from its two values",
        "A stated change differs from what its own before and after values give, beyond rounding.",
        "'From 8.0 to 6.0, a 40% drop.'",
        "Correct the change or the values.",
    ),
    FindingCode(
        "AR002",
        "unsupported",
        "text and table disagree",
        "The text gives another number than the article's own table for the same thing.",
        "12 nights in the text, 9 in the table.",
        "Make them agree.",
    ),
    FindingCode(
        "AR003",
        "unsupported",
        "the share does not follow from its counts",
        "A stated percentage differs from what its own n and N give, beyond rounding.",
        "'30 of 120 people (35%).'",
        "Correct the percentage or the counts.",
    ),
    FindingCode(
        "AR004",
        "unsupported",
        "the number is outside its own interval",
        "A stated estimate lies outside the interval given with it.",
        "'RR 1.8 (95% CI 0.7 to 1.4).'",
        "Correct the estimate or the interval.",
    ),
    FindingCode(
        "AR005",
        "unsupported",
        "more than all of them",
        "A share of people is above 100%, or parts of one whole add up to more than it.",
        "'120% of participants improved.'",
        "Correct the share.",
    ),
    FindingCode(
        "AR006",
        "unsupported",
        "p and its interval contradict each other",
        "A 95% interval leaves out no effect though p is above 0.05, or includes it though p is "
        "below. Of one test both say the same.",
        "'Pain fell (RR 0.80, 95% CI 0.60 to 1.10, p = 0.01).'",
        "Look both up in the source: one of them was copied wrongly.",
    ),
    FindingCode(
        "AR007",
        "unsupported",
        "the effect does not follow from the two shares",
        "A ratio or a number needed to treat is far from what the shares of the two groups give. "
        "Pooled and adjusted results may differ a little; this is off by a factor of two.",
        "'40% with ginger and 20% with placebo (RR 3.5).'",
        "Correct the shares or the effect, or say that they are of different things.",
    ),
    FindingCode(
        "AR008",
        "unsupported",
        "the parts do not add up to the whole",
        "Parts that leave nobody out add up to another number than the whole that is given.",
        "'120 people took part, 70 women and 60 men.'",
        "Correct the parts or the whole.",
    ),
    FindingCode(
        "AR009",
        "unsupported",
        "a mean that whole numbers cannot give",
        "The mean of a count over so many people is no multiple of one over their number (the "
        "GRIM test).",
        "'Among 12 people the mean number of attacks was 3.47.'",
        "Look up the mean and the number of people in the source.",
    ),
    # --- EF: efficacy, safety, mechanism
    FindingCode(
        "EF001",
        "supported",
        "the evidence says so",
        "A row about the same intervention, condition and outcome agrees in direction, and "
        "with at least the certainty that the wording claims.",
        "'Yoga may ease chronic back pain a little.'",
        "Nothing to do.",
    ),
    FindingCode(
        "EF002",
        "unsupported",
        "the evidence says otherwise",
        "A row about the same question found no effect, or the opposite one.",
        "'Helps weight loss' where trials found no difference.",
        "Report what the evidence found.",
    ),
    FindingCode(
        "EF003",
        "unsupported",
        "more certain than its evidence",
        "The evidence points this way, but the wording is more certain than it is.",
        "'Proven' where the certainty of the evidence is low.",
        "Use wording that fits the certainty: 'may', 'in small studies'.",
    ),
    FindingCode(
        "EF004",
        "unverifiable",
        "the evidence is inconclusive",
        "The rows on this question could not tell; that is not evidence against it.",
        "A claim on which the reviewers call the trials too small or too biased.",
        "Say that it is not known.",
    ),
    FindingCode(
        "EF005",
        "unverifiable",
        "wider than its evidence",
        "The evidence covers only a part of what the claim says.",
        "A claim for all pain where the row is about neck pain.",
        "Narrow the claim to what was studied.",
    ),
    FindingCode(
        "EF006",
        "unsupported",
        "known harms contradict this",
        "The table holds reports of harms that the claim denies.",
        "'No side effects' where trials and surveys count them.",
        "Name the known harms and how often they occur.",
    ),
    FindingCode(
        "EF007",
        "unverifiable",
        "animal or laboratory evidence only",
        "The evidence is from animals or cells, the claim about people.",
        "A mechanism seen in mice.",
        "Say in what it was seen.",
    ),
    FindingCode(
        "EF008",
        "unsupported",
        "association, not cause",
        "The evidence is an association, and the claim says that one causes the other.",
        "'Prevents' on the strength of a cohort study.",
        "Say that they go together.",
    ),
    FindingCode(
        "EF009",
        "unverifiable",
        "the evidence disagrees",
        "Rows of the same rank point different ways.",
        "Two current reviews with opposite conclusions.",
        "Say that reviews disagree.",
    ),
    # --- CV: coverage and regulation
    FindingCode(
        "CV001",
        "supported",
        "the policy or regulator says so",
        "A dated policy, approval or recommendation of the table says this.",
        "'The national health service pays for it after a referral.'",
        "Nothing to do.",
    ),
    FindingCode(
        "CV002",
        "unsupported",
        "the policy or regulator says otherwise",
        "A dated policy, approval or recommendation of the table says the opposite.",
        "'Covered for fibromyalgia' where the policy excludes it.",
        "State the policy as it stands.",
    ),
    FindingCode(
        "CV003",
        "unsupported",
        "wider than the policy",
        "The policy or approval covers only a part of what the claim says.",
        "'Covered for all pain' where it is covered for one kind.",
        "Name what is covered, and on which conditions.",
    ),
    FindingCode(
        "CV004",
        "unverifiable",
        "depends on the plan",
        "Coverage differs from plan to plan, and the table holds no policy that decides it.",
        "'Your insurance may cover this.'",
        "Tell readers to ask their plan.",
    ),
    # --- CR: a credential
    FindingCode(
        "CR001",
        "supported",
        "the body exists and grants this",
        "The table holds the certifying body, and it grants this credential.",
        "'Certified by the board of the profession'",
        "Nothing to do.",
    ),
    FindingCode(
        "CR002",
        "unsupported",
        "the body does not grant this",
        "The table holds the body, and it does not grant or recognise such a credential.",
        "A certificate of a body that certifies nobody.",
        "Name the body that does.",
    ),
    FindingCode(
        "CR003",
        "unverifiable",
        "a personal credential",
        "The writer's or a person's own qualification, which no public table decides.",
        "'As a registered dietitian, I …'",
        "Link to a public register of the profession.",
    ),
    # --- UV: not verifiable, and why
    FindingCode(
        "UV001",
        "unverifiable",
        "nothing in the table speaks of it",
        "No row is about this intervention, condition and outcome.",
        "A claim about a herb the table does not hold.",
        "Check it by hand, or add evidence with --evidence.",
    ),
    FindingCode(
        "UV002",
        "unverifiable",
        "private data",
        "The number comes from the writer's own practice or records, which nobody else can "
        "look up.",
        "'Nine in ten of our members feel younger.'",
        "Publish the data, or say that it is an anecdote.",
    ),
    FindingCode(
        "UV003",
        "unverifiable",
        "too vague to check",
        "The claim does not say enough to be compared with anything: what was measured, in "
        "whom, or against what.",
        "'Up to three times better results'",
        "Say what was measured, in whom, and against what.",
    ),
    FindingCode(
        "UV004",
        "unverifiable",
        "under the confidence threshold",
        "A row may speak of it, but the match is too uncertain to decide.",
        "A row on a related but unclear outcome.",
        "Read the row that is shown and decide yourself.",
    ),
    FindingCode(
        "UV005",
        "unverifiable",
        "a look-up failed",
        "Something that had to be looked up could not be reached; nothing follows from that.",
        "A registry that did not answer.",
        "Try again later.",
    ),
    FindingCode(
        "UV006",
        "unverifiable",
        "somebody else's view",
        "The text reports what others say and does not claim it itself.",
        "'Critics say that it does nothing.'",
        "Nothing to do, unless the view should be checked as well.",
    ),
)
