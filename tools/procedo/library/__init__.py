"""The library: every controlled document read, linked by id and date, with the place of every value."""

from procedo.library.document import Document
from procedo.library.library import Library, read
from procedo.library.marks import Yaml
from procedo.library.yaml_reader import read_yaml, typed

__all__ = ["Document", "Library", "Yaml", "read", "read_yaml", "typed"]
