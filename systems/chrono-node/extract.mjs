// chrono-node 2.10.3 (MIT): its own English parsers as three systems. `node extract.mjs chrono-node` runs the casual
// parser, its default; `chrono-node-strict` the strict one; `chrono-node-forward` the casual one with forwardDate,
// the documented option by which a weekday, month or day is the coming one. Programs that make appointments set it;
// of what news tells, which has mostly happened, it makes the future.
//
// Settings: the reference is noon of the document creation time, in UTC; at midnight the tool would read "last
// night" as the same day. All else is the default: a weekday or month is the nearest one, slashes are month first.
//
// The tool says of each component (year, month, day, weekday, hour, …) whether it is certain or implied, and the
// value keeps what is certain: "May 2021" is 2021-05, although the tool's date has a day. A certain weekday or hour
// makes the day certain. A shift by weeks leaves the weekday implied, so "last week" is 2023-W37. A part of the day
// is known by the tool's tags (morning MO, afternoon AF, evening and night EV, tonight NI). "now" is PRESENT_REF.
//
// No value: where nothing is certain ("this week", "next quarter"), and for a clock time counted from our noon ("two
// hours ago"), of which the document gives only the day.
//
// A range ("May 5 - 7") is one result with two ends. It stands here as one annotation, with the type and value of
// its start, which is what the tool's own date() gives. Types are DATE and TIME alone, since every answer of the
// tool is a point in time: it reads "for three days" as the day three days on, and so it stands here. It has no
// years alone ("in 2019"), seasons, durations, sets or modifiers. Spans are the tool's; nothing is put right.

import { chosen, serve } from "./protocol.mjs"; // first: it sets the time zone
import * as chrono from "chrono-node";

const { parser, options } = chosen({
  "chrono-node": { parser: chrono.en.casual },
  "chrono-node-forward": { parser: chrono.en.casual, options: { forwardDate: true } },
  "chrono-node-strict": { parser: chrono.en.strict },
});
const PARTS_OF_DAY = {
  "casualReference/morning": "MO",
  "casualReference/afternoon": "AF",
  "casualReference/evening": "EV",
  "casualReference/tonight": "NI",
};

const digits = (number, width) => String(number).padStart(width, "0");

/** A day, or with fewer parts a month or year; null where the year has no four digits. */
function calendarDate(found, ...names) {
  const [year, ...rest] = names.map((name) => found.get(name));
  if (year < 1 || year > 9999) return null;
  return [digits(year, 4), ...rest.map((part) => digits(part, 2))].join("-");
}

/** The day, week, month or year that is certain, as TIMEX3; null where none is. */
function calendarValue(found) {
  if (countsWeeks(found)) return weekOf(found);
  if (["day", "weekday", "hour"].some((name) => found.isCertain(name))) {
    return calendarDate(found, "year", "month", "day");
  }
  if (found.isCertain("month")) return calendarDate(found, "year", "month");
  return found.isCertain("year") ? calendarDate(found, "year") : null;
}

/** Whether the tool shifted by weeks: then the day is certain, and the weekday only implied. */
function countsWeeks(found) {
  const tags = found.tags();
  return (
    tags.has("result/relativeDate") &&
    !tags.has("refiner/ENEndOfPeriodRefiner") &&
    found.isCertain("day") &&
    found.get("weekday") !== null &&
    !found.isCertain("weekday") &&
    !found.isCertain("hour")
  );
}

/** The ISO 8601 week: it has the year of its Thursday. */
function weekOf(found) {
  const day = new Date(Date.UTC(found.get("year"), found.get("month") - 1, found.get("day")));
  day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const week = Math.ceil(((day - Date.UTC(day.getUTCFullYear(), 0, 1)) / 86_400_000 + 1) / 7);
  return `${digits(day.getUTCFullYear(), 4)}-W${digits(week, 2)}`;
}

/** "10:30", "10:30:05Z", "10:30-05:00": seconds and zone where the text names them. */
function clockValue(found) {
  const parts = [found.get("hour"), found.get("minute")];
  if (found.isCertain("second")) parts.push(found.get("second"));
  const clock = parts.map((part) => digits(part, 2)).join(":");
  if (!found.isCertain("timezoneOffset")) return clock;
  const minutes = found.get("timezoneOffset");
  if (minutes === 0) return `${clock}Z`;
  const away = Math.abs(minutes);
  return `${clock}${minutes < 0 ? "-" : "+"}${digits(Math.floor(away / 60), 2)}:${digits(away % 60, 2)}`;
}

/** TIMEX3 type and value of one end of a result. */
function typeAndValue(found) {
  const tags = found.tags();
  if (tags.has("casualReference/now")) return { type: "DATE", value: "PRESENT_REF" };
  if (tags.has("result/relativeDateAndTime")) return { type: "TIME", value: null };
  const part = Object.keys(PARTS_OF_DAY).find((name) => tags.has(name));
  if (!found.isCertain("hour") && part === undefined) return { type: "DATE", value: calendarValue(found) };
  const day = calendarDate(found, "year", "month", "day");
  const clock = found.isCertain("hour") ? clockValue(found) : PARTS_OF_DAY[part];
  return { type: "TIME", value: day && `${day}T${clock}` };
}

await serve("timexes", (text, dct) => {
  const results = parser.parse(text, { instant: new Date(`${dct}T12:00:00Z`), timezone: 0 }, options);
  return results.map(({ index, text: said, start }) => ({
    start: index,
    end: index + said.length,
    ...typeAndValue(start),
  }));
});
