"""Results as text: as tables for a terminal, and as Markdown, LaTeX, CSV, JSON and other formats."""
