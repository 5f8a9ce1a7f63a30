"""Billing and diagnosis codes, as written, with the words that name their system."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class CodeMention:
    """One code, or one range of codes, that a text names.

    Attributes:
        system: "CPT", "HCPCS", "ICD-10-CM", "ICD-10-PCS", "ICD-9-CM", "CDT", "DRG",
            "NDC"; "ICD-10" where the text does not say whose edition; or only the
            sort of code: "procedure" or "diagnosis".
        code: as written, even where no code has this shape; without modifiers.
            A range keeps both ends: "97810-97814".
        start, end: where in the text it was read from, the naming words included
            where they stand right before it.
    """

    system: str
    code: str
    start: int
    end: int
    text: str

    @property
    def code_start(self) -> int:
        """Where the code itself begins, behind the words that name its system."""
        return self.start + self.text.index(self.code.partition("-")[0])


_SYSTEM: Final = (
    r"(?P<system>CPT(?:-4)?|HCPCS|(?:current procedural terminology)"
    r"|ICD(?:[- ]?(?:10|9|11)(?:[- ]?(?:CM|PCS))?)?|CDT|MS-DRG|DRG|NDC"
    r"|(?:medical |insurance )?(?:billing|procedure|procedural|service|reimbursement) code"
    r"|diagnos(?:is|tic) code)(?P<plural>s?)"
)
_FILLER: Final = (
    r"(?:[®™]| ?\((?:R|TM|r|tm)\))?"
    r"(?:,? ?(?:level|category) (?:III|II|I|[123]))?"
    r"(?P<word>(?:[- ](?:billing|procedure|diagnosis|diagnostic|acupuncture|service))*"
    r"[- ](?:codes?|numbers?|code\(s\)))?"
    r"(?: ?[:#]| (?:is|are|such as|like|including|e\.g\.,?|for [\w ]{1,40}?(?: is| are|:)"
    r"|number|no\.|\(s\)|range))*"
    r"[: #]+\(?(?P<quote>[\"'])?"
)
# One code: letters, a digit somewhere, and for diagnoses a dot.
_CODE: Final = r"(?=[A-Z]{0,4}\d)[A-Z]{0,4}\d[\dA-Z]*(?:\.[\dA-Z]+)?"
_NDC: Final = r"\d{4,5}-\d{3,4}-\d{1,2}"
_RANGE: Final = r"(?: ?[–—-] ?| (?:to|through|thru) )"
_MODIFIER: Final = r"(?:-(?:[A-Z]{2}|[A-Z]\d|\d{2})(?![\w.]))?"
_ITEM: Final = re.compile(
    rf"(?<![\w$.])(?P<first>{_NDC}|{_CODE})(?:{_RANGE}(?P<last>{_CODE})(?![\w%]))?{_MODIFIER}(?![\w%])"
)
_NAMED: Final = re.compile(rf"(?<!\w){_SYSTEM}{_FILLER}(?=[A-Z]{{0,4}}\d)", re.IGNORECASE)
# Between two codes of one list, a gloss in brackets aside.
_AND: Final = re.compile(
    r"[\"']?(?: ?\((?![^()]*\d{4})[^()\n]{1,80}\))?(?:,? ?\(?(?:and|or|&|plus|as well as)"
    r"|,|;|/| /| \+)(?: (?:CPT|HCPCS|codes?))* ?[\"']?"
)
# "97810 (CPT)", "97810 CPT code".
_AFTER: Final = re.compile(
    r"(?<![\w$.-])(?P<code>\d{5}|\d{4}[A-Z]|[A-Z]\d{4})(?:[- ]\(?|\()"
    r"(?P<system>CPT|HCPCS)(?:[®™])?(?: codes?)?\)?(?!\w)"
)
_BARE: Final = re.compile(
    r"(?<!\w)codes?(?:[:,]|(?P<told> (?:is|are|was|were)))? [#(\"']?(?=[A-Z]?\d)", re.IGNORECASE
)
# Four digits are a code that lost one, and no year.
_PROCEDURE: Final = re.compile(r"\d{5}|\d{4}[A-Z]|[A-Z]\d{4}|(?!19|20)\d{4}$")
_BILLING: Final = re.compile(
    r"\b(?:(?:super)?bill(?:s|ed|ing|able)?|insur\w+|reimburs\w+|claims?|cpt|hcpcs|medicare"
    r"|medicaid|procedures?|modifiers?|payers?|copay\w*|deductible|coded|coding)\b",
    re.IGNORECASE,
)
_OTHER_CODES: Final = re.compile(
    r"\b(?:promo(?:tion(?:al)?)?|discount|coupon|zip|postal|area|access|country|source|qr|gift"
    r"|referral|voucher|postcode|error|dress|color|colour|checkout|order|product|item|batch|lot"
    r"|tracking|booking|reference|security|pin|door|gate|sort|tax|dial(?:l?ing)?|verification"
    r"|confirmation|activation|course|member|group|revenue|taxonomy|denial|reason|remark) $",
    re.IGNORECASE,
)
# "Use code 20205 at checkout" is a code too, but of a shop or a door.
_TYPED_IN: Final = re.compile(r"\b(?:use|enter|with|type(?: in)?|apply) $", re.IGNORECASE)
_SHOP: Final = re.compile(
    r"\b(?:checkout|off|discounts?|save|saves|coupons?|promo\w*|orders?|shipping|cart|app|door|gate"
    r"|keypad|wi-?fi|log ?in|sign up|register)\b",
    re.IGNORECASE,
)
# A number that a noun follows is a count: "billed 12345 visits".
_CODE_ENDS: Final = (
    r"(?!\w|[.,]\d|%)(?=[\"')\]]*(?:$|[.,;:)/+–—-]| (?:and|or|for|with|on|per|once|twice|plus|to"
    r"|thru|through|when|while|instead|if|unless|together|each|is|are|was|were|which|but|as|CPT"
    r"|HCPCS|in (?:\d+[- ]minute )?(?:units|blocks|increments))\b| [(–—-]))"
)
_FIVE: Final = r"(?:\d{5}|\d{4}[A-Z]|[A-V]\d{4})"
_ENDING: Final = re.compile(rf"{_FIVE}{_CODE_ENDS}")
# "98940 is for one or two regions, 98941 for three": beside a code that the line names. What a
# noun follows is a count, what stands behind a sign a price, behind a place that of its post.
_NEIGHBOUR: Final = re.compile(
    rf"(?<![\w$€£.,#-])(?<![$€£] )(?<!\b[A-Z]{{2}} )(?P<code>\d{{5}})(?!-\d)(?:{_CODE_ENDS}"
    r"|(?= (?:stands?|means|describes|pays|has|(?:can|may|should|must|does)(?:n't| not)?)\b))"
)
# "97810 is still the right code".
_CALLED: Final = re.compile(
    rf"(?<![\w$.-])(?P<code>{_FIVE}) (?:is|was|remains) (?:[\w'-]+ ){{0,4}}codes?\b"
)
_WHOLE: Final = rf"[#\"']?(?={_FIVE}{_CODE_ENDS})"
# A code that lost a digit is believed where a word says that a code stands there; it is no year.
_SHORT: Final = rf"[#\"']?(?=(?:{_FIVE}|(?!19|20)\d{{4}}){_CODE_ENDS})"
_BILLS: Final = r"\b(?:(?:re)?bill(?:s|ed|ing)?|cod(?:ed|ing)|submit(?:s|ted|ting)?)"
# "Massage is billed under 97124", "bill it as 97810", "it was coded 97780".
_BILLED: Final = re.compile(
    rf"(?i:(?:{_BILLS}|\bcodes?)(?: (?!as |under )[a-z'-]+){{0,7}} (?:as|under)(?: the)? ){_SHORT}"
    rf"|(?i:{_BILLS}(?:(?: [a-z'-]+){{0,7}} (?:with|using))? ){_WHOLE}"
)
# What is used, what an insurer is asked about, what it pays for, what stands on a bill.
_ASKED: Final = re.compile(
    rf"(?i:\bask(?:s|ed|ing)?(?: (?!for |about )[a-z'-]+){{0,5}} (?:for|about) ){_SHORT}"
    r"|(?i:\b(?:us(?:e|es|ed|ing)|pay(?:s|ing)? for|cover(?:s|ed|ing)?|reimburses?|accepts?"
    r"|denie[sd]|approve[sd]?"
    r"|(?:(?:super)?bills?|claims?|forms?|receipts?|invoices?)(?: [a-z'-]+){0,3}"
    rf" (?:lists?|listed|shows?|showed|says?|has|carry|carries|contains?)) ){_WHOLE}"
)
# "… is billed as 97813, without current as 97810".
_ALSO: Final = re.compile(rf"\b(?:as|under) {_WHOLE}")
# "First 15 minutes (97810)", where the line speaks of codes; "patients (12345)" are counted, and
# behind a name stands the number of its place.
_BRACKETED: Final = re.compile(
    rf"(?<![\w$])(?!people|patients|participants|women|men|adults|children|visits)[a-z][a-z'-]+"
    rf" \((?P<code>{_FIVE})\)"
)
_OF_CODES: Final = re.compile(
    r"\b(?:codes?|coded|coding|billed|(?:super)?bills?|CPT|HCPCS)\b", re.IGNORECASE
)
# "B12 deficiency" and "H1N1" are no diagnoses, even beside one.
_SUBSTANCE: Final = re.compile(
    r"(?:H\d{1,2}N\d\b|[A-Z]\d[\dA-Z]? (?:vitamins?|deficien\w+|levels?|shots?|injections?|tests?"
    r"|results?|virus\w*|flu|influenza|hormones?|supplement\w*|receptors?|vertebra\w*|of \d|\d))"
)
# A later code of a list without a point ends there: "I10, A1C 7.2%" lists one.
_GOES_ON: Final = re.compile(r" (?!and |or |& )[\w$]")
# A line that names the system lists its codes with the point, wherever they stand in it.
_DIAGNOSES: Final = re.compile(
    r"\bICD[- ]?10(?:[- ]?CM)?\b(?![- ]?PCS)|\bdiagnos(?:is|tic) codes?\b|\bdiagnos[ie]s:",
    re.IGNORECASE,
)
# Where it does not, their shape is telling enough beside "code" or "insurance".
_FORMS: Final = re.compile(
    r"\b(?:codes?|coded|insurance|claim forms?|superbills?|bill(?:ed|ing|able)?|medicare"
    r"|medicaid)\b",
    re.IGNORECASE,
)
# A letter and four digits where bills are spoken of.
_SUPPLY: Final = re.compile(r"(?<![\w$.-])[A-V]\d{4}(?![\w%.-])")
_POINTED: Final = re.compile(
    r"(?<![\w$.-])[A-Z]\d[\dA-Z]\.[\dA-Z]{1,4}(?![\w%]|\.\d| ?(?:mg|mcg|µg|g|ml|IU)\b)"
)
_OF_SERVICES: Final = re.compile(r"\d{5}")
_OF_LEVEL_II: Final = re.compile(r"[A-V]\d{4}")
_OF_DIAGNOSES: Final = re.compile(r"[A-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?")
_LISTED: Final = re.compile(
    r"\W*(?P<code>[A-Z]?\d{4,5}[A-Z]?|[A-Z]\d[\dA-Z]\.[\dA-Z]{1,4})\b(?!\s*%)"
)
_LISTED_SHORT: Final = re.compile(r"\W*(?P<code>[A-Z]\d[\dA-Z])(?![\w.%])")
# Bills leave out the point of a diagnosis.
_WITHOUT_POINT: Final = re.compile(r"^([A-Z]\d[\dA-Z])([\dA-Z]{1,4})$")
# "CPT 2024" is an edition, and "ICD-10 2025" too.
_EDITION: Final = re.compile(r"(?:19|20)\d\d$")
_ANY: Final = re.compile(
    r"(?i:cpt|hcpcs|\bicd|\bcdt\b|\bdrg\b|\bndc\b|codes?\b|procedural terminology|bill|coded|coding"
    r"|submit|insur|medica|claim|reimburs|\bask|\bpay|\bcover)"
)
_OF_SYSTEMS: Final = re.compile(
    r"\b(?:CPT|HCPCS|ICD-10)\b|\b(?i:(?:billing|procedure|diagnosis) codes?|superbills?)\b"
)
# What may be a code without any of these words.
_LONE: Final = re.compile(rf"{_POINTED.pattern}|{_SUPPLY.pattern}")


def _system(written: str) -> str:
    name = written.upper().replace(" ", "-")
    if name.startswith(("CPT", "CURRENT-PROC")):
        return "CPT"
    if name.startswith("ICD"):
        digits = re.search(r"\d+", name)
        version = digits[0] if digits else "10"
        if version == "11":
            return "ICD-11"
        if version == "10" and not name.endswith(("CM", "PCS")):
            return "ICD-10"
        return f"ICD-{version}-{'PCS' if name.endswith('PCS') else 'CM'}"
    if name.endswith("DRG"):
        return "DRG"
    if "DIAGNOS" in name:
        return "diagnosis"
    return name if name in {"HCPCS", "CDT", "NDC"} else "procedure"


def is_diagnosis(system: str) -> bool:
    """Say whether a system's codes name what somebody has, not what was done."""
    return system == "diagnosis" or (system.startswith("ICD") and not system.endswith("PCS"))


