from __future__ import annotations

from dataclasses import replace

import pytest
from factories import (
    make_article,
    make_claim,
    make_comparison,
    make_document,
    make_finding,
    make_judged,
    make_page,
    make_parted,
    make_result,
    make_trouble,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from report.builders import gallery, judged_document
from rich.cells import cell_len

from pipeline.records import Locator, Muted, Result
from pipeline.report import to_terminal
from pipeline.report.printed import NOTHING


def only(**fields):
    return make_result([make_document(claims=[make_judged(**fields)])])


@pytest.mark.parametrize("width", [60, 80, 100])
def test_terminal_keeps_to_its_width(width):
    lines = to_terminal.write(gallery(), width=width).splitlines()
    assert max(cell_len(line) for line in lines if "://" not in line) <= width
    assert all(line == line.rstrip() for line in lines)


LONG = "https://example.org/a-very-long-address/" + "that-goes-on-and-on-" * 9 + "?part=2"


def test_terminal_breaks_long_words_but_no_address_so_that_it_can_be_copied():
    finding = make_finding("CI015", reason=f"The link {LONG} leads nowhere. {'x' * 200}")
    page = make_page("https://example.org/a", final_url=LONG, redirects=(LONG,))
    document = make_document(
        make_article(path=LONG, page=page), claims=[make_judged(findings=[finding])]
    )
    for color in (False, True):
        lines = to_terminal.write(make_result([document]), color=color).splitlines()
        assert sum(LONG in line for line in lines) == 3
        assert not any("x" * 100 in line for line in lines)


def test_terminal_tells_place_verdict_sign_code_reason_numbers_and_source():
    text = to_terminal.write(
        only(
            claim=make_claim("Pain fell by 70%.", line=12, column=7),
            code="ST002",
            reason="The row gives 41%.",
            comparison=make_comparison(claimed="70%", evidence="41% (36% to 46%)"),
        )
    )
    assert "12:7   ✗ unsupported   ST002   “Pain fell by 70%.”" in text
    assert "The row gives 41%." in text
    assert "Article:    70%" in text
    assert "Evidence:   41% (36% to 46%)" in text
    assert "Source: Acupuncture for the prevention of episodic migraine" in text


def test_terminal_tells_the_paragraph_of_a_word_document():
    article = make_article(format="docx", locators=[Locator(0, 41, "body", 12, 1)])
    document = make_document(article, claims=[make_judged(make_claim("Pain fell by 70%."))])
    assert "¶ 12   ✓ supported" in to_terminal.write(make_result([document]))


def test_terminal_calls_arithmetic_worked_out():
    compared = make_comparison(claimed="60%", evidence="50%")
    text = to_terminal.write(only(code="AR001", comparison=compared))
    assert "Worked out: 50%" in text
    assert "Evidence:" not in text


def test_terminal_puts_the_worst_first():
    lines = to_terminal.write(gallery()).split("drafts/sleep.txt")[0].splitlines()
    signs = [line.split()[1] for line in lines if line[:6].strip()[:1].isdigit()]
    assert signs == sorted(signs, key="✗?✓".index)
    assert len(signs) == 15


def test_terminal_shows_the_sign_where_there_is_no_room_for_the_word():
    text = to_terminal.write(only(code="UV001"), width=60)
    assert "?   UV001" in text
    assert "unverifiable   UV001" not in text


def test_terminal_quiet_leaves_only_unsupported_claims_and_the_count():
    text = to_terminal.write(gallery(), quiet=True)
    assert "CI002" in text
    assert not any(code in text for code in ("UV002", "EF001", "sleep.txt", "none.md"))
    assert text.endswith(
        "3 articles, 16 claims: 6 unsupported, 7 unverifiable, 3 supported. Not counted: "
        "1 silenced in the\ntext, 1 off in the settings, 1 known to the baseline. 1 error.\n"
    )


def test_terminal_quiet_on_a_clean_run_is_one_line():
    text = to_terminal.write(make_result(), quiet=True)
    assert text == "1 article, 1 claim: 0 unsupported, 0 unverifiable, 1 supported.\n"


def test_terminal_has_colours_only_where_asked():
    assert "\x1b[" not in to_terminal.write(gallery())
    assert "\x1b[" in to_terminal.write(gallery(), color=True)


def test_terminal_heeds_no_variable_of_the_environment(monkeypatch):
    plain = to_terminal.write(gallery())
    for name, value in {"FORCE_COLOR": "1", "COLUMNS": "33", "TERM": "xterm-256color"}.items():
        monkeypatch.setenv(name, value)
    assert to_terminal.write(gallery()) == plain


def test_terminal_is_not_steered_by_an_article():
    claim = make_claim("Mint \x1b[2J\x1b]0;owned\x07 [bold]helps[/bold] :smile:.")
    text = to_terminal.write(only(claim=claim, reason="No \x1b[31mred."))
    assert not set(text) & set("\x1b\x07")
    assert "Mint [2J]0;owned [bold]helps[/bold] :smile:." in text


def test_terminal_shows_a_claim_without_its_markup():
    claim = make_claim("<b>Proven</b> to help.", clean="Proven to help.")
    assert "“Proven to help.”" in to_terminal.write(only(claim=claim))


def test_terminal_shortens_a_long_claim_but_not_its_reason():
    claim = make_claim("Mint " + "really " * 100 + "helps.")
    reason = "because " * 100 + "end."
    text = to_terminal.write(only(claim=claim, reason=reason))
    assert " … " in text
    assert text.count("because") == 100


def test_terminal_says_that_an_article_holds_no_claim():
    document = judged_document([("paragraph", 0, "Nothing.")], {}, path="calm.md")
    text = to_terminal.write(make_result([document]))
    assert text == (
        "calm.md\nNothing in this article is a claim that could be checked.\n\n"
        "1 article, 0 claims.\n"
    )


def test_terminal_says_why_an_article_was_not_judged():
    document = judged_document([("paragraph", 0, "Rien.")], {}, path="fr.md")
    trouble = make_trouble("fr.md", code="E105", message="fr.md is in French.")
    text = to_terminal.write(make_result([document], errors=[trouble]))
    assert text == "fr.md\nfr.md is in French.\n\n1 article, 0 claims. 1 error.\n"


def test_terminal_shows_further_findings_and_arithmetic():
    findings = [make_finding("CI002"), make_finding("CI003", reason="Nine trials, not 12.")]
    assert "✗ CI003 Nine trials, not 12." in to_terminal.write(only(findings=findings))
    text = to_terminal.write(gallery())
    assert "Arithmetic holds: 8.0 → 4.0 is −50%" in text
    assert "Arithmetic fails: 8.0 → 4.0 is −50%" in text


def test_terminal_quiet_leaves_out_further_findings_that_are_not_unsupported():
    said = ["CI002", "CI003", "CI006"]
    result = only(findings=[make_finding(code, reason=f"Reason {code}.") for code in said])
    assert [code for code in said if code in to_terminal.write(result)] == said
    quiet = to_terminal.write(result, quiet=True)
    assert [code for code in said if code in quiet] == said[:2]


def test_terminal_tells_what_made_a_claim_only_when_asked():
    result = only(claim=make_claim(why="a number and a verb"))
    assert "because of: a number and a verb" in to_terminal.write(result, why=True)
    assert "because of" not in to_terminal.write(result)


def test_terminal_counts_errors_without_articles():
    assert to_terminal.write(Result((), (make_trouble(),))) == "0 articles, 0 claims. 1 error.\n"


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=80).filter(str.strip), st.integers(40, 110))
def test_terminal_never_fails_on_any_text(text, width):
    claim = make_claim(text)
    document = make_document(
        make_article("x" + text, path=text), claims=[make_judged(claim, reason=text)]
    )
    written = to_terminal.write(make_result([document]), width=width)
    assert all(cell_len(line) <= width for line in written.splitlines())


