"""Results as text: tables for the terminal, Markdown, CSV, JSON and others."""
