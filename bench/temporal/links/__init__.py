"""Temporal links: their graph, closure, reduction and contradictions, and temporal awareness."""
