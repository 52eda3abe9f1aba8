"""The command line. Each command is a module, which parses arguments, calls the library and prints the result."""
