"""Write what is public as files for programs: downloads, JSON, feeds, the site map. Never sees a Table."""

from generator.export.feeds import of_organisation
from generator.export.form import form
from generator.export.json import entity_file, record_file
from generator.export.jsonld import dataset_jsonld
from generator.export.marked import marked
from generator.export.proofs import proofs
from generator.export.releases import releases
from generator.export.report import report
from generator.export.run import apart, bundled, described, listed, maps, tables

__all__ = [
    "apart", "bundled", "dataset_jsonld", "described", "entity_file", "form", "listed", "maps", "marked",
    "of_organisation", "proofs", "record_file", "releases", "report", "tables",
]  # fmt: skip
