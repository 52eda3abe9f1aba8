"""Label Studio's tasks in JSON, as it exports and imports them.

The full export (JSON) and the short one (JSON_MIN) are read. Sources: Label Studio's documentation of its task
format, and what release 1.23 of the server imports and exports, which a test of the slow tier starts.

::

    config     the labelling configuration of a project
    tasks      a file: its tasks, each with the number of its line
    regions    the results of an annotation: regions, their attributes, relations
    reading    documents made of tasks
    writing    annotated documents written as tasks
"""

from bench.formats.labelstudio.reading import FORMAT as FORMAT
