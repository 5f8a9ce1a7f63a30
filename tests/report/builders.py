"""Articles with drawn claims, and a gallery that holds all a report can meet.

A claim named `a` is drawn as `‹a:its words:a›`; claims may cross.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from factories import (
    concept,
    make_article,
    make_check,
    make_cited,
    make_claim,
    make_comparison,
    make_document,
    make_finding,
    make_judged,
    make_muted,
    make_quantity,
    make_result,
    make_row,
    make_source,
    make_statement,
    make_trouble,
)

from pipeline.records import (
    Article,
    Block,
    BlockKind,
    Cell,
    CellAddress,
    Claim,
    ClaimKind,
    Document,
    Finding,
    JudgedClaim,
    MutedBy,
    Result,
    Table,
)

_MARK = re.compile(r"‹(\w+):|:(\w+)›")
# What an article holds that means harm; none of it may reach a page as markup.
HOSTILE = (
    '<script>alert("claims")</script><img src=x onerror=alert(1)> " onmouseover="alert(2) '
    "' javascript:alert(3) {{ 7 * 7 }} {% raw %} --> ]]> &lt;b&gt; </style></title>"
)

# A drawn line: block kind, level, drawn text. A table is lines of kind "row",
# cells parted by " | ", the first of them the header.
Line = tuple[str, int, str]


def draw(
    lines: Sequence[Line],
    *,
    path: str = "draft.md",
    title: str | None = None,
    date: dt.date | None = None,
    language: str = "en",
) -> tuple[Article, dict[str, tuple[int, int]]]:
    """Make an article of drawn lines; return it with the spans by name."""
    text, spans, blocks = "", dict[str, list[int]](), list[Block]()
    tables, rows, why = list[Table](), list[list[Cell]](), "view counter"

    def add(drawn: str) -> tuple[int, int]:
        nonlocal text
        start, at = len(text), 0
        for mark in _MARK.finditer(drawn):
            text += drawn[at : mark.start()]
            at = mark.end()
            spans.setdefault(mark[1] or mark[2], []).append(len(text))
        text += drawn[at:]
        span = start, len(text)
        text += "\n"
        return span

    def end_table() -> None:
        if rows:
            cells = tuple(cell for row in rows for cell in row)
            tables.append(Table(number=len(tables) + 1, cells=cells))
            rows.clear()

    for kind, level, drawn in lines:
        if kind == "row":
            row = list[Cell]()
            for column, words in enumerate(drawn.split("|"), start=1):
                start, end = add(words.strip()) if words.strip() else (len(text), len(text))
                if end > start:
                    blocks.append(Block("cell", start, end))
                row.append(
                    Cell(len(rows) + 1, column, start, end, text[start:end], header=not rows)
                )
            rows.append(row)
            continue
        end_table()
        start, end = add(drawn)
        block_kind: BlockKind = kind  # type: ignore[assignment]
        blocks.append(Block(block_kind, start, end, level, why if kind == "boilerplate" else ""))
    end_table()
    article = make_article(
        text, path=path, blocks=blocks, tables=tables, title=title, date=date, language=language
    )
    return article, {name: (span[0], span[1]) for name, span in spans.items()}


def claim_at(
    article: Article, span: tuple[int, int], *, kind: ClaimKind = "statistic", **fields: object
) -> Claim:
    """Make a claim at a place of an article, with its line and column."""
    start, end = span
    before = article.source[:start]
    return make_claim(
        article.source[start:end],
        kind=kind,
        start=start,
        line=before.count("\n") + 1,
        column=start - (before.rfind("\n") + 1) + 1,
        **fields,  # type: ignore[arg-type]
    )


def judged_document(
    lines: Sequence[Line],
    said: Mapping[str, Finding | tuple[Finding, ...]],
    *,
    kinds: Mapping[str, ClaimKind] | None = None,
    **about: object,
) -> Document:
    """Make a document of drawn lines; `said` gives each claim's findings by its name."""
    article, spans = draw(lines, **about)  # type: ignore[arg-type]
    kinds = kinds or {}
    claims = [
        make_judged(
            claim_at(article, spans[name], kind=kinds.get(name, "statistic")),
            findings=(findings,) if isinstance(findings, Finding) else findings,
        )
        for name, findings in said.items()
    ]
    claims.sort(key=lambda judged: (judged.claim.start, judged.claim.end))
    return make_document(article, claims=claims)


