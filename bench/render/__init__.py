"""What a person or a program reads: tables as text, Markdown, CSV; JSON."""
