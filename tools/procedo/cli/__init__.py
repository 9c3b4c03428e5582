"""The command line: words, exit codes and progress; no logic. One module per command, nothing heavy imported at start."""

from procedo.cli.entry import main

__all__ = ["main"]
