"""A logistic regression that chooses one of the dates that rules propose for an event.

It is no system. `sklearn_anchors` and `parsed_sklearn_anchors` stand on it. Settings: scikit-learn's own but for
C=0.5.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

Proposal = tuple[str, str | None]
"""The kind of a proposal, and its `when`."""


def features(proposal: Proposal, clues: Iterable[str], rule: str | None) -> dict[str, bool]:
    """A proposal's kind, alone and with each clue to the event, and whether the rules say the same."""
    kind, when = proposal
    found = {kind: True, f"as the rules {when == rule}": True, f"{kind}, as the rules {when == rule}": True}
    found.update(dict.fromkeys((f"{kind}, {each}" for each in clues), True))
    return found


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
        for proposal in proposals:
            self.samples.append(features(proposal, clues, rule))
            self.labels.append(proposal[1] == right)

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
        likely = self.model.predict_proba([features(each, clues, rule) for each in proposals])[:, 1]
        worth: dict[str | None, float] = defaultdict(float)
        for (_, when), share in zip(proposals, likely, strict=True):
            worth[when] = max(worth[when], float(share))
        return max(worth, key=lambda when: worth[when])