def code_key(system: str, written: str) -> str:
    """Return a code as lists write it: capitals, and a diagnosis with its point.

    >>> code_key("ICD-10-CM", "m545"), code_key("CPT", " 0042t ")
    ('M54.5', '0042T')
    """
    code = written.strip().upper()
    return _WITHOUT_POINT.sub(r"\1.\2", code) if is_diagnosis(system) else code


def _fits(item: re.Match[str], *, said_code: bool) -> bool:
    """Say whether a word after a system's name is meant as a code of it."""
    code = item["first"]
    if not said_code and _EDITION.match(code) and item["last"] is None:
        return False
    # A count, not a code: "the CPT 3 times".
    return said_code or len(code) > 2


def _mention(text: str, item: re.Match[str], system: str, start: int) -> CodeMention:
    code = item["first"] if item["last"] is None else f"{item['first']}-{item['last']}"
    return CodeMention(system, code, start, item.end(), text[start : item.end()])


def system_by_shape(system: str, code: str) -> str:
    """Return the system of a code that stands among those of another.

    A letter and two more characters, with a point or without, are a diagnosis also beside
    procedures; a letter and four digits are no CPT code, and five digits no diagnosis.

    >>> system_by_shape("CPT", "G43.909"), system_by_shape("ICD-10", "97810")
    ('diagnosis', 'procedure')
    """
    if is_diagnosis(system):
        return "procedure" if _OF_SERVICES.fullmatch(code) else system
    if _OF_DIAGNOSES.fullmatch(code):
        return "diagnosis"
    return "HCPCS" if system == "CPT" and _OF_LEVEL_II.fullmatch(code) else system


