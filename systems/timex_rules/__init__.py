"""What spacy_rules.py is made of: words, the calendar, what expressions mean, and the rules that find them."""
