"use strict";
// The page's own script. Whatever comes from articles and systems is put on the page as text (textContent) only.
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const count = (number) => number.toLocaleString("en");
  const plural = (number, noun) => `${count(number)} ${noun}${number === 1 ? "" : "s"}`;

  /** An element with its class, its children (text or elements) and its attributes. */
  function make(name, className = "", children = [], attributes = {}) {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  // ---- tables: sorting and filtering

  const figures = all("table.figures");

  function sortable(table) {
    for (const head of all("th.sortable", table)) {
      head.replaceChildren(make("button", "", [...head.childNodes], { type: "button" }));
      head.firstChild.addEventListener("click", () => {
        const before = head.getAttribute("aria-sort");
        const down = before === null ? head.classList.contains("number") : before === "ascending";
        for (const other of all("th[aria-sort]", table)) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        sort(table);
      });
    }
  }

  /** What a row is sorted by: a figure, null where it is undefined, or a name. */
  function key(row, column) {
    const cell = row.cells[column];
    if (cell.matches("th")) return row.dataset.system;
    if (!("sort" in cell.dataset)) return cell.textContent;
    return cell.dataset.sort === "" ? null : Number(cell.dataset.sort);
  }

  /** Sort the rows, systems and annotators each by themselves, as the heads say that they are. */
  function sort(table) {
    const head = all("th[aria-sort]", table)[0];
    if (!head) return;
    const column = head.cellIndex;
    const down = head.getAttribute("aria-sort") === "descending";
    for (const body of table.tBodies) {
      const rows = [...body.rows].map((row) => [key(row, column), row]);
      rows.sort(([a], [b]) => {
        if (a === null || b === null) return (a === null) - (b === null); // undefined stands last, either way
        const order = typeof a === "number" ? a - b : a.localeCompare(b, "en");
        return down ? -order : order;
      });
      body.append(...rows.map(([, row]) => row));
    }
  }

  /** Show the figures for one value of a slicing, or, without a value, the whole's. */
  function narrow(table, slicing, value) {
    // only gold has kinds, so that of one there is recall alone; where F1 stands alone it gives way to recall
    const instead = slicing === "kind" && !all('td[data-figure="1"]', table).length;
    const caption = instead ? `, recall of ${slicing} ${value} alone` : `, ${slicing} ${value} alone`;
    all(".narrowed", table)[0].textContent = value ? caption : "";
    for (const cell of all("td[data-measure]", table)) {
      cell.whole ??= [cell.firstChild.textContent, cell.dataset.sort, cell.classList.contains("strong")];
      let [text, by, strong] = cell.whole;
      if (value) {
        const { suite, system } = cell.parentNode.dataset;
        const found = data.figures[suite]?.[system]?.[slicing]?.[value]?.[cell.dataset.measure];
        text = found ? found[instead ? 1 : cell.dataset.figure] : "–";
        by = text === "–" ? "" : text;
        strong = false;
      }
      cell.firstChild.textContent = text;
      cell.dataset.sort = by;
      cell.classList.toggle("strong", strong);
      for (const interval of all(".interval", cell)) interval.hidden = Boolean(value);
    }
    if (value) embolden(table, slicing === "kind" && !instead ? "1" : "2");
    sort(table);
  }

  /** Set the best figures of each suite in bold, in the columns of precision (0), recall (1) or F1 (2). */
  function embolden(table, figure) {
    const systems = [...table.tBodies[0].rows];
    for (const first of all(`td[data-figure="${figure}"]`, systems[0])) {
      for (const suite of new Set(systems.map((row) => row.dataset.suite))) {
        const cells = systems.filter((row) => row.dataset.suite === suite).map((row) => row.cells[first.cellIndex]);
        const best = Math.max(...cells.map((cell) => Number(cell.dataset.sort)));
        if (cells.length < 2 || !best) continue;
        for (const cell of cells) cell.classList.toggle("strong", Number(cell.dataset.sort) === best);
      }
    }
  }

  function filter() {
    const part = byId("filter-system").value.trim().toLowerCase();
    const suite = byId("filter-suite")?.value ?? "";
    const annotators = byId("filter-annotators").checked;
    const chosen = all("select.narrow").find((select) => select.value);
    const slicing = chosen?.dataset.slicing ?? "";
    let shown = 0;
    for (const table of figures) {
      const applies = !slicing || table.dataset.slicings.split(" ").includes(slicing);
      const region = table.parentNode;
      for (let next = region; next && (next === region || next.matches(".note")); next = next.nextElementSibling) {
        next.hidden = !applies || (slicing !== "" && next.matches(".sure"));
      }
      if (!applies) continue;
      narrow(table, slicing, chosen?.value ?? "");
      for (const row of all("tbody tr", table)) {
        const { system, suite: of } = row.dataset;
        row.hidden =
          !system.toLowerCase().includes(part) || (suite !== "" && of !== suite) || (!annotators && row.dataset.role === "annotator");
        shown += !row.hidden;
      }
    }
    const filtered = part || suite || slicing || !annotators;
    byId("filter-said").textContent = filtered
      ? `${plural(shown, "row")} shown.${slicing === "kind" ? " Only gold has kinds, so that of them there is recall alone." : ""}`
      : "";
  }

  for (const table of figures) sortable(table);
  if (figures.length) {
    byId("filters").hidden = false;
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
    byId("filter-system").addEventListener("input", filter);
    byId("filters").addEventListener("change", (event) => {
      if (event.target.matches("select.narrow")) {
        for (const other of all("select.narrow")) if (other !== event.target) other.value = "";
      }
      filter();
    });
  }

  // ---- phenomena: two cases of a cell that a system gets wrong

  function cases(table, cell) {
    const { suite, layer } = table.dataset;
    const phenomenon = all("th", cell.parentNode)[0].dataset.phenomenon;
    const system = table.tHead.rows[0].cells[cell.cellIndex].textContent;
    const found = data.phenomena[suite]?.[layer]?.[phenomenon]?.[system] ?? [];
    const told = found.map(([document, trap, text, gold, predicted]) =>
      make("li", "", [
        make("a", "", [document], { href: `#${new URLSearchParams({ suite, document, layer, left: system })}` }),
        `${trap ? " (trap)" : ""}: ${text}`,
        make("br"),
        `gold: ${gold || "nothing"}; predicted: ${predicted || "nothing"}`,
      ]),
    );
    const none = suite in data.phenomena ? "No case is wrong." : "The gold isn't at hand, so there are no examples.";
    const region = table.parentNode.nextElementSibling;
    region.replaceChildren(
      make("p", "", [make("strong", "", [system]), ` on ${phenomenon}, ${cell.textContent} %`]),
      told.length ? make("ul", "", told) : make("p", "", [none]),
    );
    region.hidden = false;
  }

  const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  for (const table of all("table.phenomena")) {
    for (const cell of all("td", table)) {
      cell.replaceChildren(make("button", "", [...cell.childNodes], { type: "button", tabindex: "-1" }));
    }
    all("button", table)[0]?.setAttribute("tabindex", "0"); // one stop for the tab key, the arrows do the rest
    table.addEventListener("click", (event) => {
      const cell = event.target.closest("td");
      if (cell) cases(table, cell);
    });
    table.addEventListener("keydown", (event) => {
      const cell = event.target.closest("td");
      const [down, right] = STEPS[event.key] ?? [];
      const next = cell && down !== undefined && table.tBodies[0].rows[cell.parentNode.sectionRowIndex + down]?.cells[cell.cellIndex + right];
      if (!next?.matches("td")) return;
      event.preventDefault();
      event.target.setAttribute("tabindex", "-1");
      next.firstChild.setAttribute("tabindex", "0");
      next.firstChild.focus();
    });
  }

  // ---- timelines: one at a time

  const course = byId("course");
  if (course) {
    const choose = () => {
      for (const each of all(".course")) each.hidden = each.id !== course.value;
    };
    byId("course-choice").hidden = false;
    byId("course-choice").addEventListener("submit", (event) => event.preventDefault());
    course.addEventListener("change", choose);
    choose();
  }

  // ---- articles

  const SIGNS = ["hit", "near", "missed", "spurious"];
  const SYMBOLS = ["✓", "~", "−", "+"];
  const [HIT, NEAR, MISSED] = [0, 1, 2];
  const NAMES = { timexes: "times", events: "events" };
  const PAGE = 50;
  const suites = Object.keys(data.suites);
  const state = { suite: suites[0], number: 0, rows: [], at: -1, shown: PAGE };
  const parts = new Map();
  let turn = 0;

  const suite = () => data.suites[state.suite];
  /** What can stand on a side: the systems, and gold, which is right in all that it says. */
  const choices = () => {
    const { systems, layers, ids } = suite();
    return [...systems, { name: "gold", gold: true, role: "gold", layers, stated: {}, wrong: ids.map(() => 0), reasons: [], failed: {} }];
  };
  const system = (side) => choices()[Number(byId(side).value)];
  const title = (number) => suite().titles[number] || suite().ids[number];

  /** The document of that number: what it is unpacked from is kept for the last few parts. */
  async function fetchDocument(name, number) {
    const { together } = data.suites[name];
    const part = Math.floor(number / together);
    const id = `${name} ${part}`;
    if (!parts.has(id)) {
      if (parts.size > 3) parts.delete(parts.keys().next().value);
      const source = all("script.part").filter((element) => element.dataset.suite === name)[part].textContent;
      const bytes = Uint8Array.from(atob(source), (character) => character.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
      parts.set(id, JSON.parse(await new Response(stream).text()));
    }
    return parts.get(id)[number % together];
  }

  /** What a system did with each annotation: of gold by its number, and what it made up. */
  function items(packed, gold, failed, covered) {
    const found = { gold: new Map(), spurious: [] };
    if (!covered) return found;
    const list = failed ? gold.map((_, number) => [MISSED, 0, number]) : packed;
    for (const [mark, differs, number, start, end, ...fields] of list) {
      const ours = gold[number];
      const said = { mark, differs: Boolean(differs), start, end, fields };
      if (start === undefined && mark === HIT) Object.assign(said, { start: ours[0], end: ours[1], fields: ours.slice(2, 5) });
      if (number < 0) found.spurious.push(said);
      else found.gold.set(number, said);
    }
    return found;
  }

  function rowsOf(gold, left, right) {
    const rows = gold.map((ours, number) => ({
      start: ours[0],
      end: ours[1],
      gold: ours,
      left: left.gold.get(number),
      right: right.gold.get(number),
    }));
    const made = new Map();
    for (const [side, found] of [["left", left], ["right", right]]) {
      for (const said of found.spurious) {
        const span = `${said.start} ${said.end}`;
        const free = (made.get(span) ?? []).find((row) => !row[side]);
        const row = free ?? { start: said.start, end: said.end, gold: null };
        row[side] = said;
        if (!free) {
          made.set(span, [...(made.get(span) ?? []), row]);
          rows.push(row);
        }
      }
    }
    return rows.sort((a, b) => a.start - b.start || a.end - b.end);
  }

  const wrong = (said) => Boolean(said && (said.mark !== HIT || said.differs));

  function wanted(row) {
    const { left, right } = row;
    switch (byId("which").value) {
      case "left":
        return wrong(left);
      case "right":
        return wrong(right);
      case "either":
        return wrong(left) || wrong(right);
      case "differ":
        return left?.mark !== right?.mark || String(left?.fields) !== String(right?.fields);
      default:
        return true;
    }
  }

  /** What is said, in elements: a field of usual length stays on one line. */
  const fieldsOf = (fields) => fields.filter(Boolean).flatMap((field) => [make("span", field.length < 24 ? "field" : "", [field]), " "]);

  /** What stands behind a mark's words: the value, or the fields in which system and gold differ. */
  function valueOf(row, said, layer, stated) {
    const ours = row.gold?.slice(2, 5);
    if (ours && said.mark !== MISSED && said.differs) {
      return ours
        .map((of, place) => (stated[place] && of !== said.fields[place] ? `${said.fields[place] ?? "nothing"} ≠ ${of ?? "nothing"}` : ""))
        .filter(Boolean)
        .join(", ");
    }
    return layer === "timexes" ? ((said.mark === MISSED ? ours : said.fields)[1] ?? "") : "";
  }

  function drawText(side, characters, ignored, layer, each) {
    const out = document.createDocumentFragment();
    const spans = ignored.map(([start, end]) => ({ start, end, ignored: true }));
    state.rows.forEach((row, number) => {
      if (row[side]) spans.push({ start: row.start, end: row.end, row, number });
    });
    spans.sort((a, b) => a.start - b.start || b.end - a.end || (a.number ?? -1) - (b.number ?? -1));
    const words = (from, to) => characters.slice(from, to).join("");
    let at = 0;
    for (const span of spans) {
      const inside = span.start < at; // what overlaps a mark has its number alone in the text
      if (!inside) out.append(words(at, span.start));
      if (span.ignored) {
        if (!inside) out.append(make("span", "ignored", [make("span", "hidden", ["ignored: "]), words(span.start, span.end)]));
      } else {
        const said = span.row[side];
        const sign = each.gold ? "gold" : SIGNS[said.mark];
        const kind = sign + (said.differs ? " differs" : "") + (inside ? " only" : "");
        const value = valueOf(span.row, said, layer, each.stated[layer] ?? []);
        const link = make("a", `mark ${kind}`, [make("span", "hidden", [`${sign}: `])], {
          href: `#row-${span.number}`,
          id: `${side}-${span.number}`,
        });
        if (!inside) link.append(words(span.start, span.end));
        const behind = value ? [make("span", "value", [` ${value}`])] : [];
        link.append(make("span", value.length < 30 ? "field" : "", [...behind, make("sup", "", [String(span.number + 1)])]));
        link.addEventListener("click", (event) => {
          event.preventDefault();
          select(span.number, `row-${span.number}`);
        });
        out.append(link);
      }
      if (!inside) at = span.end;
    }
    out.append(words(at, characters.length));
    byId(`${side}-text`).replaceChildren(out);
    byId(`${side}-text`).scrollTop = 0;
  }

  function cell(row, side, words) {
    const said = row[side];
    if (!said) return make("td", "", row.gold ? [] : [make("span", "hidden", ["nothing here"])]);
    const children = [make("span", "sign", [SYMBOLS[said.mark]], { "aria-hidden": "true" }), make("span", "hidden", [SIGNS[said.mark]]), " "];
    if (said.mark === NEAR) children.push(`“${words(said.start, said.end)}” `);
    if (said.mark !== MISSED) children.push(make(said.differs ? "strong" : "span", "", [said.differs ? "≠ " : "", ...fieldsOf(said.fields)]));
    return make("td", SIGNS[said.mark], children);
  }

  function drawRows(characters) {
    const words = (start, end) => characters.slice(start, end).join("").replace(/\s+/g, " ");
    const body = byId("rows").tBodies[0];
    body.replaceChildren(
      ...state.rows.map((row, number) => {
        const side = row.left ? "left" : "right";
        const link = make("a", "", [String(number + 1)], { href: `#${side}-${number}`, id: `row-${number}` });
        link.addEventListener("click", (event) => {
          event.preventDefault();
          select(number, `${side}-${number}`);
        });
        return make("tr", "", [
          make("td", "", [link]),
          make("th", "", [words(row.start, row.end)], { scope: "row" }),
          make("td", "", row.gold ? fieldsOf(row.gold.slice(2)) : []),
          cell(row, "left", words),
          cell(row, "right", words),
        ]);
      }),
    );
    filterRows();
  }

  function filterRows() {
    const rows = [...byId("rows").tBodies[0].rows];
    rows.forEach((element, number) => {
      element.hidden = !wanted(state.rows[number]);
    });
    state.at = -1;
    mark(-1);
    summary(rows.filter((element) => !element.hidden).length);
  }

  function summary(shown) {
    const tell = (side) => {
      if (system(side).gold) return `gold: ${count(state.rows.filter((row) => row.gold).length)}`;
      const found = SIGNS.map((name, number) => [state.rows.filter((row) => row[side]?.mark === number).length, name]);
      const differing = state.rows.filter((row) => row[side]?.differs).length;
      const counts = found.map(([number, name]) => `${count(number)} ${name}`).join(", ");
      return `${system(side).name}: ${counts}${differing ? `, ${count(differing)} found but saying something else` : ""}`;
    };
    byId("said").textContent = `${plural(shown, "row")}. ${tell("left")}. ${tell("right")}.`;
  }

  /** Show that a row is the chosen one, here and in both texts; -1 for none. */
  function mark(number) {
    for (const before of all("[aria-current='true']", byId("sides"))) before.removeAttribute("aria-current");
    for (const id of [`row-${number}`, `left-${number}`, `right-${number}`]) {
      const element = byId(id);
      if (!element) continue;
      element.setAttribute("aria-current", "true");
      const region = element.closest(".scroll");
      if (region.scrollHeight > region.clientHeight + 1) {
        const [inner, outer] = [element.getBoundingClientRect(), region.getBoundingClientRect()];
        region.scrollTop += inner.top - outer.top - region.clientHeight / 3;
      }
    }
  }

  function select(number, focus) {
    state.at = number;
    mark(number);
    if (focus) byId(focus)?.focus();
    const row = state.rows[number];
    const cells = [...byId(`row-${number}`).closest("tr").cells].map((each) => all(".sign", each).reduce((text, sign) => text.replace(sign.textContent, ""), each.textContent).trim());
    const told = ["left", "right"]
      .filter((side) => !system(side).gold)
      .map((side) => ` ${system(side).name}: ${row[side] ? cells[side === "left" ? 3 : 4] : "nothing"}.`);
    byId("said").textContent = `${number + 1} of ${state.rows.length}: ${cells[1]}. gold: ${cells[2] || "nothing"}.${told.join("")}`;
  }

  function step(by) {
    const rows = [...byId("rows").tBodies[0].rows];
    for (let at = state.at < 0 && by < 0 ? rows.length - 1 : state.at + by; at >= 0 && at < rows.length; at += by) {
      if (!rows[at].hidden) {
        select(at);
        const first = byId(`left-${at}`) ?? byId(`right-${at}`);
        const region = first?.closest(".scroll");
        if (region && region.scrollHeight <= region.clientHeight + 1) first.scrollIntoView({ block: "center" });
        return;
      }
    }
    byId("said").textContent = by > 0 ? "There is no further mark." : "There is no mark before.";
  }

  async function show() {
    const mine = ++turn;
    const number = state.number;
    const of = state.suite;
    const found = await fetchDocument(of, number);
    if (mine !== turn) return;
    const [head, said] = found;
    const layer = byId("layer").value;
    const sides = ["left", "right"].map((side) => {
      const each = system(side);
      const place = suite().systems.findIndex(({ name }) => name === each.name);
      const failed = number in each.failed;
      return { side, each, failed, covered: each.layers.includes(layer), packed: each.gold ? head.gold[layer].map((_, n) => [HIT, 0, n]) : (said[place]?.[layer] ?? []) };
    });
    const gold = head.gold[layer];
    const [left, right] = sides.map(({ packed, failed, covered }) => items(packed, gold, failed, covered));
    const characters = Array.from(head.text);
    state.rows = rowsOf(gold, left, right);
    for (const { side, each, failed, covered } of sides) {
      byId(`${side}-name`).textContent = each.name;
      byId(`${side}-head`).textContent = each.name;
      byId("rows").classList.toggle(`without-${side}`, Boolean(each.gold)); // gold has a column of its own
      drawText(side, characters, head.ignore, layer, each);
      const told = failed ? `Failed: ${each.reasons[each.failed[number]]}` : covered ? "" : `It gives no ${NAMES[layer]}.`;
      if (told) byId(`${side}-text`).prepend(make("p", "told", [told]));
    }
    byId("title").textContent = `${title(number)} (${count(number + 1)} of ${count(suite().ids.length)}${head.dct ? `, written ${head.dct}` : ""})`;
    byId("before").disabled = number === 0;
    byId("after").disabled = number === suite().ids.length - 1;
    drawRows(characters);
  }

  function matching() {
    const { ids, titles } = suite();
    const part = byId("find").value.trim().toLowerCase();
    const side = byId("order").value;
    const numbers = ids.map((_, number) => number).filter((number) => `${ids[number]}\n${titles[number]}`.toLowerCase().includes(part));
    if (side) {
      const mistakes = system(side).wrong;
      numbers.sort((a, b) => mistakes[b] - mistakes[a] || a - b);
    }
    return numbers;
  }

  function list() {
    if (!byId("chooser").open) return;
    const numbers = matching();
    const shown = numbers.slice(0, state.shown);
    byId("documents").replaceChildren(
      ...shown.map((number) => {
        const [a, b] = ["left", "right"].map((side) => system(side));
        const failed = (each) => (number in each.failed ? "failed" : plural(each.wrong[number], "mistake"));
        const about = `${suite().titles[number] ? `${suite().ids[number]} · ` : ""}${a.name}: ${failed(a)} · ${b.name}: ${failed(b)}`;
        const button = make("button", "", [title(number), make("small", "", [about])], { type: "button" });
        if (number === state.number) button.setAttribute("aria-current", "true");
        button.addEventListener("click", () => {
          byId("chooser").open = false;
          all("summary", byId("chooser"))[0].focus();
          go(number);
        });
        return make("li", "", [button]);
      }),
    );
    byId("found").textContent = `${count(shown.length)} of ${plural(numbers.length, "document")} listed`;
    byId("more").hidden = shown.length === numbers.length;
  }

  async function go(number) {
    state.number = number;
    await show();
    remember();
    list();
  }

  /** So that a reload, or a link to this very view, shows the same. */
  function remember() {
    const view = { suite: state.suite, document: suite().ids[state.number], left: system("left").name, right: system("right").name, layer: byId("layer").value };
    try {
      history.replaceState(null, "", `#${new URLSearchParams(view)}`);
    } catch {
      // where a page may not change its address
    }
  }

  function fill() {
    const { layers } = suite();
    const systems = choices();
    for (const side of ["left", "right"]) {
      byId(side).replaceChildren(...systems.map((each, number) => new Option(each.name, String(number))));
    }
    byId("layer").replaceChildren(...layers.map((layer) => new Option(NAMES[layer], layer)));
    const total = (each) => each.wrong.reduce((sum, number) => sum + number, 0);
    const shown = systems.map((each, number) => ({ each, number })).filter(({ each }) => !each.gold && each.layers.includes(layers[0]));
    const rivals = shown.filter(({ each }) => each.role !== "annotator").sort((a, b) => total(a.each) - total(b.each));
    const best = (rivals.length ? rivals : shown).slice(0, 2);
    // the two best systems, or gold and the only one
    const [left, right] = best.length === 2 ? best.map(({ number }) => number) : [systems.length - 1, best[0]?.number ?? 0];
    byId("left").value = String(left);
    byId("right").value = String(right);
  }

  /** Show a layer that one of the two has. */
  function agree() {
    const has = [...system("left").layers, ...system("right").layers];
    if (!has.includes(byId("layer").value)) byId("layer").value = system("left").layers[0];
  }

  function choose(view) {
    if (suites.includes(view.suite) && view.suite !== state.suite) {
      state.suite = view.suite;
      if (byId("suite")) byId("suite").value = view.suite;
      fill();
    }
    for (const side of ["left", "right"]) {
      const place = choices().findIndex((each) => each.name === view[side]);
      if (place >= 0) byId(side).value = String(place);
    }
    // a link that names one system doesn't put it beside itself
    if (!view.right && byId("left").value === byId("right").value) byId("right").value = String(suite().systems.length);
    if (suite().layers.includes(view.layer)) byId("layer").value = view.layer;
    const number = suite().ids.indexOf(view.document);
    state.number = number >= 0 ? number : 0;
    agree();
  }

  const fromAddress = () => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));

  async function articles() {
    if (!suites.length) return;
    byId("viewer").hidden = false;
    fill();
    choose(fromAddress());
    await show();
    byId("suite")?.addEventListener("change", () => {
      state.suite = byId("suite").value;
      fill();
      state.shown = PAGE;
      go(0);
    });
    byId("choice").addEventListener("submit", (event) => event.preventDefault());
    for (const id of ["left", "right", "layer"]) {
      byId(id).addEventListener("change", () => {
        if (id !== "layer") agree();
        go(state.number);
      });
    }
    byId("which").addEventListener("change", filterRows);
    byId("values").addEventListener("change", () => byId("sides").classList.toggle("bare", !byId("values").checked));
    byId("chooser").addEventListener("toggle", list);
    const relist = () => {
      state.shown = PAGE;
      list();
    };
    byId("find").addEventListener("input", relist);
    byId("order").addEventListener("change", relist);
    byId("more").addEventListener("click", () => {
      const first = state.shown;
      state.shown += PAGE;
      list();
      all("button", byId("documents"))[first]?.focus();
    });
    byId("before").addEventListener("click", () => go(state.number - 1));
    byId("after").addEventListener("click", () => go(state.number + 1));
    byId("previous").addEventListener("click", () => step(-1));
    byId("next").addEventListener("click", () => step(1));
    byId("viewer").addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, select")) return;
      const by = { n: 1, j: 1, p: -1, k: -1 }[event.key];
      if (by) {
        event.preventDefault();
        step(by);
      }
    });
    addEventListener("hashchange", () => {
      const view = fromAddress();
      if ("document" in view) {
        choose(view);
        show().then(list);
        byId("articles").scrollIntoView();
      }
    });
    for (const link of all("a[data-document]")) {
      link.addEventListener("click", () => {
        choose(link.dataset);
        go(state.number);
      });
    }
  }

  articles().then(
    () => performance.mark("usable"),
    (error) => {
      byId("viewer").hidden = false;
      byId("viewer").replaceChildren(make("p", "told", [`The articles can't be shown by this browser: ${error.message}`]));
      performance.mark("usable");
    },
  );
})();
