"""Turn committed data and a day into a public disclosure site."""

__version__ = "2026.11.0"