def _gallery_lines() -> list[Line]:
    long = " and ".join(f"reason number {number} why it works" for number in range(1, 40))
    return [
        ("boilerplate", 0, "Views: 1,204"),
        ("title", 1, "What peppermint oil does for the gut 🌿"),
        (
            "paragraph",
            0,
            "‹first:A 2031 review by the ‹cross:Institute of Digestion covered 12 trials:first› "
            "and found 70% relief against placebo:cross›, says the writer. "
            "‹safe:It has no side effects whatever.:safe›",
        ),
        ("heading", 2, "Does it help?"),
        ("list_item", 1, "‹works:Peppermint oil may ease cramps.:works›"),
        ("list_item", 2, "‹mech:It relaxes smooth muscle in the bowel wall.:mech›"),
        ("list_item", 1, "Nothing to check in this one 👍🏽."),
        (
            "quote",
            0,
            "‹ours:In my practice 87% of 1,100 patients slept better within ten days.:ours›",
        ),
        ("caption", 0, "Table 1. Before and after"),
        ("row", 0, "Outcome | Before | After | Change"),
        ("row", 0, "Cramps (0–10) | 8.0 | 4.0 | ‹cell:↓60%:cell›"),
        ("row", 0, "Bloating | 6.0 |  | ‹cell2:−12%:cell2›"),
        ("heading", 2, "Money and papers"),
        (
            "paragraph",
            0,
            "‹cover:Every insurer covers it:cover›, ‹reg:regulators approved it in 2020:reg›, "
            "‹code:CPT code 123 pays for it:code›, and "
            "‹cred:I am a board-certified dietitian:cred›.",
        ),
        ("paragraph", 0, f"‹long:It works because of {long}.:long›"),
        ("paragraph", 0, "עברית: ‹rtl:שמן מנטה עוזר ל-30% מהאנשים:rtl› — and back to English."),
        ("paragraph", 0, f"‹hostile:{HOSTILE}:hostile›"),
        ("code", 0, "no_claim = '50%'"),
    ]


_GALLERY_KINDS: dict[str, ClaimKind] = {
    "first": "citation",
    "cross": "statistic",
    "safe": "safety",
    "works": "efficacy",
    "mech": "mechanism",
    "cover": "coverage",
    "reg": "regulatory",
    "code": "code",
    "cred": "credential",
}


def _gallery_findings() -> dict[str, tuple[Finding, ...]]:
    side_by_side = make_comparison(
        "outside the interval", claimed="70%", evidence="41% (95% CI 36% to 46%)", row_id="R1"
    )
    return {
        "first": (
            make_finding(
                "CI002",
                reason="The listing of the institute's reviews, complete up to 2032, holds none "
                "of that year on this topic. The nearest is of 2029, with 9 trials and 835 people.",
                confidence=0.95,
            ),
            make_finding("CI003", reason="The nearest real one has 9 trials, not 12."),
        ),
        "cross": (
            make_finding(
                "ST002",
                reason="The row gives 41% for this outcome against placebo; 70% lies outside "
                "its interval.",
                comparison=side_by_side,
            ),
        ),
        "safe": (
            make_finding("EF006", reason="Trials report heartburn more often than with placebo."),
        ),
        "works": (make_finding("EF001", reason="A review of 9 trials says so, cautiously."),),
        "mech": (
            make_finding("EF007", reason="Seen in guinea pigs, not in people.", confidence=0.6),
        ),
        "ours": (
            make_finding("UV002", reason="The writer's own records; nobody can look them up."),
        ),
        "cell": (
            make_finding(
                "AR001",
                reason="From 8.0 to 4.0 is a fall of 50%, not 60%.",
                comparison=make_comparison(
                    "change from its two values", claimed="60%", evidence="50%", row_id=None
                ),
                row_ids=(),
            ),
        ),
        "cell2": (make_finding("UV003", reason="One of its two values is missing.", row_ids=()),),
        "cover": (make_finding("CV003", reason="One plan of several covers it."),),
        "reg": (make_finding("CV001", reason="An approval of that year is on record."),),
        "code": (
            make_finding(
                "RG002", reason="No CPT code has three digits. Near: 97810, 97811.", row_ids=()
            ),
        ),
        "cred": (make_finding("CR003", reason="Only a register can tell.", row_ids=()),),
        "long": (make_finding("UV001", reason="No row of the table speaks of this.", row_ids=()),),
        "rtl": (make_finding("UV004", reason="A row may speak of it: שורה R1.", confidence=0.31),),
        "hostile": (make_finding("CI008", reason=f"Too vague to resolve: {HOSTILE}", row_ids=()),),
    }


def _gallery_evidence() -> tuple[tuple[str, object], ...]:
    effect = make_quantity(
        0.41, kind="proportion", low=0.36, high=0.46, bound="ci95", role="effect", text="41%"
    )
    review = make_source(
        "peppermint-2029",
        title="Peppermint oil for cramps",
        publisher="Institute of Digestion",
        year=2029,
        doi="10.1000/mint.2029",
        url="https://example.org/mint?year=2029&part=2",
        n_trials=9,
        n_participants=835,
    )
    old = make_source(
        "hostile-source",
        title="<b>Old</b> & 'superseded' mint",
        publisher="",
        year=None,
        url="javascript:alert(4)",
        status="superseded",
    )
    return (
        (
            "R1",
            make_row(
                "R1",
                source=review,
                statement=make_statement(quantities=[effect]),
                sentence="Peppermint oil against placebo: 41% relieved (95% CI 36% to 46%; "
                "9 trials, 835 people).",
            ),
        ),
        ("R2", make_row("R2", source=old, sentence="An older <i>row</i>.", certainty=None)),
    )


