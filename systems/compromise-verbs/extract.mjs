// compromise 14.17.0 (MIT): the verbs that its own tagger and `verbs()` find, as events. It speaks docs/protocol.md.
//
// verbs() gives verb phrases ("has never really spoken", "will not visit"), each with its root. An event is the first
// word of the root, as the annotation scheme marks one word: "came" of "came in", "continue" of "continue exchanging".
// Nothing is chosen among the verbs: copulas ("is"), light verbs and those that report are events too, and so are
// nouns that the tool takes for verbs ("talks", "views"). A verb that a contraction hides ("he's ready", the tool's
// "is") has no characters of its own and is left out. The tool finds no events that are nouns or adjectives.
//
// realis is what the tool says of the phrase, in this order:
//   OTHER    it is negative, an imperative, a conditional or a wish ("want to"), or has a modal other than "will";
//   PLANNED  its tense is the future, "will" and "is going to";
//   none     an infinitive after "to", or an -ing form without an auxiliary: what governs it decides, and the tool
//            doesn't say what that is;
//   ACTUAL   the rest, present and past.
// class and when: none, since the tool doesn't say. The document creation time makes no difference.

import { serve } from "./protocol.mjs";
import nlp from "compromise";

const UNASSERTED = new Set([
  "imperative",
  "want-infinitive",
  "present-conditional",
  "past-conditional",
  "modal-past",
  "modal-infinitive",
]);

function realisOf({ negative, auxiliary, grammar }, root, phrase) {
  if (negative || UNASSERTED.has(grammar.form)) return "OTHER";
  // "will have been seen" is past to the tool, but its form is passive-future
  if (grammar.tense === "FutureTense" || grammar.form === "passive-future") return "PLANNED";
  if (phrase.some(({ tags }) => tags.includes("Modal"))) return "OTHER";
  if (grammar.isInfinitive || (root.tags.includes("Gerund") && auxiliary === "")) return null;
  return "ACTUAL";
}

await serve("events", (text) => {
  const events = [];
  nlp(text)
    .verbs()
    .forEach((found) => {
      const [{ terms, verb }] = found.json({ offset: true });
      // The parse is of a copy without contractions; a term keeps its id there, and only here its offset counts.
      const [first] = found.parse()[0].root.termList();
      const root = terms.find((term) => term.id === first?.id);
      if (root === undefined) return;
      const { start, length } = root.offset;
      events.push({ start, end: start + length, realis: realisOf(verb, root, terms) });
    });
  return events;
});
