// The system protocol (docs/protocol.md) for a tool that reads one text. The same file stands in each folder of a
// system in JavaScript, since a folder is copied and set up alone; tests/systems/test_node_folders.py compares them.

import { createInterface } from "node:readline";

// Some tools ask the machine's time zone whatever reference they are given.
process.env.TZ = "UTC";
// Standard output carries the protocol alone.
console.log = console.info = console.debug = console.error;

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

  function answer(message) {
    if (message.type === "hello") return { type: "hello", protocol: 1, learns: false };
    if (message.type === "extract") return extract(message.document);
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
