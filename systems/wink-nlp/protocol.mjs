// The system protocol (docs/protocol.md) for a tool that reads one text. The same file stands in each folder of a
// system in JavaScript, since a folder is copied and set up alone; tests/extractors/test_node_folders.py compares them.
//
// A given span is read alone, as a text of its own. It is answered if the tool finds one time in it, knows of which
// type that is, and leaves nothing of the span but white space, punctuation, "the", and the prepositions at, by,
// during, for, from, in, of and on. Of "early May" a tool that finds "May" has read a part, and gives no answer.

import { createInterface } from "node:readline";

// Some tools ask the machine's time zone whatever reference they are given.
process.env.TZ = "UTC";
// Standard output carries the protocol alone.
console.log = console.info = console.debug = console.error;

const SAID_OF_NOTHING = /^(\s|\p{P}|\b(the|at|by|during|for|from|in|of|on)\b)*$/iu;

/** For each UTF-16 offset of a text the code points before it. */
function codePoints(text) {
  const points = new Uint32Array(text.length + 1);
  for (let unit = 0, point = 0; unit < text.length; point++) {
    const width = text.codePointAt(unit) > 0xffff ? 2 : 1;
    points.fill(point + 1, unit + 1, unit + 1 + width);
    unit += width;
  }
  return points;
}

/** The span as far as the text goes, without the white space at its ends; null where nothing is left. */
function trimmed(text, found) {
  const said = text.slice(found.start, found.end);
  const start = found.start + said.length - said.trimStart().length;
  const end = start + said.trim().length;
  return start < end ? { ...found, start, end } : null;
}

/**
 * Answer the harness until its messages end.
 *
 * `read(text, dct)` gives what the tool says of a text, as annotations of one layer with half-open `start` and `end`
 * in UTF-16 units. `dct` is an ISO date.
 */
export async function serve(layer, read) {
  function extract({ id, text, dct }) {
    const points = codePoints(text);
    const found = read(text, dct)
      .map((each) => trimmed(text, each))
      .filter((each) => each !== null)
      .map((each) => ({ ...each, start: points[each.start], end: points[each.end] }));
    return { type: "result", document: id, [layer]: found };
  }

  /** What the tool says of one span's text; null where it doesn't read the whole of it. */
  function meaning(span, dct) {
    const found = read(span, dct).filter((each) => trimmed(span, each) !== null);
    if (found.length !== 1) return null;
    const { start, end, ...said } = found[0];
    const whole = SAID_OF_NOTHING.test(`${span.slice(0, start)} ${span.slice(end)}`);
    return whole && said.type !== undefined ? said : null;
  }

  function resolve({ id, text, dct }, spans) {
    const characters = [...text];
    const timexes = spans.flatMap(([start, end]) => {
      const said = meaning(characters.slice(start, end).join(""), dct);
      return said === null ? [] : [{ start, end, ...said }];
    });
    return { type: "result", document: id, timexes };
  }

  const resolves = layer === "timexes";

  function answer(message) {
    if (message.type === "hello") return { type: "hello", protocol: 1, learns: false, resolves };
    if (message.type === "extract") return extract(message.document);
    if (message.type === "resolve" && resolves) return resolve(message.document, message.spans);
    throw new Error(`no message of type ${message.type}`);
  }

  // Requests are ASCII, so that a line ends at a line feed alone.
  for await (const line of createInterface({ input: process.stdin })) {
    let message, reply;
    try {
      message = JSON.parse(line);
      reply = answer(message);
    } catch (error) {
      reply = { type: "error", document: message?.document?.id, message: String(error) };
    }
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}

/** What argument `{name}` of the command stands for, among the settings that a program has. */
export function chosen(settings) {
  const name = process.argv[2];
  if (!(name in settings)) throw new Error(`no setting ${name}; there are: ${Object.keys(settings).join(", ")}`);
  return settings[name];
}