def read_listed(line: str, system: str) -> CodeMention | None:
    """Read the code that begins an item of a list, or a cell, of codes of a system.

    Without its point a diagnosis is read where diagnoses are listed, or alone.
    """
    listed = _LISTED.match(line)
    if listed is None:
        short = _LISTED_SHORT.match(line)
        if short is None or _SUBSTANCE.match(line, short.start("code")):
            return None
        if not is_diagnosis(system) and _OF_DIAGNOSES.fullmatch(line.strip()) is None:
            return None
        listed = short
    code, (start, end) = listed["code"], listed.span("code")
    return CodeMention(system_by_shape(system, code), code, start, end, code)


def _list_from(
    text: str, place: int, start: int, system: str, said_code: bool
) -> list[CodeMention]:
    """Read codes one after the other from `place`; the first span begins at `start`."""
    found: list[CodeMention] = []
    item = _ITEM.match(text, place)
    diagnosis = is_diagnosis(system)
    while item is not None and _fits(item, said_code=said_code):
        if diagnosis and _SUBSTANCE.match(text, item.start()):
            break
        if diagnosis and found and "." not in item["first"] and _GOES_ON.match(text, item.end()):
            break
        own = system_by_shape(system, item["first"]) if found else system
        found.append(_mention(text, item, own, start))
        glue = _AND.match(text, item.end())
        if glue is None:
            break
        # Later codes of a list look like the first: "97810, 30 minutes" is one code.
        following = _ITEM.match(text, glue.end())
        if following is None or len(following["first"]) < min(4, len(item["first"])):
            break
        item, start = following, following.start()
    return found


