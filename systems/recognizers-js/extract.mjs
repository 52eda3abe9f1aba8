// Microsoft Recognizers-Text in JavaScript, @microsoft/recognizers-text-date-time 1.3.2 (MIT): its English date and
// time model, as two systems. It speaks docs/protocol.md.
//
// The tool answers with a type, with one or several candidates, and for each with a timex of its own, much like
// TIMEX3: "Monday" is XXXX-WXX-1, and its candidates are the last Monday and the next. Which it is, it leaves to the
// caller.
//   recognizers-js       chooses none. Where all candidates have one timex, that is the value, X for what is open;
//                        where they differ ("10:30" is T10:30 or T22:30), there is none.
//   recognizers-js-past  takes the latest candidate whose day isn't after the document's, as suits news: of "Monday"
//                        the last one, the day itself included. Morning and evening of one day stay open, and so do
//                        candidates that are all later.
// The reference is the document creation time at midnight, UTC; all else is the default.
//
// Types: date and daterange are DATE; time, timerange, datetime and datetimerange TIME, but PRESENT_REF, PAST_REF and
// FUTURE_REF are DATE; duration is DURATION and set SET. What the tool calls Mod is the mod, since it says the same.
// A range with two ends is a triple, (2022-07-01,2022-10-01,P3M). One that is just a quarter, half-year, decade or
// century becomes that (2022-Q3); any other is a DURATION of its length, as TimeML has it between two points, and its
// ends are lost. "Week of September 18", whose timex is a day, and "first week of May" are the ISO week that the tool
// resolves them to. A season of no year ("WI") is XXXX-WI.
// No value: where it hangs on the hour of the reference, of which the document gives none ("two hours ago"); where the
// tool gives no timex ("late 2022", "weekends", "the last decade"), or one that is no TIMEX3 (P21 for "two decades").
//
// "Several days" and "a few days" are P3D to the tool. "Mid-2011" and "late 2022" get a range of the reference's own
// month, and no timex. It says "past year", not "the past year", and leaves the zone out of "10:30 EST". It reads the
// text in small letters and counts in those; where one letter becomes two (U+0130), places are turned back. It hides
// its own errors: where an expression breaks it, what follows in the same string is not found. So it is given one
// paragraph after another (what lies between empty lines), as its sister in Python is.

import { chosen, serve } from "./protocol.mjs"; // first: it sets the time zone
import recognizers from "@microsoft/recognizers-text-date-time";

const choose = chosen({ "recognizers-js": (candidates) => candidates, "recognizers-js-past": latest });
const model = new recognizers.DateTimeRecognizer("en-us").getDateTimeModel();

const TYPES = {
  date: "DATE",
  daterange: "DATE",
  time: "TIME",
  timerange: "TIME",
  datetime: "TIME",
  datetimerange: "TIME",
  duration: "DURATION",
  set: "SET",
};
const MODS = {
  start: "START",
  mid: "MID",
  end: "END",
  before: "BEFORE",
  after: "AFTER",
  since: "ON_OR_AFTER",
  until: "ON_OR_BEFORE",
  more: "MORE_THAN",
  less: "LESS_THAN",
  approx: "APPROX",
};
const REFERENCE = /^(PAST|PRESENT|FUTURE)_REF$/;
const CALENDAR = /^(\d{4}|XXXX)(-(SP|SU|FA|WI)|-W(\d\d|XX)(-([1-7]|WE))?|-(\d\d|XX)(-(\d\d|XX))?)?$/;
const CLOCK = /^(.+-(\d\d|[1-7]|XX))?T(MO|AF|EV|NI|DT|\d\d(:\d\d){0,2})$/;
const LENGTH = /^P(?=.)(\d+(\.\d+)?[YMWD])*(T(\d+(\.\d+)?[HMS])+)?$/;
const DAY_MS = 86_400_000;

/** The timex where it is a TIMEX3 value too. */
function written(timex) {
  if (/^(SP|SU|FA|WI)$/.test(timex)) return `XXXX-${timex}`;
  if (REFERENCE.test(timex) || CALENDAR.test(timex) || LENGTH.test(timex)) return timex;
  const clock = CLOCK.exec(timex);
  return clock !== null && (clock[1] === undefined || CALENDAR.test(clock[1])) ? timex : null;
}

/** A candidate's day: its own, or that of the end that it has. */
const dayOf = ({ value, start, end }) => /^\d{4}-\d\d-\d\d/.exec(value ?? start ?? end ?? "")?.[0];

const digits = (number, width) => String(number).padStart(width, "0");

