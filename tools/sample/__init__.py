"""Invented companies: a year of records for each profile, with faults planted at known places (tools, not shipped)."""
