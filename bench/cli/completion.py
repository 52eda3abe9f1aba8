"""The completions that a shell shows for an argument: names of systems, or ids of documents in gold."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from bench.errors import BenchError


def systems(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Returns the names of the systems in the folder of systems that begin so, or else files and folders."""
    from bench.systems import discovery
    from bench.systems.places import places

    try:
        known, _ = discovery.discover(*places(ctx.params.get("systems_folder")))
    except BenchError:
        known = {}
    names = [
        CompletionItem(name, help=each.summary) for name, each in known.items() if name.startswith(incomplete)
    ]
    return names or [CompletionItem(incomplete, type="file")]


def systems_and_documents(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Returns names of systems for the first argument; for others, ids of documents and names of systems."""
    if not ctx.params.get("names"):
        return systems(ctx, parameter, incomplete)
    named = documents(ctx, parameter, incomplete)
    others = [each for each in systems(ctx, parameter, incomplete) if each.type != "file"]
    return named or others or [CompletionItem(incomplete, type="file")]


def documents(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Returns the ids of gold's documents that begin so; none where there is no gold."""
    from bench.comparison import project
    from bench.dataset import carried
    from bench.gold.load import load

    try:
        suite = load(carried.suite(ctx.params.get("gold") or project.gold()))
    except BenchError:
        return []
    return [CompletionItem(each.id) for each in suite.documents if each.id.startswith(incomplete)]
