"use strict";
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const byKey = (prefix, key) => document.getElementById(prefix + key);
  const keyOf = (marker) => marker.id.slice(1);
  const markers = all("button.marker");
  const marks = all("mark");
  const filters = all("button.filter");
  const position = document.querySelector(".position");
  // Worst first, as the filters stand.
  const order = filters.map((filter) => filter.dataset.verdict);
  const verdictOf = new Map(all(".note").map((note) => [note.id.slice(1), note.dataset.verdict]));
  const hidden = new Set();
  let current = null;

  const shown = () => markers.filter((marker) => !hidden.has(verdictOf.get(keyOf(marker))));
  const claimsOf = (mark) =>
    mark.dataset.claims.split(" ").filter((key) => !hidden.has(verdictOf.get(key)));

  const count = () => {
    const visible = shown();
    const place = visible.findIndex((marker) => keyOf(marker) === current);
    position.textContent = place < 0 ? `${visible.length} shown` : `${place + 1} of ${visible.length}`;
  };

  const paint = () => {
    for (const mark of marks) {
      const keys = claimsOf(mark);
      const worst = order.find((verdict) => keys.some((key) => verdictOf.get(key) === verdict));
      mark.className = worst ?? "";
      // The ground is that of the chosen claim, which may be better than the worst here.
      if (keys.includes(current)) mark.dataset.chosen = verdictOf.get(current);
      else delete mark.dataset.chosen;
    }
    for (const marker of markers) {
      const key = keyOf(marker);
      marker.classList.toggle("off", hidden.has(verdictOf.get(key)));
      marker.setAttribute("aria-expanded", String(key === current));
      byKey("n", key).classList.toggle("open", key === current);
      byKey("n", key).classList.toggle("off", hidden.has(verdictOf.get(key)));
    }
    count();
  };

  const show = (key) => {
    current = key;
    paint();
    const marker = byKey("m", key);
    const note = byKey("n", key);
    note.closest(".notes").scrollTop = 0;
    marker.focus({ preventScroll: true });
    marker.scrollIntoView({ block: "nearest" });
  };

  const hide = () => {
    const left = current;
    current = null;
    paint();
    if (left !== null) byKey("m", left).focus({ preventScroll: true });
  };

  const step = (by) => {
    const visible = shown();
    if (visible.length === 0) return;
    const place = visible.findIndex((marker) => keyOf(marker) === current);
    const next = place < 0 ? (by > 0 ? 0 : visible.length - 1) : (place + by + visible.length) % visible.length;
    show(keyOf(visible[next]));
  };

  for (const marker of markers) {
    marker.addEventListener("click", () =>
      keyOf(marker) === current ? hide() : show(keyOf(marker)));
  }
  for (const mark of marks) {
    mark.addEventListener("click", () => {
      // Somebody who marks words to copy them wants no note.
      if (!window.getSelection().isCollapsed) return;
      const keys = claimsOf(mark);
      if (keys.length > 0) show(keys[(keys.indexOf(current) + 1) % keys.length]);
    });
  }
  for (const button of all("button.close")) button.addEventListener("click", hide);
  for (const button of all("button.step")) {
    button.addEventListener("click", () => step(Number(button.dataset.step)));
  }
  for (const filter of filters) {
    filter.addEventListener("click", () => {
      const off = filter.getAttribute("aria-pressed") === "true";
      filter.setAttribute("aria-pressed", String(!off));
      if (off) hidden.add(filter.dataset.verdict);
      else hidden.delete(filter.dataset.verdict);
      if (current !== null && hidden.has(verdictOf.get(current))) current = null;
      paint();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Elsewhere the arrows scroll the page, and must.
    const onMarker = document.activeElement?.classList.contains("marker");
    if (event.key === "j" || (onMarker && ["ArrowRight", "ArrowDown"].includes(event.key))) step(1);
    else if (event.key === "k" || (onMarker && ["ArrowLeft", "ArrowUp"].includes(event.key))) step(-1);
    else if (event.key === "Escape" && current !== null) hide();
    else return;
    event.preventDefault();
  });
  const fromAddress = () => {
    const key = window.location.hash.slice(2);
    if (/^#[mn]/.test(window.location.hash) && verdictOf.has(key)) show(key);
  };
  window.addEventListener("hashchange", fromAddress);

  document.documentElement.classList.add("js");
  paint();
  fromAddress();
})();
