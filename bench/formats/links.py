"""The links of a document that a format with references can hold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from bench.formats import checks
from bench.formats.annotated import Annotated
from bench.sdk.model import RELATIONS, Link


def held(
    annotated: Annotated, lose: Callable[[str], None], relations: Collection[str] | None = RELATIONS
) -> Iterator[Link]:
    """Yields the links between annotations of the document; ``lose`` is called for each other link.

    Links of predictions may refer to annotations that the system was given, which aren't predicted. A relation
    that isn't in ``relations`` is lost too; None stands for all relations.
    """
    ends = checks.link_ends(annotated.layers.timexes, annotated.layers.events)
    for link in annotated.layers.links:
        if link.source not in ends or link.target not in ends:
            lose("link to an annotation that isn't among those written")
        elif relations is not None and link.relation not in relations:
            lose("link with a relation that TimeML doesn't have")
        else:
            yield link
