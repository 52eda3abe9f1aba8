"""Make and score the timelines of SemEval-2015 Task 4's target entities, for the table beside published figures.

Usage: python ci/task4_timelines.py CORPORA RESULTS

CORPORA has the corpus as it is distributed (semeval2015-task4), RESULTS is results/task4-airbus. Each system of
`TRACKS` makes a timeline of the topic airbus; `bench timeline` writes a file for each target entity of the task's
own list, and `bench score` compares these files with the task's gold. RESULTS/timelines.json gets the figures. The
next `bench evaluate` writes them into the table in RESULTS/README.md.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import bench
from bench.files import write_text
from bench.timelines import make, task4
from bench.timelines.story import View

TOPIC = Path("semeval2015-task4", "SemEval_Task4_data", "corpus_1")
TRACKS = {"A": "merged-events", "B": "merged-events-dated"}
"""The system of each track: from raw text, and from the events that the task gives."""
MEASURE = "timeline.task4"


def main(corpora: str, results: str) -> int:
    """Make and score the timelines, write the figures, and return the exit code: 2 without the corpus."""
    topic = Path(corpora) / TOPIC
    if not topic.is_dir():
        print(f"{topic} isn't here")
        return 2
    entities = (topic / "list_target_entities_corpus_1.txt").read_text(encoding="utf-8-sig").split("\n")
    names = tuple(filter(None, map(str.strip, entities)))
    found = []
    for track, system in TRACKS.items():
        # texts are the same in both tracks; a system of track A doesn't get the events
        made = make([str(topic / "corpus_trackB_CAT")], system=system, view=View(persons=names))
        with tempfile.TemporaryDirectory() as folder:
            task4.write(made, names, Path(folder))
            scores = bench.score(folder, topic / "TimeLines_Gold_Standard")
        score, interval = scores[MEASURE], scores.interval(MEASURE)
        if score.f1 is None or interval is None:
            print(f"{system}: nothing to score")
            return 2
        counts = score.counts
        found.append(
            {
                "system": system,
                "table": track,
                "f1": score.f1,
                "interval": interval,
                "counts": {
                    "correct_predicted": counts.correct_predicted,
                    "predicted": counts.predicted,
                    "correct_gold": counts.correct_gold,
                    "gold": counts.gold,
                },
                "source": "run here, by bench timeline",
            }
        )
        print(f"{system}: {100 * score.f1:.2f}")
    write_text(Path(results) / "timelines.json", json.dumps(found, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
