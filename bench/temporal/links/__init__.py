"""The algebra of temporal links: graph, closure, reduction, temporal awareness."""
