"""What a comment must say to silence a finding, and what it covers where."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import FRAGMENTS, check_article, kinds_of, read

from pipeline.errors import PipelineError
from pipeline.read.silences import Wording, parse_silence

KNOWN = {
    "a code and a reason": (
        " claims: ignore ST002 the trial is in press ",
        Wording(("ST002",), "the trial is in press", False),
    ),
    "two codes": ("claims: ignore ST002, CI003", Wording(("ST002", "CI003"), "", False)),
    "two codes without a comma": (
        "claims:ignore ST002 CI003: ours",
        Wording(("ST002", "CI003"), "ours", False),
    ),
    "a family": ("claims: ignore ST our data", Wording(("ST",), "our data", False)),
    "everything": ("claims: ignore", Wording((), "", False)),
    "everything, with a reason": ("Claims: Ignore seen by Ann", Wording((), "seen by Ann", False)),
    "a reason that begins in capitals": (
        "claims: ignore NICE agrees",
        Wording((), "NICE agrees", False),
    ),
    "the file": ("claims: ignore-file ST002 a parody", Wording(("ST002",), "a parody", True)),
    "lines": (
        "claims:\n  ignore ST002\n  seen by\n  Ann",
        Wording(("ST002",), "seen by Ann", False),
    ),
    "a dash before the reason": ("claims: ignore ST002 — ours", Wording(("ST002",), "ours", False)),
    "small letters": ("claims: ignore st002 ours", Wording(("ST002",), "ours", False)),
    # Were it read as a reason, it would silence everything.
    "a code that is none": ("claims: ignore ST02 ours", Wording(("ST02",), "ours", False)),
    "a small word is no family": ("claims: ignore it is ours", Wording((), "it is ours", False)),
    "another comment": ("ignore ST002", None),
    "another word": ("claims: ignored ST002", None),
    "another verb": ("claims: ignore-line ST002", None),
    "words before": ("these claims: ignore ST002", None),
}


@pytest.mark.parametrize(("text", "expected"), KNOWN.values(), ids=KNOWN)
def test_silences_reads_the_known_forms(text, expected):
    assert parse_silence(text) == expected


# --- what a comment covers: drawn in brackets, the comment as § ------------------------------

COMMENT = "<!-- claims: ignore ST002 ours -->"
TEXTS = ("text", "markdown")
COVERED = {
    "a line of its own": (TEXTS, "One.\n\n§\n\n[Two.]\n\nThree.\n"),
    "a line right above": (TEXTS, "One.\n\n§\n[Two.]\n\nThree.\n"),
    "a line between lines": (TEXTS, "# T\n\nOne is one.\n§\n[Two is two.]\n"),
    "a line right below": (TEXTS, "One.\n§\n\n[Two.]\n"),
    "before the words": (TEXTS, "One.\n\n§ [Two *is* two.]\n\nThree.\n"),
    "behind the words": (TEXTS, "One.\n\n[Two.] §\n\nThree.\n"),
    "among the words": (TEXTS, "One.\n\n[Two § is two.]\n\nThree.\n"),
    "in a wrapped paragraph": (
        ("markdown",),
        "# T\n\nOne.\n\n[Two is §\ntwo.]\n\nThree.\n",
    ),
    "the first line": (TEXTS, "§\n[One.]\n\nTwo.\n"),
    "the last line": (TEXTS, "One.\n\nTwo.\n\n§[]\n"),
    "an item, from above": (TEXTS, "One:\n\n§\n- [two]\n- three\n"),
    "an item, from between": (TEXTS, "One:\n\n- two\n§\n- [three]\n- four\n"),
    "an item, from inside": (TEXTS, "One:\n\n- two\n- [three] §\n- four\n"),
    "an item, before its words": (TEXTS, "One:\n\n- two\n- § [three *is* 3]\n- four\n"),
    "a heading": (TEXTS, "§\n# [One]\n\nTwo.\n"),
    "a heading, from inside": (TEXTS, "# [One] §\n\nTwo.\n"),
    "a quotation": (TEXTS, "One.\n\n> § [two]\n\nThree.\n"),
    "a table": (TEXTS, "# T\n\n§\n\n| [a | b |\n|---|---|\n| 1 | 2] |\n\nThree.\n"),
    "a table and its caption": (
        TEXTS,
        "# T\n\n§\n\n[Table 1. Results\n\n| a | b |\n|---|---|\n| 1 | 2] |\n\nThree.\n",
    ),
    "a cell": (TEXTS, "# T\n\n| a | b |\n|---|---|\n| [1] § | 2 |\n\nThree.\n"),
    "HTML in Markdown": (("markdown",), "# T\n\n<div>\n§\n<p>[One.]</p>\n<p>Two.</p>\n</div>\n"),
    "Windows line ends": (TEXTS, "One.\r\n\r\n§\r\n[Two.]\r\n\r\nThree.\r\n"),
    "before an element": (("html",), "<p>One.</p>§<p>[Two.]</p><p>Three.</p>"),
    "in an element": (("html",), "<p>One.</p><p>§[Two.]</p><p>Three.</p>"),
    "at an element's end": (("html",), "<p>One.</p><p>[Two.]§</p><p>Three.</p>"),
    "in an element's midst": (("html",), "<p>One.</p><p>[Two § <b>is</b> two.]</p><p>Three.</p>"),
    "between elements around blocks": (("html",), "<p>One.</p>§<div><section><p>[Two.]</p>x"),
    "an item of HTML": (("html",), "<ul><li>One</li>§<li>[two]</li></ul>"),
    "a table of HTML": (
        ("html",),
        "§<table><tr><th>[a</th><th>b</th></tr><tr><td>1</td><td>2]</td></tr></table><p>x</p>",
    ),
    "a table of HTML by its caption": (
        ("html",),
        "§<table><caption>[Sleep</caption><tr><th>a</th><td>1]</td></tr></table><p>x</p>",
    ),
    "a cell of HTML": (
        ("html",),
        "<table><tr><td>§[a]</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table><p>x</p>",
    ),
    "the end of a page": (("html",), "<p>One.</p>§[]"),
}


@pytest.mark.parametrize(
    ("written", "drawn"),
    [(one, drawn) for forms, drawn in COVERED.values() for one in forms],
    ids=[f"{name}, {one}" for name, (forms, _) in COVERED.items() for one in forms],
)
def test_silences_cover_the_block_they_are_for(written, drawn):
    article = read(drawn.replace("[", "").replace("]", "").replace("§", COMMENT), format=written)
    (silence,) = article.silences
    assert (silence.codes, silence.reason) == (("ST002",), "ours")
    assert article.source[silence.start : silence.end] == COMMENT
    covered = article.source[silence.covers_from : silence.covers_to]
    expected = drawn.partition("[")[2].partition("]")[0].replace("§", COMMENT)
    assert covered.strip() == expected.strip()


@pytest.mark.parametrize("written", ["text", "markdown", "html"])
def test_silences_of_a_file_cover_all_of_it(written):
    article = read("One.\n\n<!-- claims: ignore-file UV -->\n\nTwo.\n", format=written)
    (silence,) = article.silences
    assert (silence.covers_from, silence.covers_to) == (0, len(article.source))
    assert silence.where == "line 3"


def test_silences_of_a_file_may_follow_the_front_matter():
    article = read("---\ntitle: T\n---\n<!-- claims: ignore-file -->\n\nTwo.\n", format="markdown")
    assert [one.covers_from for one in article.silences] == [0]
    assert article.title == "T"


EXAMPLES = {
    "a fence": ("markdown", "# T\n\n```html\n§\n```\n\nOne.\n"),
    "a fence in a text": ("text", "Title\n\n```\n§\n```\n\nOne.\n"),
    "an indented block": ("markdown", "# T\n\n    §\n\nOne.\n"),
    "code in a line": ("markdown", "# T\n\nWrite `§` above it.\n"),
    "code in HTML": ("html", "<p>Write <code>&lt;!-- claims: ignore --&gt;</code>.</p>"),
    "a script": ("html", "<p>One.</p><script>'§'</script>"),
}


@pytest.mark.parametrize(("written", "source"), EXAMPLES.values(), ids=EXAMPLES)
def test_silences_in_code_are_examples(written, source):
    assert read(source.replace("§", COMMENT), format=written).silences == ()


def test_silences_are_kept_in_their_order_whoever_read_them():
    source = "# T\n\n<!-- claims: ignore AR -->\nOne.\n\n<div>\n<!-- claims: ignore CI -->\n"
    source += "<p>Two.</p>\n</div>\n\n<!-- claims: ignore EF -->\nThree.\n"
    article = read(source, format="markdown")
    assert [one.codes for one in article.silences] == [("AR",), ("CI",), ("EF",)]
    assert [one.where for one in article.silences] == ["line 3", "line 7", "line 11"]


# --- nothing around a comment is read in another way ------------------------------------------

AROUND = {
    "a title": ("§\nYoga and Sleep\n\nYoga *helps* some people sleep, it is said.\n", TEXTS),
    "a title behind": ("Yoga and Sleep §\n\nYoga helps some people sleep, it is said.\n", TEXTS),
    "marks behind a comment": ("# T\n\n§ **Yoga** helps [some](/x) people.\n", TEXTS),
    "a list": ("# T\n\nOne:\n\n- § two\n- three\n  - four §\n", TEXTS),
    "an item behind a comment": ("# T\n\nOne:\n\n- two\n§ - three\n", ("text",)),
    "a list parted": ("# T\n\nOne:\n\n- two\n§\n- three\n", TEXTS),
    "a strong heading": ("# T\n\n**Sleep** §\n\nYoga helps.\n", TEXTS),
    "a table": ("# T\n\n| a | b |\n|---|---|\n| 1 § | 2 |\n| 3 | 4 | §\n", TEXTS),
    "a table beneath": ("# T\n\n§\n| a | b |\n|---|---|\n| 1 | 2 |\n", TEXTS),
    "two on a line": ("# T\n\n§ § Yoga *helps*. §\n", TEXTS),
    "a paragraph of HTML": ("<p>§Yoga §<b>helps</b>§.</p>", ("html",)),
    "a list of HTML": ("<ul>§<li>One</li>§<li>two§</li></ul>", ("html",)),
}


@pytest.mark.parametrize(
    ("written", "source"),
    [(one, source) for source, forms in AROUND.values() for one in forms],
    ids=[f"{name}, {one}" for name, (_, forms) in AROUND.items() for one in forms],
)
def test_silences_leave_the_text_around_them_as_it_is(written, source):
    plain = "\n".join(line for line in source.split("\n") if line != "§").replace("§", "")
    article = read(source.replace("§", COMMENT), format=written)
    without = read(plain, format=written)
    assert kinds_of(article) == kinds_of(without)
    assert [block.level for block in article.blocks] == [block.level for block in without.blocks]
    assert article.silences
    check_article(article)


@given(
    st.lists(st.sampled_from([*FRAGMENTS, COMMENT, f"\n{COMMENT}\n"]), min_size=1, max_size=25),
    st.sampled_from(["text", "markdown", "html"]),
)
def test_silences_lie_inside_any_article(parts, written):
    try:
        article = read("".join(parts), format=written)
    except PipelineError:
        return
    check_article(article)
    for silence in article.silences:
        assert article.source[silence.start : silence.end] == COMMENT
        assert silence.covers_to <= len(article.source)


MANY = {
    "comments": COMMENT * 20_000,
    "comments in code": f"`{COMMENT}` " * 20_000,
    "lines of comments": f"{COMMENT}\n\nOne.\n\n" * 10_000,
    "comments that never close": "<!-- claims: ignore " * 50_000,
    "tables": f"{COMMENT}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n" * 2_000,
}


@pytest.mark.parametrize("source", MANY.values(), ids=MANY)
@pytest.mark.parametrize("written", ["text", "markdown", "html"])
def test_silences_in_any_number_are_read_in_linear_time(written, source):
    # Of the processor, not of the clock: a busy machine is no fault of the code.
    began = time.process_time()
    read(f"# Title\n\n{source}\n\nThe end.\n", format=written)
    # A second on a slow machine; quadratic time would be minutes.
    assert time.process_time() - began < 20
