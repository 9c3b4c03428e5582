"""Worked examples of a library: read from `checks/examples/`, names settled, ready to be judged or shown."""

from procedo.examples.link import Case, Linked, link
from procedo.examples.names import Record, unknown
from procedo.examples.read import FOLDER, ExampleDocument, Examples, read_examples

__all__ = ["FOLDER", "Case", "ExampleDocument", "Examples", "Linked", "Record", "link", "read_examples", "unknown"]
