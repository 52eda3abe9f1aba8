"""The part of a mark after its bar, such as ``DATE 2023-09-18 mod=APPROX``, read and written.

A word without a name goes where it belongs: ``DATE`` is a type, ``APPROX`` a mod, ``PLANNED`` a realis. The one
word that is none of these is the value of a time expression, or the ``when`` of an event. A word in double quotes,
written as in JSON, isn't checked, so that words of other schemes can be written: ``class="Attack"``.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.formats import checks
from bench.formats.checks import Problem
from bench.sdk.model import Event, Reading, Region, Timex
from bench.temporal import edtf

TIMEXES, EVENTS, IGNORE = "timexes", "events", "ignore"
LAYERS: Mapping[str, str] = {"TIMEX": TIMEXES, "EVENT": EVENTS, "IGNORE": IGNORE}
"""The words that state the layer of an annotation."""
LISTED: Mapping[str, Sequence[str]] = {TIMEXES: ("type", "mod", "kind"), EVENTS: ("class", "realis"), IGNORE: ()}
"""For each layer the fields whose words are listed, so that they need no name."""
REST: Mapping[str, str] = {TIMEXES: "value", EVENTS: "when"}
"""For each layer the field that takes the one word without a name that isn't listed."""
NAMED: Mapping[str, Sequence[str]] = {
    TIMEXES: ("type", "value", "mod", "kind", "newest_value", "id", "tag", "reading"),
    EVENTS: ("class", "realis", "when", "tense", "aspect", "id"),
    IGNORE: (),
}
"""For each layer the fields that may be written with their name; "tag" and "reading" may be repeated."""
SEVERAL = ("tag", "reading")
EXAMPLES: Mapping[str, str] = {TIMEXES: "DATE 2023-09-18", EVENTS: "OCCURRENCE ACTUAL", IGNORE: "IGNORE"}
NOUNS: Mapping[str, str] = {TIMEXES: "a time expression", EVENTS: "an event", IGNORE: "an ignored region"}
QUOTED = r'"(?:[^"\\\n]|\\.)*"'
TOKEN = re.compile(rf'\s*(?:(?P<name>[a-z_]+)=)?(?:(?P<quoted>{QUOTED})|(?P<bare>[^\s"]+))')


@dataclass(slots=True)
class Attributes:
    """The attributes of one mark, by the names of fields in files; ``layer`` is empty if they don't tell it."""

    layer: str
    fields: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def annotation(self, start: int, end: int, words: str) -> Timex | Event | Region:
        """Returns the annotation of these words."""
        found = dict(self.fields)
        if self.layer == IGNORE:
            return Region(start, end, words)
        if self.layer == EVENTS:
            return Event(start, end, found.pop("class", None), text=words, **found)
        tags = tuple(found.pop("tag", ()))
        readings = tuple(Reading(*each.split("|", 1)) for each in found.pop("reading", ())) or None
        return Timex(start, end, text=words, tags=tags, values=readings, **found)


def parse(source: str, layer: str = "") -> Attributes:
    """Returns the attributes of a mark of a layer. Without ``layer``, the attributes have to tell it."""
    tokens = list(_tokens(source))
    problems: list[Problem] = []
    if sum(len(each[0]) for each in tokens) != len(source.rstrip()):
        problems.append(Problem("a quotation mark too many or too few", 'write " in pairs, and \\" within'))
    stated = layer or _layer(tokens)
    found = Attributes(stated, problems=problems)
    if not stated:
        remedy = "say which: TIMEX, EVENT or IGNORE, or a type or class such as DATE or OCCURRENCE"
        found.problems.append(Problem("the attributes don't say what is marked", remedy))
        return found
    for _, name, word, quoted in tokens:
        _take(found, name, word, quoted=quoted)
    return found


def _tokens(source: str) -> Iterator[tuple[str, str, str, bool]]:
    """Yields the source, the name (or nothing), the word, and whether it is quoted, of each attribute."""
    at = 0
    while found := TOKEN.match(source, at):
        at = found.end()
        if found["quoted"] is None:
            yield found[0], found["name"] or "", found["bare"], False
        else:
            yield found[0], found["name"] or "", unquoted(found["quoted"]), True


def unquoted(source: str) -> str:
    """Returns the text of a word in double quotes; one with escapes that JSON lacks is returned as it stands."""
    try:
        return str(json.loads(source, strict=False))
    except ValueError:
        return source[1:-1]


def _layer(tokens: Iterable[tuple[str, str, str, bool]]) -> str:
    """Returns the layer that the first telling attribute belongs to; empty if there is none."""
    for _, name, word, quoted in tokens:
        if not name and not quoted and word in LAYERS:
            return LAYERS[word]
        for layer, fields in LISTED.items():
            if name in fields or (not name and any(word in checks.VOCABULARY[each] for each in fields)):
                return layer
        if name in REST.values():
            return next(layer for layer, rest in REST.items() if rest == name)
    return ""


