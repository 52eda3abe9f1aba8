"use strict";
// Offsets count code points everywhere: a text is an array of code points, never indexed as a string.
const LAYERS = ["timexes", "events", "ignore"];
const LETTER = { timexes: "t", events: "e" };
const FIELDS = { timexes: ["type", "value"], events: ["class", "realis", "when"], ignore: [] };
const at = (id) => document.getElementById(id);

let suite = { layer: "suite", labelled: [] };
let timeline = [];
let documents = [];
let shown = 0; // the index of the document
let cursor = 0; // the index of the word
let anchor = 0; // the word at which the selection began
let range = null; // the selected code points
let open = null; // the annotation in the form
let past = []; // what Undo brings back
let changed = false;

function say(text) {
  at("said").textContent = text;
}

function counted(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function make(tag, text, properties = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  return Object.assign(element, properties);
}

// ---- reading and writing lines ----

function read(lines) {
  const found = { suite: { layer: "suite", labelled: [] }, timeline: [], documents: [] };
  const byId = new Map();
  for (const line of lines) {
    if (line.layer === "documents") {
      const entry = { line, chars: Array.from(line.text), timexes: [], events: [], ignore: [], links: [] };
      entry.words = wordsOf(entry.chars);
      byId.set(String(line.id), entry);
      found.documents.push(entry);
    }
  }
  for (const line of lines) {
    if (line.layer === "suite") found.suite = line;
    else if (line.layer === "timeline") found.timeline.push(line);
    else if (line.layer !== "documents") {
      const entry = byId.get(String(line.doc));
      if (!entry || !Array.isArray(entry[line.layer])) throw new Error(`a line of ${line.layer} for ${line.doc}`);
      entry[line.layer].push(line);
    }
  }
  if (!found.documents.length) throw new Error("no documents");
  return found;
}

function lines() {
  const used = ["timexes", "events", "links", "ignore"].filter((layer) => documents.some((each) => each[layer].length));
  const labelled = [...new Set([...(suite.labelled || []), ...used])].sort();
  const found = [{ ...suite, labelled }];
  for (const each of documents) {
    found.push(each.line);
    for (const layer of [...LAYERS, "links"]) found.push(...each[layer]);
  }
  return [...found, ...timeline];
}

// As Python writes it: spaces after commas and colons would differ, but JSON is JSON; the layer comes first.
function saved() {
  return lines()
    .map(({ layer, ...rest }) => `${JSON.stringify({ layer, ...rest })}\n`)
    .join("");
}

function wordsOf(chars) {
  const found = [];
  let start = -1;
  let kind = "";
  chars.forEach((char, index) => {
    const now = /\s/u.test(char) ? "" : /[\p{L}\p{N}\p{M}]/u.test(char) ? "word" : "sign";
    if (start >= 0 && now !== kind) {
      found.push([start, index]);
      start = -1;
    }
    if (now && (start < 0 || now !== kind)) start = index;
    kind = now;
  });
  if (start >= 0) found.push([start, chars.length]);
  return found;
}

// ---- the document ----

const doc = () => documents[shown];
const wordsIn = (start, end) => doc().chars.slice(start, end).join("");
const marks = () => LAYERS.flatMap((layer) => doc()[layer]).sort((a, b) => a.start - b.start || b.end - a.end);
const spanOf = (word) => doc().words[word] || [0, 0];

function keep() {
  const { timexes, events, ignore, links } = doc();
  past.push({ shown, state: JSON.stringify({ timexes, events, ignore, links }), timeline: JSON.stringify(timeline) });
  if (past.length > 200) past.shift();
  changed = true;
}

function undo() {
  const last = past.pop();
  if (!last) return say("Nothing to undo.");
  Object.assign(documents[last.shown], JSON.parse(last.state));
  timeline = JSON.parse(last.timeline);
  shown = last.shown;
  open = null;
  show();
  say("Undone.");
}

function freshId(layer) {
  const taken = new Set(["dct", ...[...doc().timexes, ...doc().events].map((each) => each.id)]);
  let number = 1;
  while (taken.has(`${LETTER[layer]}${number}`)) number += 1;
  return `${LETTER[layer]}${number}`;
}

function mark(layer) {
  if (!range) return say("Select words first.");
  keep();
  const { start, end } = range;
  const made = { layer, doc: doc().line.id };
  if (LETTER[layer]) made.id = freshId(layer);
  Object.assign(made, { start, end, text: wordsIn(start, end) });
  for (const field of FIELDS[layer]) made[field] = null;
  doc()[layer].push(made);
  doc()[layer].sort((a, b) => a.start - b.start || b.end - a.end);
  open = made;
  show();
  const first = at("form").querySelector(`[data-layer="${layer}"] [data-field]`);
  (first || at("text")).focus();
  say(`Marked: ${made.text}.`);
}

function remove(item) {
  keep();
  doc()[item.layer] = doc()[item.layer].filter((each) => each !== item);
  let more = "";
  if (item.id) {
    const before = doc().links.length;
    doc().links = doc().links.filter((each) => each.source !== item.id && each.target !== item.id);
    if (before > doc().links.length) more = ` ${counted(before - doc().links.length, "link")} went with it.`;
    for (const entry of timeline) {
      const rest = (entry.mentions || []).filter(([name, id]) => item.layer !== "events" || name !== doc().line.id || id !== item.id);
      if (entry.mentions && rest.length < entry.mentions.length) {
        entry.mentions = rest;
        more += ` The timeline's entry ${entry.id} no longer mentions it.`;
      }
    }
  }
  if (open === item) open = null;
  show();
  at("text").focus();
  say(`Removed: ${item.text}.${more}`);
}

// An open case has a mark for each statement of the annotators; keeping one removes the others.
function decide(item) {
  if (!item || !item.open) return say("This mark is no open case.");
  keep();
  doc()[item.layer] = doc()[item.layer].filter((each) => each === item || each.case !== item.case);
  item.open = false;
  show();
  at("text").focus();
  say(`Kept: ${told(item)}. ${casesLeft()}`);
}

function casesLeft() {
  const left = new Set(documents.flatMap((each) => LAYERS.flatMap((layer) => each[layer])).filter((item) => item.open).map((item) => item.case));
  return left.size ? `${counted(left.size, "case")} open.` : "No case is open.";
}

const hasCases = () => documents.some((each) => LAYERS.some((layer) => each[layer].some((item) => item.case)));

function nextCase() {
  const all = documents.flatMap((each, index) =>
    LAYERS.flatMap((layer) => each[layer])
      .filter((item) => item.open)
      .sort((a, b) => a.start - b.start)
      .map((item) => ({ index, item })),
  );
  if (!all.length) return say(casesLeft());
  const here = spanOf(cursor)[0];
  const after = ({ index, item }) => index > shown || (index === shown && (open ? item.start > here : item.start >= here));
  const { index, item } = all.find(after) || all[0];
  if (index !== shown) turn(index);
  choose(item, false);
  say(told(item));
}

function move(edge, by) {
  const next = { start: open.start, end: open.end };
  next[edge] += by;
  if (next.start < 0 || next.end > doc().chars.length || next.start >= next.end) return say("No further.");
  keep();
  Object.assign(open, next, { text: wordsIn(next.start, next.end) });
  show();
  say(`It covers: ${open.text}.`);
}

// ---- showing ----

function show() {
  showText();
  showForm();
  showList();
  showLinks();
  at("document").value = String(shown);
  at("dct").value = doc().line.dct || "";
  at("previous").disabled = shown === 0;
  at("next").disabled = shown === documents.length - 1;
}

function showText() {
  const { chars, words } = doc();
  const edges = new Set([0, chars.length]);
  for (const [start, end] of words) edges.add(start).add(end);
  const items = marks();
  for (const { start, end } of items) edges.add(start).add(end);
  if (range) edges.add(range.start).add(range.end);
  const sorted = [...edges].filter((each) => each >= 0 && each <= chars.length).sort((a, b) => a - b);
  const parts = document.createDocumentFragment();
  const [from, to] = spanOf(cursor);
  let live = [];
  let next = 0;
  for (let index = 0; index + 1 < sorted.length; index += 1) {
    const [start, end] = [sorted[index], sorted[index + 1]];
    live = live.filter((item) => item.end > start);
    while (next < items.length && items[next].start <= start) live.push(items[next++]);
    const part = make("span", chars.slice(start, end).join(""));
    part.dataset.start = String(start);
    for (const item of live) part.classList.add(item.layer, ...(item.open ? ["undecided"] : []));
    if (open && open.start <= start && end <= open.end) part.classList.add("open");
    if (range && range.start <= start && end <= range.end) part.classList.add("chosen");
    if (from <= start && end <= to) part.classList.add("cursor");
    parts.append(part);
  }
  at("text").replaceChildren(parts);
  at("selected").textContent = range ? `“${wordsIn(range.start, range.end)}”` : "";
}

function showForm() {
  at("form").hidden = !open;
  at("nothing").hidden = Boolean(open);
  if (!open) return;
  at("case").hidden = !open.case;
  if (open.case) {
    at("said-by").textContent = `${open.open ? "Open case" : "Decided"}. Said by ${(open.says || []).join(", ")}.`;
    at("why").value = open.why || "";
    at("keep").disabled = !open.open;
  }
  at("words").textContent = open.text + (open.id ? ` (${open.id})` : "");
  for (const group of at("form").querySelectorAll("[data-layer]")) {
    group.hidden = group.dataset.layer !== open.layer;
    for (const field of group.querySelectorAll("[data-field]")) {
      const value = open[field.dataset.field] || "";
      // a word of another scheme stays
      if (field.tagName === "SELECT" && ![...field.options].some((each) => each.value === value)) field.append(make("option", value));
      if (!group.hidden) field.value = value;
    }
  }
}

function told(item) {
  const said = ["type", "value", "mod", "kind", "class", "realis", "when"].map((field) => item[field]).filter(Boolean);
  return `${item.text.replace(/\s+/gu, " ")}${said.length ? ` · ${said.join(" ")}` : ""}${item.layer === "ignore" ? " · ignored" : ""}${item.open ? ` · open: ${item.says.join(", ")}` : ""}`;
}

function showList() {
  at("cases").hidden = !hasCases();
  at("cases").textContent = `${casesLeft()} O goes to the next one, K keeps the mark at the cursor, Del removes it.`;
  at("list").replaceChildren(
    ...marks().map((item) => {
      const button = make("button", told(item), { type: "button", className: item.layer + (item.open ? " undecided" : "") });
      if (item === open) button.setAttribute("aria-current", "true");
      button.addEventListener("click", () => choose(item, true));
      const row = make("li", "");
      row.append(button);
      return row;
    }),
  );
}

function showLinks() {
  const ends = [...doc().timexes, ...doc().events].filter((each) => each.id);
  const names = new Map([["dct", "dct"], ...ends.map((each) => [each.id, `${each.id} ${each.text}`])]);
  for (const id of ["source", "target"]) {
    const before = at(id).value;
    at(id).replaceChildren(...[...names].map(([value, text]) => make("option", text, { value })));
    if (names.has(before)) at(id).value = before;
  }
  at("links").replaceChildren(
    ...doc().links.map((link) => {
      const name = `${names.get(link.source) || link.source} ${link.relation} ${names.get(link.target) || link.target}`;
      const row = make("li", "");
      const button = make("button", "Remove", { type: "button" });
      button.setAttribute("aria-label", `Remove the link ${name}`);
      button.addEventListener("click", () => {
        keep();
        doc().links = doc().links.filter((each) => each !== link);
        show();
        at("source").focus();
        say("Link removed.");
      });
      row.append(make("span", name), button);
      return row;
    }),
  );
}

function choose(item, focus) {
  open = item;
  range = { start: item.start, end: item.end };
  cursor = Math.max(0, doc().words.findIndex(([, end]) => end > item.start));
  anchor = cursor;
  show();
  reveal();
  if (focus) (at("form").querySelector(`[data-layer="${item.layer}"] [data-field]`) || at("remove")).focus();
}

function reveal() {
  const part = at("text").querySelector(".cursor");
  if (part) part.scrollIntoView({ block: "nearest" });
}

function turn(to) {
  if (to < 0 || to >= documents.length) return;
  shown = to;
  cursor = 0;
  anchor = 0;
  range = null;
  open = null;
  show();
  say(`Document ${shown + 1} of ${documents.length}: ${doc().line.title || doc().line.id}.`);
}

// ---- the keyboard and the mouse in the text ----

function select(word, extend) {
  const last = doc().words.length - 1;
  if (last < 0) return;
  cursor = Math.min(Math.max(word, 0), last);
  if (!extend) anchor = cursor;
  const [first, end] = [Math.min(anchor, cursor), Math.max(anchor, cursor)];
  range = { start: spanOf(first)[0], end: spanOf(end)[1] };
  showText();
  reveal();
  const here = marks().filter((item) => item.start < range.end && range.start < item.end);
  say(`${wordsIn(range.start, range.end)}${here.length ? `; marked: ${here.map(told).join("; ")}` : ""}`);
}

function vertical(down) {
  const boxes = [...at("text").querySelectorAll("span")].map((part) => [Number(part.dataset.start), part.getBoundingClientRect()]);
  const here = boxes.find(([start]) => start === spanOf(cursor)[0]);
  if (!here) return cursor;
  const far = boxes.filter(([, box]) => (down ? box.top > here[1].top + 4 : box.top < here[1].top - 4) && box.width);
  if (!far.length) return cursor;
  const row = down ? Math.min(...far.map(([, box]) => box.top)) : Math.max(...far.map(([, box]) => box.top));
  const line = far.filter(([start, box]) => Math.abs(box.top - row) < 4 && doc().words.some(([first]) => first === start));
  if (!line.length) return down ? cursor + 1 : cursor - 1;
  line.sort((a, b) => Math.abs(a[1].left - here[1].left) - Math.abs(b[1].left - here[1].left));
  return doc().words.findIndex(([first]) => first === line[0][0]);
}

function markAtCursor() {
  const [start, end] = range ? [range.start, range.end] : spanOf(cursor);
  if (open && open.start < end && start < open.end) return open;
  const found = marks().filter((item) => item.start < end && start < item.end);
  return found.sort((a, b) => a.end - a.start - (b.end - b.start))[0];
}

// Leads to the link form; the mark at the cursor is the link's first end.
function startLink() {
  const item = markAtCursor();
  if (item && item.id) at("source").value = item.id;
  at("source").focus();
}

function step(by) {
  const items = marks();
  if (!items.length) return say("No marks.");
  const now = open ? items.indexOf(open) : -1;
  const place = spanOf(cursor)[0];
  const near = by > 0 ? items.findIndex((item) => item.start > place) : items.findLastIndex((item) => item.start < place);
  const to = now >= 0 ? now + by : near;
  if (to < 0 || to >= items.length) return say("No more marks.");
  choose(items[to], false);
  say(told(items[to]));
}

const KEYS = {
  ArrowRight: (event) => select(cursor + 1, event.shiftKey),
  ArrowLeft: (event) => select(cursor - 1, event.shiftKey),
  ArrowDown: (event) => select(vertical(true), event.shiftKey),
  ArrowUp: (event) => select(vertical(false), event.shiftKey),
  Home: (event) => select(0, event.shiftKey),
  End: (event) => select(doc().words.length - 1, event.shiftKey),
  t: () => mark("timexes"),
  e: () => mark("events"),
  i: () => mark("ignore"),
  l: () => startLink(),
  n: () => step(1),
  p: () => step(-1),
  k: () => decide(markAtCursor()),
  o: () => nextCase(),
  Enter: () => {
    const item = markAtCursor();
    if (item) choose(item, true);
    else say("No mark here.");
  },
  Delete: () => {
    const item = markAtCursor();
    if (item) remove(item);
    else say("No mark here.");
  },
};
KEYS.Backspace = KEYS.Delete;

at("text").addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    if (event.key === "z" && !event.altKey) {
      event.preventDefault();
      undo();
    }
    return;
  }
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  act(event);
});

