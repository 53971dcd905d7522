"""Write what is public as files for programs: downloads, JSON, feeds, the site map. Never sees a Table."""

from generator.export.form import form
from generator.export.jsonld import dataset_jsonld
from generator.export.marked import marked
from generator.export.report import report
from generator.export.run import artefacts, run
from generator.export.sitemap import maps

__all__ = ["artefacts", "dataset_jsonld", "form", "maps", "marked", "report", "run"]
