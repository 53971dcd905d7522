"""What each template may see: the documented context of every page type.

Every page gets the fields of ``Frame``; a template adds the fields of its own view. All values are plain
text: escaping is the template's (autoescape is always on), relative links are already relative.
"""

from generator.views.changes import (
    ListChanges,
    Part,
    Releases,
    ReleaseView,
    Updates,
    Withdrawn,
    WithdrawnItem,
)
from generator.views.figures import Bar, Chart, FigureSet, Measure, Quality, QualityRow, Statistics
from generator.views.lists import ColumnView, CountedPage, FacetedPage, FacetView, FieldsPage, ListPage
from generator.views.organisations import Card, EntityHub, EntityIndex, EntityPage, Section, Way
from generator.views.records import Logged, Past, RecordPage, Related, Tally, Tombstone
from generator.views.shared import Cell, CellKind, Download, Frame, Link, Meta, RowView
from generator.views.whole import (
    CataloguePage,
    CheckPage,
    Dictionary,
    Downloads,
    Entry,
    Home,
    ListFiles,
    ResultSheet,
    SearchPage,
    SiteMap,
)

__all__ = [
    "Bar", "Card", "CataloguePage", "Cell", "CellKind", "Chart", "CheckPage",
    "ColumnView", "CountedPage", "Dictionary", "Download", "Downloads", "EntityHub", "EntityIndex",
    "EntityPage", "Entry", "FacetView", "FacetedPage", "FieldsPage", "FigureSet", "Frame",
    "Home", "Link", "ListChanges", "ListFiles", "ListPage", "Logged", "Measure",
    "Meta", "Part", "Past", "Quality", "QualityRow", "RecordPage", "Related",
    "ReleaseView", "Releases", "ResultSheet", "RowView", "SearchPage", "Section", "SiteMap",
    "Statistics", "Tally", "Tombstone", "Updates", "Way", "Withdrawn", "WithdrawnItem",
]  # fmt: skip