function offset(node, within) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node.childNodes[within] || node.lastChild;
  if (!element || !at("text").contains(element)) return null;
  if (node.nodeType !== Node.TEXT_NODE) return element === node.childNodes[within] ? Number(element.dataset.start) : doc().chars.length;
  return Number(element.dataset.start) + Array.from(node.data.slice(0, within)).length;
}

at("text").addEventListener("mouseup", () => {
  const selection = getSelection();
  if (!selection.rangeCount) return;
  const chosen = selection.getRangeAt(0);
  let start = offset(chosen.startContainer, chosen.startOffset);
  let end = offset(chosen.endContainer, chosen.endOffset);
  if (start === null || end === null) return;
  const { chars, words } = doc();
  if (start === end) {
    const word = words.findIndex(([first, last]) => first <= start && start < last);
    selection.removeAllRanges();
    if (word < 0) return;
    select(word, false);
    const item = marks().filter((each) => each.start <= start && start < each.end).sort((a, b) => a.end - a.start - (b.end - b.start))[0];
    if (item) choose(item, false);
    return;
  }
  while (start < end && /\s/u.test(chars[start])) start += 1;
  while (start < end && /\s/u.test(chars[end - 1])) end -= 1;
  selection.removeAllRanges();
  if (start === end) return;
  range = { start, end };
  cursor = Math.max(0, words.findIndex(([, last]) => last >= end));
  anchor = Math.max(0, words.findIndex(([, last]) => last > start));
  showText();
  say(`Selected: ${wordsIn(start, end)}.`);
});

