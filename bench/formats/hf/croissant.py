"""Croissant metadata: the files of a data set and the fields of its tables, as JSON-LD (Croissant 1.1)."""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from bench.dataset.known import BY_NAME
from bench.dataset.suite import Suite
from bench.formats.hf.card import LAYERS, UNKNOWN, Stored, licence, path_of
from bench.formats.jsonl import layout
from bench.formats.parquet.schema import OF_ALL, RECORDS, columns

CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The terms of the Croissant vocabulary, as its specification names them."""
LINKS: Mapping[str, str] = {
    "apache-2.0": "https://www.apache.org/licenses/LICENSE-2.0",
    "bsd-3-clause": "https://opensource.org/license/bsd-3-clause",
    "cc-by-3.0": "https://creativecommons.org/licenses/by/3.0/",
    "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "cc-by-nc-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "cc-by-sa-3.0": "https://creativecommons.org/licenses/by-sa/3.0/",
    "mit": "https://opensource.org/license/mit",
}
"""The addresses of licences, by Hugging Face's names for them."""
_SEMANTIC = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}")


def described(suite: Suite, tables: Mapping[str, Stored]) -> dict[str, Any]:
    """Returns the metadata of a suite whose tables were written."""
    names = [each for each in tables if each != layout.DOCUMENTS]
    found: dict[str, Any] = {
        "@context": dict(CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": re.sub(r"[^\w-]+", "-", suite.name).strip("-") or "gold",
        "description": f"Documents with annotated {', '.join(names) or 'texts'}.",
        "license": list(_licences(suite)),
    }
    if _SEMANTIC.fullmatch(suite.version):
        found["version"] = suite.version
    if suite.card.language:
        found["inLanguage"] = list(suite.card.language)
    if known := BY_NAME.get(suite.name):
        found["description"] = f"{known.title}. {found['description']}"
    if suite.card.licence_section:
        found["description"] += " README.md says what the licence covers, and whose the texts are."
    found["distribution"] = [_file(name, stored) for name, stored in tables.items()]
    found["recordSet"] = [_records(name) for name in tables]
    return found


def _licences(suite: Suite) -> Iterator[str]:
    """Yields the address of each licence, or what is said of it in words."""
    known = BY_NAME.get(suite.name)
    for name in licence(suite):
        if name in LINKS:
            yield LINKS[name]
        elif name == UNKNOWN:
            yield "The licence isn't known."
        elif suite.card.licence:
            yield suite.card.licence_link or suite.card.licence_name or name
        else:
            yield known.licence if known else name


def _file(name: str, stored: Stored) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{name}.parquet",
        "name": f"{name}.parquet",
        "contentUrl": path_of(name),
        "contentSize": f"{stored.size} B",
        "encodingFormat": "application/x-parquet",
        "sha256": stored.sha256,
    }


def _records(name: str) -> dict[str, Any]:
    fields = [] if name in OF_ALL else [_field(name, "doc", str)]
    if fields:
        fields[0]["references"] = {"field": {"@id": f"{layout.DOCUMENTS}/id"}}
    fields += [_field(name, column, hint) for column, hint, _ in columns(RECORDS[name])]
    found: dict[str, Any] = {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": LAYERS[name],
        "field": fields,
    }
    if name in OF_ALL:
        found["key"] = {"@id": f"{name}/id"}
    return found


def _field(name: str, column: str, hint: Any) -> dict[str, Any]:
    """Returns the description of a column. Lists of structs and of lists are said to be what they are in JSON."""
    source = {"fileObject": {"@id": f"{name}.parquet"}, "extract": {"column": column}}
    found: dict[str, Any] = {"@type": "cr:Field", "@id": f"{name}/{column}", "name": column, "source": source}
    depth = 0
    while typing.get_origin(hint) is tuple:
        depth, hint = depth + 1, typing.get_args(hint)[0]
    if depth:
        found |= {"isArray": True, "arrayShape": ",".join(["-1"] * depth)}
    if dataclasses.is_dataclass(hint):
        found["subField"] = [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{column}/{inner}",
                "name": inner,
                "dataType": "sc:Text",
                "source": {**source, "transform": {"jsonPath": inner}},
            }
            for inner, _, _ in columns(hint)  # type: ignore[arg-type]
        ]
        del found["source"]
    else:
        found["dataType"] = "cr:Int64" if hint is int else "sc:Text"
    return found
