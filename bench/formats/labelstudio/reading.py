"""Documents made of Label Studio's tasks."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.errors import DataError, Fault
from bench.formats import labels
from bench.formats.annotated import Annotated, Draft
from bench.formats.carried import EVERYTHING, PREDICTED
from bench.formats.format import Format
from bench.formats.labelstudio import tasks
from bench.formats.labelstudio.config import CHOICES, TEXT, TEXTS
from bench.formats.labelstudio.regions import Reader
from bench.formats.labelstudio.tasks import Task
from bench.formats.labelstudio.writing import write_gold
from bench.formats.parsed import parsed

UNLABELLED = "nobody has submitted an annotation of this task"


def parse(path: Path, *, predicted: bool = False) -> Iterator[Annotated]:
    """Yields the documents of a file. A task that nobody has annotated is left out, with a note.

    If ``predicted``, the predictions of such a task are read instead. Raises DataError with all faults of the
    file, and if no task is annotated.
    """
    faults: list[Fault] = []
    found: list[Annotated] = []
    aside = Draft(path, "-", "")
    read = tasks.read(path)
    for number, (line, task) in enumerate(_in_full(read, aside), start=1):
        draft = _draft(path, line, task, number)
        results = _results(draft, line, task, predicted)
        if results is None:
            aside.notes += draft.notes
            aside.note("unlabelled", line, f"{UNLABELLED}, so it is left out")
            continue
        try:
            Reader(draft, line).read([each for each in results if isinstance(each, dict)])
            found.append(labels.finish(draft, _data(task)))
        except DataError as error:
            faults.extend(error.faults)
    if not found and not faults:
        remedy = "label the tasks and export them again; read as predictions, those of the file would count"
        faults.append(Fault(str(path), 0, "nobody has submitted an annotation of any task", remedy))
    if faults:
        raise DataError(faults)
    found[-1] = replace(found[-1], notes=(*found[-1].notes, *aside.notes))
    yield from found


def _in_full(read: Iterator[tuple[int, Task]], aside: Draft) -> Iterator[tuple[int, Task]]:
    """Yields tasks as the full export has them.

    A task of the short export (JSON_MIN) has its fields and the regions side by side, once for each annotation. It
    doesn't say which region an attribute belongs to, so attributes are left out, with a note.
    """
    short: dict[str, tuple[int, dict[str, Any]]] = {}
    for line, task in read:
        if "annotation_id" not in task or any(
            key in task for key in ("annotations", "completions", "predictions")
        ):
            yield line, task
            continue
        lists = [value for value in task.values() if isinstance(value, list)]
        regions = [each for value in lists for each in value if isinstance(each, dict) and "labels" in each]
        for control in (*CHOICES, *TEXTS):
            if control in task and control != "tags":
                message = f"a short export doesn't say to which region {control!r} belongs, so it is left out"
                aside.note(f"short {control}", line, f"{message}; export the project as JSON")
        results = [
            {"id": f"#{at}", "type": "labels", "value": each, "meta": {"id": None}}
            for at, each in enumerate(regions)
        ]
        about = {"result": results, **{key: task.get(key) for key in ("created_at", "updated_at")}}
        name = str(task.get("id", f"line {line}"))
        _, whole = short.setdefault(name, (line, {"id": task.get("id"), "data": task, "annotations": []}))
        whole["annotations"].append(about)
    yield from short.values()


def _data(task: Task) -> Mapping[str, Any]:
    data = task.get("data")
    return data if isinstance(data, dict) else {}


def _draft(path: Path, line: int, task: Task, number: int) -> Draft:
    """Returns the draft of a task's document, with the fault that it has no text."""
    data = _data(task)
    named = [data.get("doc"), data.get("id"), task.get("id"), number]
    name = next(str(each) for each in named if isinstance(each, str | int) and each != "")
    text = data.get(TEXT)
    if isinstance(text, str):
        return Draft(path, name, text)
    draft = Draft(path, name, "")
    there = ", ".join(map(repr, data)) or "nothing"
    message = f"a task without a text: its data has no {TEXT!r}, but {there}"
    draft.fault(line, message, "rename the field with the text to 'text'")
    return draft


def _results(draft: Draft, line: int, task: Task, predicted: bool) -> list[Any] | None:
    """Returns the results of the annotation that is read; None if there is none.

    It is the one that is marked as ground truth, or else the last that was submitted.
    """
    stated = task.get("annotations", task.get("completions"))
    given = [each for each in stated if isinstance(each, dict)] if isinstance(stated, list) else []
    submitted = [each for each in given if not (each.get("was_cancelled") or each.get("skipped"))]
    if len(submitted) < len(given):
        draft.note("skipped", line, "an annotation that was skipped (cancelled) is left out")
    if submitted:
        ranked = sorted(submitted, key=lambda each: (bool(each.get("ground_truth")), _time(each)))
        if len(ranked) > 1:
            message = f"the task has {len(ranked)} annotations; read is the ground truth, or else the last"
            draft.note("several annotations", line, message)
        return _list(ranked[-1].get("result"))
    if not predicted:
        return None
    stated = task.get("predictions")
    guesses = [each for each in stated if isinstance(each, dict)] if isinstance(stated, list) else []
    if not guesses:
        return None
    draft.note("predictions", line, f"{UNLABELLED}, so its predictions are read")
    if len(guesses) > 1:
        draft.note("several predictions", line, f"the task has {len(guesses)} predictions; the last is read")
    return _list(guesses[-1].get("result"))


def _time(annotation: Mapping[str, Any]) -> str:
    return str(annotation.get("updated_at") or annotation.get("created_at") or "")


def _list(stated: Any) -> list[Any]:
    return stated if isinstance(stated, list) else []


def _format() -> Format:
    more: dict[str, Any] = {
        "name": "label-studio",
        "title": "Label Studio's JSON",
        "sign": "*.json",
        "order": 200,
        "files": tasks.files,
        "single": True,
        "write_gold": write_gold,
        "carries": EVERYTHING - PREDICTED - {"timeline"},
        "tried_on": "exports of the server of release 1.23",
    }
    found = parsed(parse=parse, **more)
    read = parsed(parse=functools.partial(parse, predicted=True), **more).read_predictions
    return replace(found, read_predictions=read)


FORMAT = _format()
"""Label Studio's JSON."""
