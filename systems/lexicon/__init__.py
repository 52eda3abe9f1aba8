"""The words that verb_lexicon.py and parsed_events.py know: verbs, event nouns, adjectives, governors."""