def _named(text: str) -> Iterator[CodeMention]:
    for name in _NAMED.finditer(text):
        system = _system(name["system"])
        said_code = name["word"] is not None or "code" in name["system"].lower()
        yield from _list_from(text, name.end(), name.start(), system, said_code)


def _after(text: str) -> Iterator[CodeMention]:
    for match in _AFTER.finditer(text):
        yield CodeMention(match["system"], match["code"], *match.span(), match[0])


def _bare(text: str) -> Iterator[CodeMention]:
    """Read "codes 97810 and 97811" where the text is about bills."""
    for word in _BARE.finditer(text):
        before = max(0, word.start() - 30)
        if _OTHER_CODES.search(text, before, word.start()):
            continue
        if (word["told"] or _TYPED_IN.search(text, before, word.start())) and _SHOP.search(text):
            continue
        if word["told"] and not _ENDING.match(text, word.end()):
            continue
        found = _list_from(text, word.end(), word.start(), "procedure", said_code=True)
        yield from (m for m in found if _PROCEDURE.match(m.code))


def _billed(text: str, *, about_bills: bool) -> Iterator[CodeMention]:
    """Read "billed under 97124", and "ask for 97810" where the text is about bills."""
    found = [*_BILLED.finditer(text), *(_ASKED.finditer(text) if about_bills else ())]
    for place in [*found, *(_ALSO.finditer(text) if found else ())]:
        yield from _list_from(text, place.end(), place.end(), "procedure", said_code=True)
    if _OF_CODES.search(text) is not None:
        for bracket in _BRACKETED.finditer(text):
            yield CodeMention("procedure", bracket["code"], *bracket.span("code"), bracket["code"])


