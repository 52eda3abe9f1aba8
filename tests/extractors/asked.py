"""A script for the `bare` fixture: what a system of a Python file says of given spans."""

ASKED = """
import datetime, json, sys
from pathlib import Path

from bench import Document
from bench.sdk.worker import declared, load_file

given = json.load(sys.stdin)
system = declared(load_file(Path(given["file"])))[given["name"]][1]()
found = []
for text, spans in given["questions"]:
    document = Document("d", text, datetime.date(2023, 9, 20))
    timexes = system.resolve(document, [tuple(span) for span in spans])
    found.append([[timex.start, timex.end, timex.type, timex.value, timex.mod] for timex in timexes])
print(json.dumps(found))
"""
"""Given ``file``, ``name`` and ``questions``, pairs of a text and its spans; it prints the answers to each."""
