"""The four articles as others read them: by `datasets`, against the seeds, and with the passes beside them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.formats.jsonl.predictions import read_predictions
from bench.gold import validate
from bench.gold.load import load
from tests.conftest import ROOT

GOLD = ROOT / "gold" / "articles"
LAYERS = ("documents", "timexes", "events", "timeline", "ignore")

# in a process of its own: `datasets` reads its settings from the environment when it is imported
LOAD = """
import json, sys
from datasets import load_dataset
folder, *layers = sys.argv[1:]
print(json.dumps({layer: list(load_dataset(folder, layer, split="train")) for layer in layers}))
"""


def raw(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.slow
def test_datasets_reads_every_value_as_it_stands(tmp_path: Path) -> None:
    environment = {**os.environ, "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    command = [sys.executable, "-c", LOAD, str(GOLD), *LAYERS]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    for layer in LAYERS:
        assert found[layer] == raw(GOLD / f"{layer}.jsonl"), layer


def test_the_suite_is_sound_and_its_texts_are_the_seeds_byte_for_byte() -> None:
    suite = validate(GOLD, scheme=True)
    seeds = sorted(path.name for path in (ROOT / "seeds").iterdir())
    assert sorted(Path(document.source).name for document in suite.documents) == seeds
    for document in suite.documents:
        assert (ROOT / document.source).read_bytes() == document.text.encode()


def test_the_passes_are_sound_and_cover_every_document() -> None:
    suite = load(GOLD)
    for name in ("a", "b"):
        found = read_predictions(GOLD / "passes" / name, suite)
        assert set(found.layers) == {document.id for document in suite.documents}
        assert found.failures == {}
        events = {(doc, event.id) for doc, layers in found.layers.items() for event in layers.events}
        assert {mention for entry in found.timeline for mention in entry.mentions} <= events


def test_every_difference_of_the_passes_has_a_decision() -> None:
    """Presence, class, realis and when of events: all in decisions.jsonl, and gold is what was decided."""
    decided = {
        (row["doc"], row["start"], row["end"], row["field"]): row["gold"]
        for row in raw(GOLD / "passes" / "decisions.jsonl")
        if row["layer"] == "events"
    }
    a, b, gold = (
        {(row["doc"], row["start"], row["end"]): row for row in raw(path / "events.jsonl")}
        for path in (GOLD / "passes" / "a", GOLD / "passes" / "b", GOLD)
    )
    for span in a.keys() | b.keys():
        if span not in a or span not in b:
            assert (*span, "presence") in decided, span
            continue
        for field in ("class", "realis", "when"):
            if a[span][field] != b[span][field]:
                assert gold[span][field] == decided[(*span, field)], (span, field)
            elif span in gold and (*span, field) not in decided:
                assert gold[span][field] == a[span][field], (span, field)
