"""The card of a data set: README.md, whose front matter names a config for each layer and its features."""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from bench.counts import plural
from bench.dataset.known import BY_NAME
from bench.dataset.suite import Suite
from bench.formats.jsonl import layout
from bench.formats.parquet.schema import OF_ALL, RECORDS, columns

DATA = "data"
"""The folder of a data set that has its Parquet files."""
SPLIT = "train"
"""The split that ``datasets`` gives to files that name none. That of a benchmark is not for training; the card
says so."""
IDENTIFIERS: Mapping[str, str] = {
    "Apache-2.0": "apache-2.0",
    "BSD 3-Clause": "bsd-3-clause",
    "CC BY 3.0": "cc-by-3.0",
    "CC BY 4.0": "cc-by-4.0",
    "CC BY-NC 4.0": "cc-by-nc-4.0",
    "CC BY-SA 3.0": "cc-by-sa-3.0",
    "MIT": "mit",
}
"""Hugging Face's names for licences of `bench.dataset.known`."""
UNKNOWN = "unknown"
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
LAYERS: Mapping[str, str] = {
    layout.DOCUMENTS: "the documents: their texts, and the day or time of writing (`dct`)",
    "timexes": "the time expressions, with TIMEX3 types and values",
    "events": "the events",
    "links": "the temporal links between time expressions and events of a document",
    "timeline": "the entries of the timeline, with the events that mention them",
    "ignore": "the stretches of text that are no part of the story",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Stored:
    """A table that was written."""

    rows: int
    loaded: int
    """The size of its rows in memory, in bytes."""
    size: int
    """The size of its file, in bytes."""
    sha256: str


def path_of(name: str) -> str:
    """Returns the path of a table in the folder of the data set."""
    return f"{DATA}/{name}.parquet"


def written(suite: Suite, tables: Mapping[str, Stored]) -> str:
    """Returns the card of a suite whose tables were written."""
    return "\n".join(["---", *_front(suite, tables), "---", "", _body(suite, tables)])


def licence(suite: Suite) -> tuple[str, ...]:
    """Returns the names of a suite's licence: its card's, or that of the known corpus, or "unknown"."""
    if suite.card.licence:
        return suite.card.licence
    known = BY_NAME.get(suite.name)
    return (IDENTIFIERS.get(known.licence, "other"),) if known else (UNKNOWN,)


def _front(suite: Suite, tables: Mapping[str, Stored]) -> Iterator[str]:
    card = suite.card
    yield f"pretty_name: {_quoted(suite.name)}"
    if suite.version:
        yield f"version: {_quoted(suite.version)}"
    yield f"license: {_flow(licence(suite))}"
    if card.licence_name:
        yield f"license_name: {_quoted(card.licence_name)}"
    if card.licence_link:
        yield f"license_link: {_quoted(card.licence_link)}"
    if card.language:
        yield f"language: {_flow(card.language)}"
    if suite.event_phenomena:
        yield f"event_phenomena: [{', '.join(sorted(suite.event_phenomena))}]"
    count = tables[layout.DOCUMENTS].rows
    yield f"size_categories: [{next((name for below, name in SIZES if count < below), 'n>1M')}]"
    yield "task_categories: [token-classification]"
    yield "tags: [temporal expressions, TimeML, events]"
    yield "configs:"
    for name in tables:
        yield f"- config_name: {name}"
        if name == layout.DOCUMENTS:
            yield "  default: true"
        yield "  data_files:"
        yield f"  - {{split: {SPLIT}, path: {path_of(name)}}}"
    yield "dataset_info:"
    for name, stored in tables.items():
        yield f"- config_name: {name}"
        yield "  features:"
        yield from (f"  - {json.dumps(each)}" for each in features(name))
        yield "  splits:"
        yield f"  - {{name: {SPLIT}, num_bytes: {stored.loaded}, num_examples: {stored.rows}}}"
        yield f"  download_size: {stored.size}"
        yield f"  dataset_size: {stored.loaded}"


def features(name: str) -> Iterator[dict[str, Any]]:
    """Yields the features of a table, as a card declares them."""
    if name not in OF_ALL:
        yield {"name": "doc", "dtype": "string"}
    for column, hint, _ in columns(RECORDS[name]):
        yield {"name": column, **_feature(hint)}


def _feature(hint: Any) -> dict[str, Any]:
    if typing.get_origin(hint) is tuple:
        inner = _feature(typing.get_args(hint)[0])
        return {"list": inner["dtype"] if set(inner) == {"dtype"} else inner.get("struct", inner)}
    if dataclasses.is_dataclass(hint):
        return {"struct": [{"name": name, **_feature(inner)} for name, inner, _ in columns(hint)]}  # type: ignore[arg-type]
    return {"dtype": {int: "int64", float: "float64"}.get(hint, "string")}


BODY = """# {name}

{documents} of annotated text. `bench convert --to hf` wrote this folder.

| config | rows | |
| :-- | --: | :-- |
{rows}

Offsets (`start`, `end`) count Unicode code points of the text from 0, and `end` is exclusive. `doc` is the `id` of
the document. The only split is called "{split}", as `datasets` calls files that name none; gold is for evaluation
all the same.

```python
from datasets import load_dataset

load_dataset("folder or name of this data set", "{example}")
```

{licence}
"""


def _body(suite: Suite, tables: Mapping[str, Stored]) -> str:
    return BODY.format(
        name=suite.name,
        documents=plural(tables[layout.DOCUMENTS].rows, "document"),
        rows="\n".join(
            f"| `{name}` | {each.rows:,} | {LAYERS[name]}{_empty(each)} |" for name, each in tables.items()
        ),
        split=SPLIT,
        example=next((name for name in tables if name != layout.DOCUMENTS), layout.DOCUMENTS),
        licence=suite.card.licence_section or f"## Licence\n\n{_licence_words(suite)}",
    )


def _empty(stored: Stored) -> str:
    """Returns what is to be said of a table without rows, which `datasets` doesn't load as a whole."""
    return "" if stored.rows else "; none was found, and `datasets` loads it with `streaming=True` only"


def _licence_words(suite: Suite) -> str:
    known = BY_NAME.get(suite.name)
    if suite.card.licence:
        link = f" ({suite.card.licence_link})" if suite.card.licence_link else ""
        said = suite.card.licence_name or ", ".join(suite.card.licence)
        return f"The card of the data that this folder was made from says: {said}{link}."
    if known:
        return f"{known.title}. The licence that its distribution states: {known.licence}. Source: {known.source}"
    return (
        "The licence isn't known: the data that this folder was made from state none. Ask those to whom the texts "
        "and the annotations belong before you pass them on."
    )


def _flow(values: tuple[str, ...]) -> str:
    return _quoted(values[0]) if len(values) == 1 else f"[{', '.join(map(_quoted, values))}]"


def _quoted(value: str) -> str:
    """Returns a value as YAML; a JSON string is one."""
    return json.dumps(value, ensure_ascii=False)
