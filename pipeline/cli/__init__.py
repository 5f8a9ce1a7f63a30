"""The command line: a command parses, calls, writes, exits."""
