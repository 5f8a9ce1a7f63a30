"""Articles for tests: read from a text, shown as plain lists."""

from __future__ import annotations

from pipeline.read import read_bytes
from pipeline.records import Article, Format, Table

# Marks that readers meet, for properties over any text.
FRAGMENTS = [
    *(
        "word ",
        "Title Case",
        "52%",
        " 5.3 ",
        "$89",
        "(n = 12)",
        ".",
        ". ",
        ":",
        "\n",
        "\n\n",
        "\r\n",
    ),
    *(
        "# ",
        "- ",
        "• ",
        "✅ ",
        "1. ",
        "> ",
        "    ",
        "\t",
        "  ",
        "|",
        "|---|\n",
        "**",
        "*",
        "_",
        "`",
    ),
    *("[", "]", "](/x)", "![", "<", ">", "&amp;", "&#37;", "&#", "\\", "---\n", "===\n", "```\n"),
    *("<p>", "</p>", "<div class='share'>", "</div>", "<b>", "</i>", "<br>", "<!--", "-->", "<h1>"),
    *(
        "<table>",
        "<tr>",
        "<td rowspan=2>",
        "<th>",
        "</table>",
        "<caption>",
        "<ul>",
        "<li>",
        "<nav>",
    ),
    *(
        "<script>",
        "</script>",
        "<sup>3</sup>",
        "<a href=x>",
        "</a>",
        "<pre>",
        "<![x",
        "<?",
        "时间:",
    ),
    *("READ MORE", "http://a.b/c", "\u00a0", "\u200b", "é", "½", "\u2028", "<main>", "<p hidden>"),
]


def read(text: str, *, format: Format = "text") -> Article:  # noqa: A002
    """Read a text as the named format."""
    return read_bytes(text.encode(), path="made up", format=format, max_mb=20)


def kinds_of(article: Article) -> list[tuple[str, str]]:
    """Show an article's blocks as kind and text."""
    return [(b.kind, article.text[b.start_clean : b.end_clean]) for b in article.blocks]


def body_of(article: Article) -> list[str]:
    """Show the text of the blocks that are not boilerplate."""
    return [text for kind, text in kinds_of(article) if kind != "boilerplate"]


def whys_of(article: Article) -> dict[str, str]:
    """Show the boilerplate with what gave it away."""
    return {
        article.text[b.start_clean : b.end_clean]: b.why
        for b in article.blocks
        if b.kind == "boilerplate"
    }


def rows_of(table: Table) -> list[list[str]]:
    """Show a table's cells row by row, a header with a # behind it."""
    return [
        [cell.text + "#" * cell.header for cell in table.cells if cell.row == row]
        for row in range(1, table.n_rows + 1)
    ]


def check_article(article: Article) -> None:
    """Assert what holds of every article, whatever it was read from."""
    starts, ends = list(article.offsets.starts), list(article.offsets.ends)
    assert starts == sorted(starts)
    assert all(0 <= a <= b <= len(article.source) for a, b in zip(starts, ends, strict=True))
    # Every block is a line of its own, and every line is a block.
    lines = [text for _, text in kinds_of(article)]
    assert article.text.splitlines() == lines
    assert all(line and line == line.strip() and "  " not in line for line in lines)
    for block in article.blocks:
        assert (block.kind == "boilerplate") == bool(block.why)
    for table in article.tables:
        for cell in table.cells:
            assert article.text[cell.start_clean : cell.end_clean] == cell.text


def links_of(article: Article) -> list[tuple[str, str]]:
    """Show what an article links to: the words, and where they lead."""
    return [(article.text[x.start_clean : x.end_clean], x.href) for x in article.links]
