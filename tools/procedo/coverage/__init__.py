"""Coverage: source item -> procedure -> requirement -> example -> last result, and what is still missing of the inventory."""

from procedo.coverage.count import Count, Coverage, Traced, counted
from procedo.coverage.kept import KEPT, read_kept

__all__ = ["KEPT", "Count", "Coverage", "Traced", "counted", "read_kept"]