// ---- the form, the links, files ----

for (const layer of LAYERS) at(`mark-${layer}`).addEventListener("click", () => mark(layer));

for (const field of at("form").querySelectorAll("[data-field]")) {
  field.addEventListener("change", () => {
    keep();
    open[field.dataset.field] = field.value.trim() || null;
    showList();
    say(`${field.dataset.field} of ${open.text}: ${field.value.trim() || "nothing"}.`);
  });
}

for (const button of at("form").querySelectorAll("[data-edge]")) {
  button.addEventListener("click", () => move(button.dataset.edge, Number(button.dataset.by)));
}

at("form").addEventListener("submit", (event) => event.preventDefault());
at("form").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-field]")) {
    event.preventDefault();
    at("text").focus();
  }
});
at("keep").addEventListener("click", () => decide(open));
at("why").addEventListener("change", () => {
  keep();
  open.why = at("why").value.trim();
});
at("remove").addEventListener("click", () => remove(open));
at("undo").addEventListener("click", undo);
at("previous").addEventListener("click", () => turn(shown - 1));
at("next").addEventListener("click", () => turn(shown + 1));
at("document").addEventListener("change", () => turn(Number(at("document").value)));
at("dct").addEventListener("change", () => {
  const stated = at("dct").value.trim();
  if (stated) doc().line.dct = stated;
  else delete doc().line.dct;
  changed = true;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") at("text").focus();
  // the browser would save the page as it was opened, without the marks
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
    event.preventDefault();
    // a field that is being written tells its change when it loses the focus
    const before = document.activeElement;
    at("save").focus();
    at("save").click();
    before.focus();
  }
});

