"""Records: exports mapped to forms, normalised and loaded into an engine."""

from procedo.records.load import Dataset, load_forms
from procedo.records.recordset import read_recordset, root_of, weight

__all__ = ["Dataset", "load_forms", "read_recordset", "root_of", "weight"]
