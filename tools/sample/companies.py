"""The invented companies by the name of their recordset: one for each profile."""

from __future__ import annotations

from collections.abc import Callable

from sample.company import Company
from sample.ledger import Ledger
from sample.trading import trading

COMPANIES: dict[str, Callable[[], tuple[Company, Ledger]]] = {"sample": trading}
