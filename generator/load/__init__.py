"""Read the committed folder: descriptions, code lists, legal periods, working days, rows."""

from generator.load.catalogue import LIST_FILE, catalogue, repository
from generator.load.descriptions import Form, form, past
from generator.load.rows import files, rows, table

__all__ = ["LIST_FILE", "Form", "catalogue", "files", "form", "past", "repository", "rows", "table"]
