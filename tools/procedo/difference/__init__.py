"""What changed between two revisions of a document: found, told in words, shown as a redline."""

from procedo.difference.changes import Change, changes
from procedo.difference.words import redline, sentence

__all__ = ["Change", "changes", "redline", "sentence"]
