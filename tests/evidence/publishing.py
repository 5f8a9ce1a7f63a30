"""Small files of publications for the tests; every one in them is invented."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.errors import PipelineError

DOCTYPE = (
    '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2019//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_190101.dtd">'
)
STRUCTURED: Mapping[str, str] = {
    "OBJECTIVE": "To assess the effects of mint oil for cramps in adults.",
    "RESULTS": "Mint oil reduces pain compared with placebo (RR 0.50, 95% CI 0.30 to 0.80).",
    "CONCLUSIONS": "It may help.",
}


def article(
    pmid: str = "101",
    *,
    title: str = "Mint oil for cramps: a randomised trial.",
    sections: Mapping[str, str] = STRUCTURED,
    plain: str = "",
    year: str = "2029",
    doi: str = "10.1000/mint.1",
    types: tuple[str, ...] = ("Journal Article", "Randomized Controlled Trial"),
    authors: tuple[tuple[str, str], ...] = (("Lee", "A"), ("van der Berg", "BC")),
    updated_by: str = "",
) -> str:
    """One PubmedArticle."""
    texts = "".join(
        f'<AbstractText Label="{label}">{text}</AbstractText>' for label, text in sections.items()
    )
    if plain:
        texts = f"<AbstractText>{plain}</AbstractText>"
    people = "".join(
        f"<Author><LastName>{last}</LastName><Initials>{first}</Initials></Author>"
        for last, first in authors
    )
    named = "".join(f"<PublicationType>{name}</PublicationType>" for name in types)
    newer = (
        "<CommentsCorrectionsList><CommentsCorrections RefType='UpdateIn'>"
        f"<PMID>{updated_by}</PMID></CommentsCorrections></CommentsCorrectionsList>"
    )
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article>"
        f"<Journal><JournalIssue><PubDate><Year>{year}</Year></PubDate></JournalIssue>"
        "<Title>Journal of Leaves</Title></Journal>"
        f"<ArticleTitle>{title}</ArticleTitle>"
        f'<ELocationID EIdType="doi">{doi}</ELocationID>'
        f"<Abstract>{texts}</Abstract><AuthorList>{people}</AuthorList>"
        f"<PublicationTypeList>{named}</PublicationTypeList></Article>"
        f"{newer if updated_by else ''}</MedlineCitation></PubmedArticle>"
    )


def article_set(*articles: str, doctype: str = DOCTYPE) -> str:
    """A PubmedArticleSet as PubMed sends it."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"{doctype}<PubmedArticleSet>{''.join(articles)}</PubmedArticleSet>"
    )


class Heard(list[str]):
    """Remembers what was reported."""

    def __call__(self, error: PipelineError) -> None:
        self.append(str(error))
