// compromise-dates 3.9.0 on compromise 14.17.0 (MIT): what its dates() and durations() find. It speaks
// docs/protocol.md.
//
// Settings: the document creation time is `today`, the time zone UTC; all else is the default. A weekday or month is
// the coming one, "this March" too unless it is March; slashes are month first.
//
// dates() gives the start and end of each, and mostly its unit; the value is cut to that: "in July" is 2024-07. It is
// given where start and end lie within one such unit: "end of 2024", to the tool the last millisecond, is 2024.
// A range of another length ("from Monday to Friday", "middle of 2019", "before 2020", for which the tool takes two
// weeks) has no value, since TIMEX3 has none of two ends. What has a clock time is TIME, a zone is kept if the text
// names one; "evening" is 18:00 to the tool, and so it stands here. What repeats is SET. No value: where
// a clock time hangs on the hour of `today`, of which the document gives none ("two hours ago"). What the
// tool finds and can't read ("later", "once a month") has neither type nor value.
// durations() gives what isn't part of a date that can be read, DURATION: "two and a half years" is P2.5Y, "a few
// months" P3M to the tool, "half an hour" PT0H.
//
// Where a sentence goes on behind it, the tool can't read "two days ago", and takes another year or quarter for "the
// third quarter of 2022": both it reads right at the end of a sentence.
// Spans are the tool's, with preposition and the sentence's last stop ("in July."). Of "this year's" it takes "this",
// which it reads as now. "Now", "several days" and "the 1990s" it doesn't find; two dates in one span ("June 5 and 6")
// have the value of one. "Tuesday." that is a sentence of its own is a Saturday. No modifiers. Its time grows faster
// than a sentence does: one of 100,000 characters can take longer than a minute.

import { serve } from "./protocol.mjs"; // first: it sets the time zone
import nlp from "compromise";
import dates from "compromise-dates";

nlp.plugin(dates);

const CLOCK_UNITS = new Set(["time", "hour", "minute", "second", "millisecond"]);
const SEASONS = { "03": "SP", "06": "SU", "09": "FA", 12: "WI" };
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const LENGTHS = { century: "CE", decade: "DE", year: "Y", quarter: "Q", month: "M", weekend: "WE", week: "W", day: "D" };
const CLOCK_LENGTHS = { hour: "H", minute: "M", second: "S" };
const OURS = "Etc/UTC"; // not "UTC", so that a text's own "UTC" shows
const DAY_MS = 86_400_000;

const digits = (number, width) => String(number).padStart(width, "0");

/** ISO 8601 week and weekday of a day: the week has the year of its Thursday. */
function weekOf(day) {
  const date = new Date(`${day}T00:00:00Z`);
  const weekday = date.getUTCDay() || 7;
  const thursday = new Date(+date + (4 - weekday) * DAY_MS);
  const week = Math.floor((thursday - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / DAY_MS / 7) + 1;
  return { week: `${digits(thursday.getUTCFullYear(), 4)}-W${digits(week, 2)}`, weekday };
}

/** The unit that a day lies in, as TIMEX3. */
function within(day, unit) {
  const [year, month] = day.split("-");
  if (unit === "year") return year;
  if (unit === "quarter") return `${year}-Q${Math.ceil(Number(month) / 3)}`;
  if (unit === "month") return `${year}-${month}`;
  if (unit === "week") return weekOf(day).week;
  return unit === "day" ? day : null;
}

/** A date's value; null for a range that is no single year, season, quarter, month, week, week-end or day. */
function calendarValue({ start, end, unit }) {
  const [first, last] = [start, end].map((each) => each.slice(0, 10));
  if (!/^\d{4}-/.test(first)) return null;
  if (unit === "season") return `${first.slice(0, 4)}-${SEASONS[first.slice(5, 7)]}`;
  if (within(first, unit) !== within(last, unit)) return null;
  const isWeekEnd = unit === "week" && weekOf(first).weekday === 6 && weekOf(last).weekday === 7;
  return isWeekEnd ? `${weekOf(first).week}-WE` : within(first, unit);
}

/** A clock time on its day; null for a range, but the rest of a day is what the tool gives a time for an end. */
function clockValue({ start, end, timezone }) {
  const [, minute, second, zone] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d):(\d\d)\.\d+(.*)$/.exec(start) ?? [];
  if (minute === undefined) return null;
  const untilMidnight = end.slice(0, 10) === start.slice(0, 10) && end.slice(11, 23) === "23:59:59.999";
  if (end !== start && !untilMidnight) return null;
  return `${minute}${second === "00" ? "" : `:${second}`}${timezone === OURS ? "" : zone}`;
}

/** The value of what repeats: on one weekday, on week-ends, or after a length. */
function repeatedValue({ interval, filter }) {
  const days = Object.keys(filter?.weekDays ?? {});
  if (days.length === 1) return `XXXX-WXX-${WEEKDAYS.indexOf(days[0]) + 1}`;
  if (days.length === 2 && days.every((day) => WEEKDAYS.indexOf(day) > 4)) return "XXXX-WXX-WE";
  return filter === undefined ? lengthValue(interval) : null;
}

/** "P2.5Y"; null where the tool has no number, or a unit that TIMEX3 hasn't. */
function lengthValue(length) {
  const part = (units) =>
    Object.keys(units)
      .filter((unit) => unit in length)
      .map((unit) => `${length[unit]}${units[unit]}`)
      .join("");
  const [days, clock] = [part(LENGTHS), part(CLOCK_LENGTHS)];
  const known = Object.entries(length).every(([unit, number]) => {
    return (unit in LENGTHS || unit in CLOCK_LENGTHS) && /^\d+(\.\d+)?$/.test(number);
  });
  if (!known || days + clock === "") return null;
  return `P${days}${clock && `T${clock}`}`;
}

function typeAndValue(found, atNoon) {
  if (found.repeat) return { type: "SET", value: found.start ? null : repeatedValue(found.repeat) };
  const same = JSON.stringify(found) === JSON.stringify(atNoon);
  if (CLOCK_UNITS.has(found.unit)) return { type: "TIME", value: same ? clockValue(found) : null };
  return { type: "DATE", value: same && found.end ? calendarValue(found) : null };
}

/** Those of the places that touch none of others. */
function apart(places, others) {
  return places.filter(({ start, end }) => !others.some((other) => other.start < end && start < other.end));
}

await serve("timexes", (text, dct) => {
  const document = nlp(text);
  const read = (today) => document.dates({ today, timezone: OURS }).json({ offset: true });
  const place = ({ offset }) => ({ start: offset.start, end: offset.start + offset.length });
  const noon = read(`${dct}T12:00:00`);
  const found = read(dct).map((each, number) => {
    const readable = each.dates?.start || each.dates?.repeat;
    return { ...place(each), ...(readable && typeAndValue(each.dates, noon[number]?.dates)) };
  });
  const dated = found.filter(({ type }) => type !== undefined);
  const durations = document.durations().json({ offset: true });
  const lengths = apart(
    durations.map((each) => ({ ...place(each), type: "DURATION", value: lengthValue(each.duration) })),
    dated,
  );
  const unread = found.filter(({ type }) => type === undefined);
  return [...dated, ...lengths, ...apart(unread, lengths)];
});
