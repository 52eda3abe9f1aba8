"""A logistic regression that chooses one of the dates that rules propose for an event.

A date that several kinds of proposals give is one choice, with the features of each kind. It is no system.
`sklearn_anchors` and `parsed_sklearn_anchors` stand on it. Settings: scikit-learn's own but for C=0.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

Proposal = tuple[str, str | None]
"""The kind of a proposal, and its `when`."""


def features(kinds: Iterable[str], clues: Sequence[str], *, ruled: bool) -> dict[str, bool]:
    """The kinds of a date, each alone and with each clue to the event, and whether the rules say the same."""
    found = {f"as the rules {ruled}": True}
    for kind in kinds:
        found |= {kind: True, f"{kind}, as the rules {ruled}": True}
        found.update(dict.fromkeys((f"{kind}, {each}" for each in clues), True))
    return found


def gathered(proposals: Sequence[Proposal]) -> dict[str | None, list[str]]:
    """The kinds of each date that is proposed."""
    kinds: dict[str | None, list[str]] = {}
    for kind, when in proposals:
        kinds.setdefault(when, []).append(kind)
    return kinds


class Chooser:
    """The regression, and the samples that it learns from."""

    def __init__(self) -> None:
        self.samples: list[dict[str, bool]] = []
        self.labels: list[bool] = []
        self.model: Pipeline | None = None

    def see(
        self, proposals: Sequence[Proposal], clues: Sequence[str], rule: str | None, right: str | None
    ) -> None:
        """Take in an event of the training documents: what is proposed for it, and its right `when`."""
        for when, kinds in gathered(proposals).items():
            self.samples.append(features(kinds, clues, ruled=when == rule))
            self.labels.append(when == right)

    def learn(self) -> None:
        """Learn from what was seen. Raises ValueError when no event had a `when` that could be learnt."""
        if len({*self.labels}) < 2:
            raise ValueError("the training documents hold no event whose `when` could be learnt")
        model = LogisticRegression(C=0.5, max_iter=2000, random_state=0)
        self.model = Pipeline([("features", DictVectorizer()), ("model", model)]).fit(self.samples, self.labels)
        self.samples, self.labels = [], []

    def chosen(self, proposals: Sequence[Proposal], clues: Sequence[str], rule: str | None) -> str | None:
        """The `when` of the likeliest proposal, of equals the first. Raises RuntimeError before `learn`."""
        if self.model is None:
            raise RuntimeError("this system has learnt nothing yet: call fit(training) before extract")
        dates = gathered(proposals)
        told = [features(kinds, clues, ruled=when == rule) for when, kinds in dates.items()]
        likely = self.model.predict_proba(told)[:, 1]
        return max(zip(dates, likely, strict=True), key=lambda pair: pair[1])[0]
