"""The parts of a page, judged when all of it is read."""

import pytest
from reading import body_of, read, whys_of

LONG = "These are words that belong to the article and to nothing else on the page at all. " * 5


def read_page(text: str):
    return read(text, format="html")


THREADS = {
    "JSON-LD": '<script type="application/ld+json">{"@type": "DiscussionForumPosting"}</script>',
    "microdata": "<div itemscope itemtype=https://schema.org/QAPage></div>",
}


@pytest.mark.parametrize("sign", THREADS.values(), ids=THREADS)
def test_html_beside_are_no_comments_where_the_page_is_a_thread(sign):
    comments = "<div id=comments><p>Zinc cured my cold in four days.</p></div>"
    assert whys_of(read_page(f"{sign}<h1>Tea</h1><p>{LONG}</p>{comments}")) == {}
    assert len(whys_of(read_page(f"<h1>Tea</h1><p>{LONG}</p>{comments}"))) == 1


def test_html_parts_leave_a_part_of_a_page_alone_where_nothing_is_named():
    text = f"<p>{LONG}</p><h2>More</h2><footer>Down here</footer>"
    assert body_of(read_page(text)) == [LONG.strip(), "More"]
    assert body_of(read_page(f"<body>{text}</body>")) == [LONG.strip()]


def test_html_parts_stand_beside_the_article_only_where_the_title_does_not():
    title = "<form><h1>Tea</h1><p>Does it help?</p></form>"
    assert whys_of(read_page(f"{title}<p>{LONG}</p>")) == {}
    beside = "<form><p>Your question</p></form>"
    assert whys_of(read_page(f"{title}<p>{LONG}</p>{beside}")) == {"Your question": "form"}
