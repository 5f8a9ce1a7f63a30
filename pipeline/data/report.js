"use strict";
// Known from the start, so that no browser lays out what will not be shown.
document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", () => {
  try {
    start();
  } catch (error) {
    // Without its script the page is one to read.
    document.documentElement.classList.remove("js");
    throw error;
  }
});

const start = () => {
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const many = root.dataset.articles === "many";
  const verdicts = all("button.filter").map((button) => button.dataset.value);
  const FACETS = ["verdict", "kind", "code"];

  // --- what there is

  const articles = new Map(
    all(".document").map((section) => [
      section.id.slice(1),
      { key: section.id.slice(1), section, claims: [], row: null, words: one("h2", section).textContent },
    ]),
  );
  for (const row of all(".index tbody tr")) {
    const article = articles.get(row.dataset.key);
    article.row = row;
    article.words += ` ${one(".col-title", row).textContent}`;
  }
  const claims = new Map();
  for (const article of articles.values()) {
    for (const note of all(".note", article.section)) {
      const { verdict, kind, codes } = note.dataset;
      const key = note.id.slice(1);
      const has = { verdict: [verdict], kind: [kind], code: codes.split(" ") };
      const claim = { key, article, note, verdict, has, marker: document.getElementById(`m${key}`), words: null, shown: true };
      claims.set(key, claim);
      article.claims.push(claim);
    }
  }
  const marks = all("mark").map((mark) => ({
    mark,
    claims: mark.dataset.claims.split(" ").map((key) => claims.get(key)),
  }));
  const marksOf = new Map([...claims.values()].map((claim) => [claim, []]));
  for (const entry of marks) for (const claim of entry.claims) marksOf.get(claim).push(entry);
  const rows = all(".index tbody tr");
  const options = all(".option").map((button) => ({
    button,
    facet: button.dataset.facet,
    value: button.dataset.value,
    rects: all("rect", button),
    parts: all(".part", button),
  }));

  // --- what is wanted: a claim fits that has one of the chosen values of each kind

  const chosen = { verdict: new Set(), kind: new Set(), code: new Set() };
  let words = [];
  let current = null;
  let view = null;

  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const has = (claim, facet) =>
    chosen[facet].size === 0 || claim.has[facet].some((value) => chosen[facet].has(value));
  const says = (claim) => {
    if (words.length === 0) return true;
    claim.words ??= folded(`${claim.article.words} ${claim.note.textContent}`);
    return words.every((word) => claim.words.includes(word));
  };
  // An article without claims is found by its name, but has no claim of a kind.
  const isNamed = (article) =>
    words.length > 0 &&
    FACETS.every((facet) => chosen[facet].size === 0) &&
    words.every((word) => folded(article.words).includes(word));
  const isFiltered = () => words.length > 0 || FACETS.some((facet) => chosen[facet].size > 0);

  const tally = (list) => verdicts.map((v) => list.filter((claim) => claim.verdict === v).length);
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

  const draw = (rects, numbers, longest) => {
    let before = 0;
    rects.forEach((rect, n) => {
      const share = (number) => (longest ? (100 * number) / longest : 0);
      rect.setAttribute("x", `${share(before)}%`);
      rect.setAttribute("width", `${share(numbers[n])}%`);
      before += numbers[n];
    });
  };
  const tell = (cell, number) => {
    one(".number", cell).textContent = number.toLocaleString("en");
    cell.classList.toggle("none", number === 0);
  };

  // The open article, or all of them.
  const scope = () => (articles.has(view) ? articles.get(view).claims : [...claims.values()]);
  // Each facet counts what the others let through, so that a count says what a click would show.
  const countOptions = () => {
    const said = scope().filter(says);
    const through = Object.fromEntries(
      FACETS.map((facet) => [
        facet,
        said.filter((claim) => FACETS.every((other) => other === facet || has(claim, other))),
      ]),
    );
    for (const button of all("button.filter")) {
      const { value } = button.dataset;
      one(".number", button).textContent = through.verdict
        .filter((claim) => claim.verdict === value)
        .length.toLocaleString("en");
      button.setAttribute("aria-pressed", String(chosen.verdict.has(value)));
    }
    const found = { kind: new Map(), code: new Map() };
    for (const facet of ["kind", "code"]) {
      for (const claim of through[facet]) {
        for (const value of claim.has[facet]) {
          const numbers = found[facet].get(value) ?? verdicts.map(() => 0);
          numbers[verdicts.indexOf(claim.verdict)] += 1;
          found[facet].set(value, numbers);
        }
      }
    }
    for (const { button, facet, value, rects, parts } of options) {
      const numbers = found[facet].get(value) ?? verdicts.map(() => 0);
      const isChosen = chosen[facet].has(value);
      draw(rects, numbers, Math.max(0, ...[...found[facet].values()].map(sum)));
      parts.forEach((part, n) => tell(part, part.dataset.verdict ? numbers[n] : sum(numbers)));
      button.setAttribute("aria-pressed", String(isChosen));
      button.parentElement.classList.toggle("off", sum(numbers) === 0 && !isChosen);
    }
    all(".facet").forEach(fold);
  };

  // The first few that have claims stand open, and what is chosen.
  const nShown = Number(one(".facets").dataset.shown);
  const items = new Map(all(".facet").map((facet) => [facet, all("li", facet)]));
  const fold = (facet) => {
    const more = one(".more", facet);
    if (more === null) return;
    const [open, folded] = all("ul", facet);
    const isChosen = (item) => one(".option", item).getAttribute("aria-pressed") === "true";
    const left = items.get(facet).filter((item) => !item.classList.contains("off"));
    const first = left.filter((item, n) => n < nShown || isChosen(item));
    const rest = items.get(facet).filter((item) => !first.includes(item));
    const active = document.activeElement;
    if (first.length !== open.children.length || first.some((item, n) => item !== open.children[n])) {
      open.replaceChildren(...first);
      folded.replaceChildren(...rest);
      // What moves loses the focus.
      if (facet.contains(active)) active.focus({ preventScroll: true });
    }
    one("summary .number", more).textContent = left.length - first.length;
    more.classList.toggle("off", left.length === first.length);
  };

  const countArticles = () => {
    const lists = [...articles.values()].filter((article) => article.row);
    const numbers = new Map(
      lists.map((article) => [article, tally(article.claims.filter((claim) => claim.shown))]),
    );
    const longest = Math.max(0, ...[...numbers.values()].map(sum));
    let left = 0;
    for (const article of lists) {
      const found = numbers.get(article);
      const isLeft = !isFiltered() || sum(found) > 0 || isNamed(article);
      left += isLeft;
      article.row.classList.toggle("off", !isLeft);
      tell(one(".col-claims", article.row), sum(found));
      verdicts.forEach((verdict, n) => tell(one(`.col-${verdict}`, article.row), found[n]));
      draw(all("rect", article.row), found, longest);
    }
    one(".nothing-left")?.classList.toggle("off", left > 0);
    sortAgain();
  };

  const paintMark = ({ mark, claims: covering }) => {
    const seen = covering.filter((claim) => claim.shown);
    mark.className = verdicts.find((verdict) => seen.some((c) => c.verdict === verdict)) ?? "";
    // The ground is that of the chosen claim, which may be better than the worst here.
    if (current !== null && seen.includes(current)) mark.dataset.chosen = current.verdict;
    else delete mark.dataset.chosen;
  };
  const paintClaim = (claim) => {
    claim.marker.classList.toggle("off", !claim.shown);
    claim.marker.setAttribute("aria-expanded", String(claim === current));
    claim.note.classList.toggle("off", !claim.shown);
    claim.note.classList.toggle("open", claim === current);
    marksOf.get(claim).forEach(paintMark);
  };

  let sifted = false;
  const sift = () => {
    sifted = true;
    for (const claim of claims.values()) {
      const shown = says(claim) && FACETS.every((facet) => has(claim, facet));
      if (shown === claim.shown) continue;
      claim.shown = shown;
      if (claim === current && !shown) current = null;
      paintClaim(claim);
    }
    countArticles();
    tellState();
  };
  const tellState = () => {
    countOptions();
    const here = scope();
    const left = rows.filter((row) => !row.classList.contains("off")).length;
    const shown = here.filter((claim) => claim.shown).length;
    const said = FACETS.flatMap((facet) => [...chosen[facet]]);
    if (words.length > 0) said.push(`“${words.join(" ")}”`);
    one(".state").classList.toggle("off", !isFiltered());
    one(".state [role=status]").textContent = isFiltered()
      ? `${said.join(" · ")}: ${shown.toLocaleString("en")} of ${counted(here.length, "claim")}` +
        (articles.has(view) ? "" : ` in ${left.toLocaleString("en")} of ${counted(articles.size, "article")}`)
      : "";
    tellPosition();
  };

  // --- where one is: the overview, one article, or all of them

  const inOrder = () => {
    const ordered = rows.length ? one(".index tbody").rows : [];
    const listed = ordered.length ? [...ordered].map((row) => articles.get(row.dataset.key)) : [...articles.values()];
    return listed.flatMap((article) => article.claims.filter((claim) => claim.shown));
  };
  const tellPosition = () => {
    const shown = articles.has(view) ? scope().filter((claim) => claim.shown) : inOrder();
    const place = shown.indexOf(current);
    one(".position").textContent = place < 0 ? `${shown.length.toLocaleString("en")} shown` : `${place + 1} of ${shown.length}`;
  };
  const go = (wanted) => {
    const next = many ? wanted : (articles.keys().next().value ?? "overview");
    if (next === view) return false;
    view = next;
    root.dataset.view = articles.has(view) ? "article" : view;
    for (const { key, section } of articles.values()) section.classList.toggle("current", key === view);
    if (current !== null && articles.has(view) && current.article.key !== view) choose(null);
    closePanel();
    if (!sifted) sift();
    else tellState();
    return true;
  };
  const choose = (claim) => {
    const last = current;
    current = claim;
    if (last !== null) paintClaim(last);
    if (claim !== null) paintClaim(claim);
    tellPosition();
  };
  const show = (claim) => {
    if (view !== "all") go(claim.article.key);
    choose(claim);
    one(".notes", claim.article.section).scrollTop = 0;
    claim.marker.focus({ preventScroll: true });
    claim.marker.scrollIntoView({ block: "nearest" });
    history.replaceState(null, "", `#n${claim.key}`);
  };
  const hide = () => {
    const left = current;
    if (left === null) return;
    choose(null);
    left.marker.focus({ preventScroll: true });
    if (many && view !== "all") history.replaceState(null, "", `#a${view}`);
    else history.replaceState(null, "", view === "all" ? "#all" : "#top");
  };
  const step = (by) => {
    const order = inOrder();
    if (order.length === 0) return;
    let place = order.indexOf(current);
    if (place < 0 && articles.has(view)) {
      // From the open article on, not from the first of all.
      const here = order.findIndex((claim) => claim.article.key === view);
      if (here >= 0) place = by > 0 ? here - 1 : order.findLastIndex((claim) => claim.article.key === view) + 1;
    } else if (place < 0 && by < 0) place = order.length;
    show(order[(place + by + order.length) % order.length]);
  };

  // --- the panel of kinds and codes

  const opener = one(".opener");
  const panel = one(".panel");
  const closePanel = () => {
    opener.setAttribute("aria-expanded", "false");
    panel.classList.remove("open");
  };
  opener.addEventListener("click", () => {
    const open = opener.getAttribute("aria-expanded") !== "true";
    opener.setAttribute("aria-expanded", String(open));
    panel.classList.toggle("open", open);
    if (!open) return;
    panel.scrollTop = 0;
    // On a phone there is no room for both.
    choose(null);
  });

  // --- the index in another order

  const texts = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const first = new Map(rows.map((row, n) => [row, n]));
  const textOf = (row, column) => one(`.col-${column}`, row).textContent.trim();
  const rank = (row) => {
    const n = verdicts.findIndex((verdict) => one(`.col-worst .${verdict}`, row));
    return n < 0 ? verdicts.length : n;
  };
  const numberOf = (row, column) => Number(one(`.col-${column} .number`, row).textContent.replaceAll(",", ""));
  const compare = {
    file: (a, b) => texts.compare(textOf(a, "file"), textOf(b, "file")),
    title: (a, b) => texts.compare(textOf(a, "title"), textOf(b, "title")),
    worst: (a, b) => rank(a) - rank(b) || texts.compare(textOf(a, "worst"), textOf(b, "worst")),
  };
  // The counts by which rows are sorted change with what is chosen.
  const sortAgain = () => {
    const heading = one(".index [aria-sort]");
    if (heading === null) return;
    const { column } = one(".sort", heading).dataset;
    const sign = heading.getAttribute("aria-sort") === "ascending" ? 1 : -1;
    const ordered = rows.toSorted((a, b) => sign * compare[column](a, b) || first.get(a) - first.get(b));
    if (ordered.some((row, n) => row !== rows[n])) {
      rows.splice(0, rows.length, ...ordered);
      one(".index tbody").append(...rows);
    }
  };
  for (const column of ["claims", ...verdicts]) {
    compare[column] = (a, b) => numberOf(a, column) - numberOf(b, column);
  }
  const sortBy = (column) => {
    const heading = one(`.index th.col-${column}`);
    const isNumber = !["file", "title", "worst"].includes(column);
    const before = heading.getAttribute("aria-sort");
    // Numbers begin with the largest, words with the first.
    const order = before === null ? (isNumber ? "descending" : "ascending") : before === "ascending" ? "descending" : "ascending";
    for (const other of all(".index thead th")) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", order);
    sortAgain();
    tellPosition();
  };
  for (const button of all("button.sort")) button.addEventListener("click", () => sortBy(button.dataset.column));

  // --- pointers and keys

  for (const claim of claims.values()) {
    claim.marker.addEventListener("click", () => (claim === current ? hide() : show(claim)));
  }
  for (const { mark, claims: covering } of marks) {
    mark.addEventListener("click", () => {
      // Somebody who marks words to copy them wants no note.
      if (!window.getSelection().isCollapsed) return;
      const seen = covering.filter((claim) => claim.shown);
      if (seen.length > 0) show(seen[(seen.indexOf(current) + 1) % seen.length]);
    });
  }
  for (const button of all("button.close")) button.addEventListener("click", hide);
  for (const button of all("button.step")) button.addEventListener("click", () => step(Number(button.dataset.step)));
  for (const button of all("[data-facet]")) {
    button.addEventListener("click", () => {
      const values = chosen[button.dataset.facet];
      if (!values.delete(button.dataset.value)) values.add(button.dataset.value);
      sift();
    });
  }
  const search = one(".search input");
  search.addEventListener("input", () => {
    words = folded(search.value).split(/\s+/).filter(Boolean);
    sift();
  });
  one("button.clear").addEventListener("click", () => {
    for (const facet of FACETS) chosen[facet].clear();
    words = [];
    search.value = "";
    sift();
    one("button.filter").focus();
  });
  // Somebody who speaks to the machine, or has a cat, wants no single letter to do anything.
  const keys = one("input.keys");
  keys.addEventListener("change", () => {
    for (const hint of all(".keys-hint")) hint.classList.toggle("off", !keys.checked);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const active = document.activeElement;
    // Elsewhere the arrows scroll the page, and must.
    const onMarker = active?.classList.contains("marker");
    const hears = keys.checked && active !== search;
    if ((hears && event.key === "j") || (onMarker && ["ArrowRight", "ArrowDown"].includes(event.key))) step(1);
    else if ((hears && event.key === "k") || (onMarker && ["ArrowLeft", "ArrowUp"].includes(event.key))) step(-1);
    else if (hears && event.key === "/") {
      search.focus();
      search.select();
    } else if (active === search && event.key === "Enter") step(1);
    else if (event.key === "Escape" && panel.classList.contains("open")) {
      closePanel();
      opener.focus();
    } else if (event.key === "Escape" && current !== null) hide();
    else return;
    event.preventDefault();
  });

  // --- the address: #a3 an article, #n3-2 a claim, #all everything

  let came = null;
  const fromAddress = () => {
    const [, kind, key] = /^#([amn])([\d-]+)$/.exec(window.location.hash) ?? [];
    const last = view;
    if (kind === "a" && articles.has(key)) {
      if (!go(key)) return;
      came = key;
      window.scrollTo(0, 0);
      one("h2", articles.get(key).section).focus({ preventScroll: true });
    } else if (kind && claims.has(key)) show(claims.get(key));
    else if (window.location.hash === "#all" && go("all")) window.scrollTo(0, 0);
    else if (!kind && window.location.hash !== "#all" && go("overview") && last !== null) {
      // Back to where one came from.
      const link = articles.get(came)?.row?.querySelector("a");
      if (link && link.getClientRects().length > 0) {
        link.focus({ preventScroll: true });
        link.scrollIntoView({ block: "center" });
      } else {
        window.scrollTo(0, 0);
        one("h1").focus({ preventScroll: true });
      }
    }
  };
  window.addEventListener("hashchange", fromAddress);

  // The bar grows with what it holds; what scrolls to a place stops below it.
  const bar = one(".toolbar");
  new ResizeObserver(() => root.style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);

  // What works only with this script does not pretend to without it.
  for (const button of all("button")) button.disabled = false;
  fromAddress();
  if (view === null) go("overview");
};
