"""The parts of parsed_events.py, parsed_anchors.py and parsed_sklearn_anchors.py: clauses by a parse.

::

    model       spaCy's small English model, checked by its digest, and the parse of a text line by line
    casing      headlines in which every word has a capital
    words       tables of nouns and verbs
    happenings  nouns that name an event, grouped by meaning
    naming      where such a noun names none
    tree        who governs whom: light verbs, tense, complements, conditions
    realis      whether an event happened, is planned, or neither
    owned       the time expression that dates an event
    stays       visits and meetings that last several days
    trips       what happens during them
    story       the day of the story at each sentence
    standing    wars and sanctions that go on since a stated start
    mentions    nouns that take up an event with a date
    adjuncts    clauses of "when", "since" and "after", subjects and objects that tell a date
    edtf        shapes of EDTF dates
    anchors     the `when` of every event
    proposals   the dates that an event may have, for parsed_sklearn_anchors.py
"""