def test_terminal_names_a_severity_that_was_set():
    text = to_terminal.write(only(code="ST002", severity="warning"))
    assert "ST002" in text
    assert "warning" in text
    assert "error" not in to_terminal.write(only(code="ST002"))


def test_terminal_quiet_shows_what_makes_the_run_fail():
    claims = [make_judged(make_claim(text), code=code) for text, code in SAID.items()]
    result = make_result([make_document(claims=claims)])

    def shown(fail_on):
        text = to_terminal.write(result, quiet=True, fail_on=fail_on)
        return [words for words in SAID if words in text]

    assert shown("unsupported") == ["Zinc cures."]
    assert shown("unverifiable") == ["Zinc cures.", "Tea heals."]
    lowered = only(claim=make_claim("Zinc cures."), code="ST002", severity="warning")
    assert "Zinc" not in to_terminal.write(lowered, quiet=True)


SAID = {"Zinc cures.": "ST002", "Tea heals.": "UV001", "Mint cools.": "EF001"}


def put_aside(*whys):
    return tuple(Muted(make_judged(code="ST002"), why) for why in whys)


def test_terminal_counts_what_was_put_aside_by_why_it_was():
    first = replace(make_document(), muted=put_aside("baseline", "silence", "baseline"))
    second = replace(make_document(), muted=put_aside("settings"))
    last = to_terminal.write(make_result([first, second]), width=200).splitlines()[-1]
    assert last.endswith(
        "Not counted: 1 silenced in the text, 1 off in the settings, 2 known to the baseline."
    )
    assert "Not counted" not in to_terminal.write(make_result())


def test_terminal_does_not_say_that_there_was_nothing_where_all_was_put_aside():
    document = replace(make_document(claims=[]), muted=put_aside("silence"))
    text = to_terminal.write(make_result([document]))
    assert "Nothing is left to tell: 1 silenced in the text." in text
    assert NOTHING not in text
    assert NOTHING in to_terminal.write(make_result([make_document(claims=[])]))


def test_terminal_says_when_a_page_was_fetched():
    page = make_page()
    text = to_terminal.write(make_result([make_document(make_article(path=page.url, page=page))]))
    assert text.splitlines()[0] == "https://example.org/a"
    assert "fetched 2026-05-01 12:00 UTC, status 200" in text


def test_terminal_says_where_the_parts_of_an_article_stand():
    text = to_terminal.write(make_result([make_document(make_parted())]))
    assert "part 2: https://example.org/a/2, fetched 2026-05-01 12:00 UTC, status 200" in text
