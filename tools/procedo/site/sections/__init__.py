"""The parts of the site: each makes its pages from a View."""

from procedo.site.sections import (
    calendars,
    coverage,
    findings,
    forms,
    home,
    indicators,
    lists,
    matrices,
    procedures,
    profiles,
    requirements,
    roles,
    rules,
    written,
)

SECTIONS = (
    home.pages,
    procedures.pages,
    matrices.pages,
    roles.pages,
    forms.pages,
    requirements.pages,
    findings.pages,
    indicators.pages,
    lists.pages,
    coverage.pages,
    profiles.pages,
    calendars.pages,
    rules.pages,
    written.pages,
)
"""In the order of the navigation."""
