"""The command line: one small module a command, and what sets the project up (cli.boot)."""