def _take(found: Attributes, name: str, word: str, *, quoted: bool) -> None:
    """Puts one attribute where it belongs, or adds a problem."""
    layer = found.layer
    if not name and not quoted and word in LAYERS:
        if layer == LAYERS[word]:
            return
        if layer == TIMEXES and LAYERS[word] == IGNORE and not found.fields:
            found.layer = IGNORE
            return
        found.problems.append(Problem(f"{word} in the mark of {NOUNS[layer]}", "leave it out"))
        return
    if not name and (problem := _misplaced(layer, word)):
        found.problems.append(problem)
        return
    known = name or _field(layer, word)
    if known not in NAMED[layer]:
        remedy = f"it has {', '.join(NAMED[layer])}" if NAMED[layer] else "write IGNORE alone"
        found.problems.append(Problem(f"{NOUNS[layer]} has no {known or word!r}", remedy))
        return
    if not quoted:
        found.problems.extend(_checked(layer, known, word, named=bool(name)))
    if known in SEVERAL:
        if known == "reading" and "|" not in word:
            word += "|"
        found.fields.setdefault(known, []).append(word)
    elif known in found.fields:
        message = f"{known} is stated twice, as {found.fields[known]!r} and {word!r}"
        found.problems.append(Problem(message, "keep one of the two"))
    else:
        found.fields[known] = word


def _misplaced(layer: str, word: str) -> Problem | None:
    """Returns the problem of a word that only fits another layer."""
    other = {TIMEXES: EVENTS, EVENTS: TIMEXES}.get(layer)
    if other is None or _field(layer, word) != REST[layer] or _field(other, word) == REST[other]:
        return None
    brackets = "[words|…]" if other == TIMEXES else "{words|…}"
    message = f"{word} is a {_field(other, word)}, which {NOUNS[layer]} doesn't have"
    return Problem(message, f"mark {NOUNS[other]} as {brackets}, or leave {word} out")


def _field(layer: str, word: str) -> str:
    """Returns the field that a word without a name belongs to."""
    found = (each for each in LISTED[layer] if word in checks.VOCABULARY[each])
    return next(found, REST.get(layer, ""))


def _checked(layer: str, name: str, word: str, *, named: bool) -> Iterator[Problem]:
    """Yields the problem of a word that its field can't have."""
    if name in checks.VOCABULARY:
        yield from (Problem(each.message, f"{each.remedy}; or quote it") for each in checks.check_word(name, word))
        return
    problem = None
    if name in ("value", "newest_value"):
        problem = next(checks.check_value(word), None)
    elif name == "when":
        try:
            edtf.parse(word)
        except ValueError as error:
            remedy = "use EDTF such as 2023-09-18, 2023-09-18/2023-09-21 or [..2023-09-19]"
            problem = Problem(f"when {word!r}: {error}", remedy)
    if problem is None:
        return
    if named:
        yield problem
        return
    listed = [each for field_ in LISTED[layer] for each in checks.VOCABULARY[field_]]
    near = difflib.get_close_matches(word.upper(), listed, n=1, cutoff=0.6)
    what = ", ".join((*LISTED[layer], f"{'TIMEX3' if name == 'value' else 'EDTF'} {name}"))
    meant = f"did you mean {near[0]}? else {problem.remedy}" if near else problem.remedy
    yield Problem(f"{word!r} is none of {what}", meant)


def written(annotation: Timex | Event | Region, name: str, *, layer: bool) -> str:
    """Returns the attributes of an annotation as they stand in a mark.

    ``name`` is the id that stands there; empty if reading gives the same id. With ``layer`` the attributes always
    tell the layer.
    """
    if isinstance(annotation, Region):
        return "IGNORE"
    if isinstance(annotation, Timex):
        of, stated = TIMEXES, {**_stated(annotation, "type", "value", "mod", "kind", "newest_value"), "id": name}
    else:
        of, stated = EVENTS, {**_stated(annotation, "class", "realis", "when", "tense", "aspect"), "id": name}
    words = [_word(of, field_, word) for field_, word in stated.items() if word]
    if isinstance(annotation, Timex):
        words += [f"tag={_plain(each)}" for each in annotation.tags]
        words += [f"reading={quoted(f'{each.value}|{each.policy}')}" for each in annotation.values or ()]
    if layer and _layer(_tokens(" ".join(words))) != of:
        words.insert(0, next(word for word, each in LAYERS.items() if each == of))
    return " ".join(words)


def _stated(annotation: Any, *names: str) -> dict[str, str | None]:
    return {name: getattr(annotation, "class_" if name == "class" else name) for name in names}


def _word(layer: str, name: str, word: str) -> str:
    """Returns an attribute as a mark has it: without its name where that is clear, quoted where it must be."""
    plain = word if layer == EVENTS and _IN_BRACES.fullmatch(word) else _plain(word)
    if plain == word and not any(_checked(layer, name, word, named=True)):
        return word if _field(layer, word) == name else f"{name}={word}"
    return f"{name}={plain if name in ('id', 'tense', 'aspect') else quoted(word)}"


_IN_BRACES = re.compile(r"[^\s\"{}|=()\\]+")
_PLAIN = re.compile(r"[^\s\"\[\]{}|=()\\]+")


def _plain(word: str) -> str:
    """Returns a word without quotes if it needs none."""
    return word if _PLAIN.fullmatch(word) and word not in LAYERS else quoted(word)


def quoted(word: str) -> str:
    """Returns a word in double quotes, on one line."""
    return json.dumps(word, ensure_ascii=False)
