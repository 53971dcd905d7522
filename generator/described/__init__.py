"""What the YAML descriptions say: a list (``dataset.yaml``), the site (``site.yaml``). Unknown keys are refused."""

from generator.described.base import Described
from generator.described.dataset import (
    SHOWS,
    Column,
    Dataset,
    EntityView,
    Facet,
    Field,
    FieldType,
    Info,
    ListView,
    Publishing,
    RecordView,
    Source,
    Standard,
)
from generator.described.declared import (
    Agree,
    Bands,
    Cap,
    Checks,
    Clock,
    Condition,
    Counted,
    Coverage,
    Declaration,
    Exclusive,
    Expect,
    Figures,
    Follows,
    Mark,
    Order,
    Ratio,
    Reference,
    Requires,
    Validity,
    Within,
)
from generator.described.site import Site, Tile

__all__ = [
    "SHOWS",
    "Agree", "Bands", "Cap", "Checks", "Clock", "Column", "Condition", "Counted", "Coverage", "Dataset", "Declaration",
    "Described", "EntityView", "Exclusive", "Expect", "Facet", "Field", "FieldType", "Figures", "Follows", "Info",
    "ListView", "Mark", "Order", "Publishing", "Ratio", "RecordView", "Reference", "Requires", "Site",
    "Source", "Standard", "Tile", "Validity", "Within",
]  # fmt: skip
