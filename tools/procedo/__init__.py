"""procedo: an organisation's ISO procedures as code."""

__version__ = "0.1.0"
