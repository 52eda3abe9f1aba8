"""What spacy_rules.py is made of: words, calendar, tenses, what expressions mean, and the rules that find them."""
