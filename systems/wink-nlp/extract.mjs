// wink-nlp 2.4.0 with wink-eng-lite-web-model 1.8.1 (both MIT), English, as two systems. `node extract.mjs wink-times`
// gives the entities that the model calls DATE, TIME or DURATION, with that type and without a value: the tool has
// none. `node extract.mjs wink-verbs` gives the tokens that it tags VERB; auxiliaries have another tag. Nothing is
// chosen among the verbs: those that report or stand before a noun ("growing tensions") are events too. It finds no
// events that are nouns or adjectives, and says nothing of class, realis or when.
//
// Settings: all is the default. The tool's own model has no other date entities; the document creation time makes no
// difference. Spans are the tool's: "18 September 2023", "four days ago", "end of 1999"; nothing is put right.

import { chosen, serve } from "./protocol.mjs";
import winkNLP from "wink-nlp";
import model from "wink-eng-lite-web-model";

const nlp = winkNLP(model);
const its = nlp.its;
const TIMES = new Set(["DATE", "TIME", "DURATION"]);

/** For each token its start and end in UTF-16 units. The tool says what a token is, not where it stands. */
function places(text, document) {
  const found = [];
  let from = 0;
  document.tokens().each((token) => {
    const word = token.out(its.value);
    const start = text.indexOf(word, from);
    if (start < 0) throw new Error(`the token ${JSON.stringify(word)} doesn't occur in the text after ${from}`);
    from = start + word.length;
    found.push([start, from]);
  });
  return found;
}

function times(text) {
  const document = nlp.readDoc(text);
  const at = places(text, document);
  const found = [];
  document.entities().each((entity) => {
    const type = entity.out(its.type);
    const [first, last] = entity.out(its.span);
    if (TIMES.has(type)) found.push({ start: at[first][0], end: at[last][1], type });
  });
  return found;
}

function verbs(text) {
  const document = nlp.readDoc(text);
  const at = places(text, document);
  const found = [];
  document.tokens().each((token) => {
    const [start, end] = at[token.index()];
    if (token.out(its.pos) === "VERB") found.push({ start, end });
  });
  return found;
}

const { layer, read } = chosen({
  "wink-times": { layer: "timexes", read: times },
  "wink-verbs": { layer: "events", read: verbs },
});
await serve(layer, read);