def gallery_document(path: str = "drafts/peppermint <oil> & you.md") -> Document:
    """Make a document with all nine kinds, all verdicts, and all that is awkward."""
    article, spans = draw(
        _gallery_lines(),
        path=path,
        title="What peppermint oil does for the gut 🌿",
        date=dt.date(2031, 3, 9),
    )
    evidence = dict(_gallery_evidence())
    claims = list[JudgedClaim]()
    for name, findings in _gallery_findings().items():
        kind = _GALLERY_KINDS.get(name, "statistic")
        start, end = spans[name]
        number = make_quantity(
            0.7,
            text=article.source[start : start + 3],
            start=start,
            end=start + 3,
        )
        statement = make_statement(
            quantities=[number],
            comparators=["X-PLACEBO", "X-NO-TREATMENT"] if name == "cross" else [],
            population=concept("X-ADULTS", "adults") if name == "cross" else None,
            dose=make_quantity(600.0, "mg/d", kind="amount", role="dose", text="", end=0)
            if name == "works"
            else None,
            timeframe=make_quantity(8.0, "wk", kind="duration", role="duration", text="", end=0)
            if name == "ours"
            else None,
            source=make_cited(
                "A 2031 review",
                publisher="Institute of Digestion",
                year=2031,
                authors=["Mint", "Leaf"],
                identifiers=[("doi", "10.1/a"), ("doi", "10.1/b"), ("pmid", "1")],
                n_trials=12,
                start=start,
            )
            if kind == "citation"
            else None,
        )
        claims.append(
            make_judged(
                claim_at(
                    article,
                    (start, end),
                    kind=kind,
                    statement=statement,
                    cell=CellAddress(1, 2, 4) if name == "cell" else None,
                    why=f"drawn as {name}",
                ),
                findings=findings,
                checks=[make_check("AR001", passed=name == "cell2", detail="8.0 → 4.0 is −50%")]
                if name.startswith("cell")
                else [],
                evidence=[evidence["R1"], evidence["R2"]]  # type: ignore[list-item]
                if any(finding.row_ids for finding in findings)
                else [],
            )
        )
    claims.sort(key=lambda judged: (judged.claim.start, judged.claim.end))
    return make_document(article, claims=claims)


def gallery() -> Result:
    """Make a run over two articles and one that could not be read."""
    plain = judged_document(
        [
            (
                "paragraph",
                0,
                "‹a:Half of adults sleep badly.:a› ‹b:Sleep cures colds.:b› "
                "‹c:All trials say so.:c› ‹d:Tea helps, too.:d›",
            )
        ],
        {
            "a": make_finding("ST001", reason="A survey of that year gives 50%."),
            "b": make_finding("EF002", reason="No such effect was found."),
            "c": make_finding("CI008", reason="No trial is named.", row_ids=()),
            "d": make_finding("UV001", reason="No row speaks of it.", row_ids=()),
        },
        path="drafts/sleep.txt",
    )
    kept, *quiet = plain.claims
    said: tuple[tuple[MutedBy, str], ...] = (
        ("silence", f"the owner knows {HOSTILE}"),
        ("baseline", ""),
        ("settings", "CI = off"),
    )
    plain = make_document(
        plain.article,
        claims=[kept],
        muted=[
            make_muted(judged, why=why, reason=reason)
            for judged, (why, reason) in zip(quiet, said, strict=True)
        ],
    )
    empty = judged_document([("paragraph", 0, "Nothing to see here.")], {}, path="drafts/none.md")
    return make_result(
        [gallery_document(), plain, empty],
        errors=[make_trouble("drafts/<gone>.md", message="Cannot read drafts/<gone>.md: gone.")],
        models=[("encoder", "all-MiniLM-L6-v2"), ("a-later-one", "2")],
    )


def folder(n_articles: int) -> Result:
    """Make a run over many articles, some with very long names, and some that were not read."""
    gallery_of_all, plain, empty = gallery().documents
    documents = []
    for number in range(n_articles):
        made = (plain, gallery_of_all, empty, plain)[number % 4]
        name = f"drafts/{number:03d}-{made.article.title or 'untitled'}.md"
        if number % 5 == 1:
            name = f"drafts/{'a-long-name-' * 8}{'WithoutAnyBreak' * 4}_{number}(final).docx"
        article = replace(made.article, path=name)
        documents.append(make_document(article, claims=made.claims, muted=made.muted))
    errors = [make_trouble(f"{'x' * 80}.pdf", message=f"Cannot read {'x' * 80}.pdf: gone.")]
    return make_result(documents, errors=[*gallery().errors, *errors])
