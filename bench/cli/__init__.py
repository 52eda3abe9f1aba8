"""The command line: one module for each verb, which parses, calls a function of the library, and renders."""