/** The quarter, half-year, decade or century that lasts from one day to before another; null where there is none. */
function unitBetween(start, end) {
  const [first, last] = [start, end].map((day) => /^(\d{4})-(\d\d)-01$/.exec(day ?? ""));
  if (first === null || last === null) return null;
  const [year, month] = [Number(first[1]), Number(first[2]) - 1];
  const months = (Number(last[1]) - year) * 12 + Number(last[2]) - 1 - month;
  if (months === 3 && month % 3 === 0) return `${first[1]}-Q${month / 3 + 1}`;
  if (months === 6 && month % 6 === 0) return `${first[1]}-H${month / 6 + 1}`;
  if (months === 120 && month === 0 && year % 10 === 0) return first[1].slice(0, 3);
  return months === 1200 && month === 0 && year % 100 === 0 ? first[1].slice(0, 2) : null;
}

/** The ISO 8601 week from a Monday to before the next, in its Thursday's year; null where there is none. */
function weekBetween(start, end) {
  const [monday, next] = [start, end].map((day) => new Date(`${day}T00:00:00Z`));
  if (monday.getUTCDay() !== 1 || next - monday !== 7 * DAY_MS) return null;
  const thursday = new Date(+monday + 3 * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1)) / DAY_MS / 7) + 1;
  return `${digits(year, 4)}-W${digits(week, 2)}`;
}

/** Whether the timex of a period is that of a day, or of a week counted in its month. */
function namesDay({ timex = "", type, sourceEntity }) {
  return type === "daterange" && sourceEntity === undefined && /^[\dX]{4}-([\dX]{2}-\d\d|\d\d-W\d\d)$/.test(timex);
}

/** The value of the only candidate that is left: its timex, and for an X in that what the tool resolves it to. */
function settled(candidate) {
  const { timex = "", type, start, end, sourceEntity, Mod } = candidate;
  const day = dayOf(candidate);
  if (type === "date") return day ?? null;
  if (namesDay(candidate)) return weekBetween(start, end);
  if (day === undefined || !timex.includes("X") || !type.startsWith("date")) return written(timex);
  if (type.startsWith("datetime")) return written(`${day}${timex.slice(timex.indexOf("T"))}`);
  if (timex.length > "XXXX-07".length) return day;
  // "after July" begins when July has ended
  const within = Mod === "after" && sourceEntity !== undefined ? Date.parse(day) - DAY_MS : Date.parse(day);
  return new Date(within).toISOString().slice(0, 7);
}

/** Of the candidates those of the last day that isn't after the document's; all where there is no such day. */
function latest(candidates, dct) {
  const past = candidates.map(dayOf).filter((day) => day !== undefined && day <= dct);
  const last = past.sort().at(-1);
  return past.length > 0 ? candidates.filter((each) => dayOf(each) === last) : candidates;
}

/** TIMEX3 type, value and mod of a result. */
function meaning(result, dct) {
  const type = TYPES[result.typeName.split(".")[1]];
  const candidates = choose(result.resolution?.values ?? [], dct);
  if (candidates.length === 0) return { type, value: null, mod: null };
  const [first] = candidates;
  const { timex = "" } = first;
  const mod = MODS[first.Mod] ?? null;
  const range = /^\((.+),(.+),(P.+)\)$/.exec(timex);
  if (range !== null) {
    const units = new Set(candidates.map(({ start, end }) => unitBetween(start, end)));
    if (units.size === 1 && units.has(null)) return { type: "DURATION", value: written(range[3]), mod };
    return { type, value: units.size === 1 ? [...units][0] : null, mod };
  }
  if (REFERENCE.test(timex)) return { type: "DATE", value: timex, mod };
  if (candidates.length === 1) return { type, value: settled(first), mod };
  const open = candidates.every((each) => each.timex === timex && !namesDay(each));
  return { type, value: open ? written(timex) : null, mod };
}

const parse = (text, dct, hour) => model.parse(text, new Date(`${dct}T${hour}:00:00Z`));

/** The tool's results and what they mean; no value where it is another at noon. */
function read(text, dct) {
  const found = parse(text, dct, "00").map((result) => ({ result, ...meaning(result, dct) }));
  if (!found.some(({ result }) => /\.datetime/.test(result.typeName))) return found;
  const place = ({ start, end }) => `${start} ${end}`;
  const noon = new Map(parse(text, dct, "12").map((result) => [place(result), meaning(result, dct).value]));
  return found.map((each) => (noon.get(place(each.result)) === each.value ? each : { ...each, value: null }));
}

/** For each unit of a text in small letters the one of the text that it comes from. */
function placesOf(text) {
  const places = [];
  let at = 0;
  for (const character of text) {
    for (let unit = 0; unit < character.toLowerCase().length; unit++) {
      places.push(at + Math.min(unit, character.length - 1));
    }
    at += character.length;
  }
  return places;
}

const PARAGRAPH = /\S[^\n]*(?:\n[^\n]*\S[^\n]*)*/gu;

await serve("timexes", (text, dct) =>
  [...text.matchAll(PARAGRAPH)].flatMap(({ 0: paragraph, index }) => {
    const places = placesOf(paragraph);
    return read(paragraph, dct).map(({ result, type, value, mod }) => ({
      start: index + places[result.start],
      end: index + places[result.end] + 1, // the tool's end is that of the last character
      type,
      value,
      mod,
    }));
  }),
);
