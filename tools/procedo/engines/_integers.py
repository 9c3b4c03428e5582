"""SQLite's SQL with wide products by a function of its own, which can tell when it leaves the integers: SQLite itself does so without
a word."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.dialects.sqlite import SQLite
from sqlglot.generators.sqlite import SQLiteGenerator

TIMES = "times"
LARGEST = 2**63 - 1


class SQLite64(SQLite):
    """Registered with sqlglot under its name."""

    class Generator(SQLiteGenerator):
        TRANSFORMS = {
            **SQLiteGenerator.TRANSFORMS,
            exp.Mul: lambda self, node: self.func(TIMES, node.this, node.expression) if _wide(node) else self.binary(node, "*"),
        }


def _wide(product: exp.Mul) -> bool:
    """Whether a factor was made 128 bits wide, which no integer of SQLite is."""
    factors = (product.this.unnest(), product.expression.unnest())
    return any(isinstance(factor, exp.Cast) and factor.to.this == exp.DataType.Type.INT128 for factor in factors)


def times(left: int | None, right: int | None) -> int | float | None:
    """The product; one that is no 64-bit integer is the nearest floating-point number, as everywhere in SQLite."""
    if left is None or right is None:
        return None
    product = left * right
    return product if abs(product) <= LARGEST else float(product)


def times_exactly(left: int | None, right: int | None) -> int | float | None:
    """ValueError where the product is no 64-bit integer."""
    product = times(left, right)
    if isinstance(product, float):
        raise ValueError
    return product