def _called(text: str) -> Iterator[CodeMention]:
    """Read "97810 is the right code" where the text is about bills."""
    for code in _CALLED.finditer(text):
        if not _OTHER_CODES.search(code[0].removesuffix("s").removesuffix("code")):
            yield CodeMention("procedure", code["code"], *code.span("code"), code["code"])


def _neighbours(text: str, known: Sequence[CodeMention]) -> Iterator[CodeMention]:
    """Read further codes of the chapter that a code named in the same line is of."""
    systems = {m.code[:2]: m.system for m in known if _OF_SERVICES.match(m.code)}
    for code in _NEIGHBOUR.finditer(text) if systems else ():
        if (system := systems.get(code["code"][:2])) is not None:
            yield CodeMention(system, code["code"], *code.span("code"), code["code"])


def _pointed(text: str) -> Iterator[CodeMention]:
    """Read "low back pain (M54.5), migraine (G43.909)" where the text is about codes."""
    name = _DIAGNOSES.search(text)
    system = "diagnosis" if name is None else _system(name[0])
    for code in _POINTED.finditer(text):
        yield CodeMention(system, code[0], *code.span(), code[0])


def _supplies(text: str) -> Iterator[CodeMention]:
    """Read "V5010 (a hearing test)" where the text is about bills."""
    for code in _SUPPLY.finditer(text):
        yield CodeMention("HCPCS", code[0], *code.span(), code[0])


def is_about_bills(text: str) -> bool:
    """Say whether a whole text speaks of codes, so that none of its lines needs to say it again."""
    return _OF_SYSTEMS.search(text) is not None


def read_codes(text: str, *, about_bills: bool = False) -> list[CodeMention]:
    """Read the codes that a line of clean text names, in order, not overlapping.

    A code counts only where a word near it names its system, says that it is a
    billing or diagnosis code, or speaks of bills; a number that a noun follows is a count.
    Numbers of trials, articles and reviews are citations, not codes.

    Args:
        text: the line.
        about_bills: whether the text that it is from speaks of codes elsewhere.

    >>> [m.code for m in read_codes("Bill CPT codes 97810-97814 or HCPCS G0283.")]
    ['97810-97814', 'G0283']
    """
    if _ANY.search(text) is None and _LONE.search(text) is None:
        return []
    is_billing = about_bills or _BILLING.search(text) is not None
    # "97810 (CPT) and 97811 (CPT)" and "CPT 97810": the earlier and longer reading stands.
    read = [*_named(text), *_after(text), *_billed(text, about_bills=is_billing)]
    if is_billing:
        read += [*_bare(text), *_supplies(text), *_called(text)]
    read += _neighbours(text, read)
    if about_bills or _DIAGNOSES.search(text) or _FORMS.search(text):
        read += _pointed(text)
    found = sorted(read, key=lambda m: (m.start, -m.end))
    kept: list[CodeMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
