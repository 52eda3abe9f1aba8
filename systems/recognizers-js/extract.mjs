// Microsoft Recognizers-Text in JavaScript, @microsoft/recognizers-text-date-time 1.3.2 (MIT): its English date and
// time model, as two systems. It speaks docs/protocol.md.
//
// The tool answers with a type, with one or several candidates, and for each with a timex of its own, much like
// TIMEX3: "Monday" is XXXX-WXX-1, and its candidates are the last Monday and the next. Which it is, it leaves to the
// caller.
//   recognizers-js       chooses none. Where all candidates have one timex, that is the value, X for what is open;
//                        where they differ ("10:30" is T10:30 or T22:30), there is none.
//   recognizers-js-past  takes the latest candidate that isn't after the document creation time, as suits news: of
//                        "Monday" the last one, the day itself included. Of two on one day (morning or evening), or
//                        without a day, it takes the tool's first. Where all are later, it chooses none.
// The reference is the document creation time at midnight, UTC; all else is the default.
//
// Types: date and daterange are DATE; time, timerange, datetime and datetimerange TIME, but PRESENT_REF, PAST_REF and
// FUTURE_REF are DATE; duration is DURATION and set SET. What the tool calls Mod is the mod, since it says the same.
// A range is a triple, (2022-07-01,2022-10-01,P3M): where it is just a year, half, quarter, month or week, it becomes
// that (2022-Q3); any other has no value, since TIMEX3 has none of two ends. So it is with "week of September 18",
// whose timex is a day. A season of no year ("WI") is XXXX-WI.
// No value: where a clock time hangs on the hour of the reference, of which the document gives none ("two hours ago");
// where the tool gives no timex ("late 2022", "weekends", "the last decade"), or one that is no TIMEX3 (P21 for "two
// decades").
//
// "Several days" and "a few days" are P3D to the tool. "Mid-2011" and "late 2022" get a range of the reference's own
// month, and no timex. It says "past year", not "the past year", and leaves the zone out of "10:30 EST". It puts a text
// into small letters before it reads, and its offsets are those of that text: behind a capital I with a dot (U+0130),
// whose small letter has two, they are one too large. It hides its own errors: a document that breaks it has no times.

import { chosen, serve } from "./protocol.mjs"; // first: it sets the time zone
import recognizers from "@microsoft/recognizers-text-date-time";

const choose = chosen({ "recognizers-js": onlyOne, "recognizers-js-past": latest });
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
const DAY_OF_NO_YEAR = /^(\d{4}|XXXX)-(\d\d|XX)-\d\d$/;
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

const digits = (number) => String(number).padStart(2, "0");

/** The year, half, quarter, month or week that lasts from one day to before another; null where there is none. */
function period(start, end) {
  const [first, last] = [start, end].map((day) => new Date(`${day}T00:00:00Z`));
  if (isNaN(first) || isNaN(last)) return null;
  const [year, month] = [first.getUTCFullYear(), first.getUTCMonth()];
  const months = (last.getUTCFullYear() - year) * 12 + last.getUTCMonth() - month;
  const number = String(year).padStart(4, "0");
  if (first.getUTCDate() === 1 && last.getUTCDate() === 1 && month % months === 0) {
    if (months === 12) return number;
    if (months === 6) return `${number}-H${month / 6 + 1}`;
    if (months === 3) return `${number}-Q${month / 3 + 1}`;
    if (months === 1) return `${number}-${digits(month + 1)}`;
  }
  return last - first === 7 * DAY_MS && first.getUTCDay() === 1 ? weekOf(first) : null;
}

/** The ISO 8601 week of a Monday: it has the year of its Thursday. */
function weekOf(monday) {
  const thursday = new Date(+monday + 3 * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1)) / DAY_MS / 7) + 1;
  return `${String(year).padStart(4, "0")}-W${digits(week)}`;
}

/** The value of a candidate that has been chosen or is the only one. */
function settled(candidate) {
  const { timex = "", type, start, end, sourceEntity, Mod } = candidate;
  const day = dayOf(candidate);
  if (REFERENCE.test(timex)) return timex;
  if (type === "date") return day ?? null;
  if (type === "daterange" && sourceEntity !== undefined && timex.includes("X")) {
    // "after July" starts when July has ended
    const within = Mod === "after" && timex.length === 7 ? new Date(Date.parse(day) - DAY_MS).toISOString() : day;
    return timex.length === 7 ? within.slice(0, 7) : day;
  }
  if (type === "daterange" && sourceEntity === undefined) {
    if (/^XXXX-\d\d$/.test(timex)) return start.slice(0, 7);
    if (DAY_OF_NO_YEAR.test(timex) || written(timex) === null) return period(start, end);
  }
  const clock = timex.lastIndexOf("T");
  if (type.startsWith("datetime") && timex.includes("X")) return written(`${day}${timex.slice(clock)}`);
  return written(timex);
}

function onlyOne(candidates) {
  const [{ timex = "", type, sourceEntity }] = candidates;
  if (candidates.length === 1) return settled(candidates[0]);
  if (candidates.some((each) => each.timex !== timex)) return null;
  // "week of September 18"
  if (type === "daterange" && sourceEntity === undefined && DAY_OF_NO_YEAR.test(timex)) return null;
  return written(timex);
}

function latest(candidates, dct) {
  const days = candidates.map(dayOf);
  if (days.includes(undefined)) return settled(candidates[0]);
  const past = days.filter((day) => day <= dct).sort();
  return past.length > 0 ? settled(candidates[days.indexOf(past.at(-1))]) : onlyOne(candidates);
}

const parse = (text, dct, hour) => model.parse(text, new Date(`${dct}T${hour}:00:00Z`));
const candidatesOf = (result) => result.resolution?.values ?? [];
const timexesOf = (result) => candidatesOf(result).map(({ timex }) => timex).join();

/** Whether a result, read at noon, says what it says at midnight. */
function sameAtNoon(text, dct, results) {
  const clocks = results.some((result) => candidatesOf(result).some(({ type }) => type.startsWith("datetime")));
  if (!clocks) return () => true;
  const noon = new Map(parse(text, dct, "12").map((result) => [`${result.start} ${result.end}`, timexesOf(result)]));
  return (result) => noon.get(`${result.start} ${result.end}`) === timexesOf(result);
}

await serve("timexes", (text, dct) => {
  const results = parse(text, dct, "00");
  const same = sameAtNoon(text, dct, results);
  return results.map((result) => {
    const candidates = candidatesOf(result);
    const value = candidates.length > 0 && same(result) ? choose(candidates, dct) : null;
    return {
      start: result.start,
      end: result.end + 1, // the tool's end is that of the last character
      type: REFERENCE.test(value) ? "DATE" : TYPES[result.typeName.split(".")[1]],
      value,
      mod: MODS[candidates[0]?.Mod] ?? null,
    };
  });
});
