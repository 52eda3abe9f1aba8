"""The command line: one module a verb, over functions of the library."""