// In a list, Enter would open the list; as in the form of a mark, it ends the entry.
at("link").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.tagName !== "SELECT") return;
  event.preventDefault();
  const before = doc().links.length;
  at("link").requestSubmit();
  if (doc().links.length > before) at("text").focus();
});

at("link").addEventListener("submit", (event) => {
  event.preventDefault();
  const made = { layer: "links", doc: doc().line.id, source: at("source").value, target: at("target").value, relation: at("relation").value };
  if (made.source === made.target) return say("A link joins two different ends.");
  if (doc().links.some((each) => each.source === made.source && each.target === made.target && each.relation === made.relation)) return say("This link is there already.");
  keep();
  doc().links.push(made);
  show();
  say("Link added.");
});

const fileName = () => `${String(suite.name || "gold").replace(/[^\p{L}\p{N}._-]+/gu, "-")}.jsonl`;

at("save").addEventListener("click", () => {
  const address = URL.createObjectURL(new Blob([saved()], { type: "application/jsonl" }));
  const name = fileName();
  make("a", "", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  changed = false;
  say(`Saved as ${name}, in your folder of downloads.`);
});

at("load").addEventListener("change", async () => {
  const [file] = at("load").files;
  if (!file) return;
  const text = (await file.text()).replace(/^\ufeff/u, "");
  let number = 0;
  try {
    const found = [];
    for (const line of text.split("\n")) {
      number += 1;
      if (line.trim()) found.push(JSON.parse(line));
    }
    begin(read(found));
    say(`Opened ${file.name}: ${counted(documents.length, "document")}.`);
  } catch (error) {
    say(`${file.name} can't be opened, and nothing changed: ${error instanceof SyntaxError ? `line ${number} isn't JSON` : error.message}.`);
  }
  at("load").value = "";
});

addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

function begin(found) {
  ({ suite, timeline, documents } = found);
  past = [];
  changed = false;
  shown = 0;
  cursor = 0;
  anchor = 0;
  range = null;
  open = null;
  at("document").replaceChildren(...documents.map((each, index) => make("option", each.line.title || each.line.id, { value: String(index) })));
  at("then").textContent = hasCases() ? `bench adjudicate ANN BEN gold/mine --from-page ${fileName()}` : `bench annotate ${fileName()} gold/mine`;
  show();
}

begin(read(JSON.parse(at("lines").textContent)));
performance.mark("usable");
