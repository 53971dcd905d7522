"""Write a list as CSV, in the same canonical form in which data are committed."""

from __future__ import annotations

import csv
import io

from generator import paths
from generator.export import rows
from generator.model import Artefact, Publication


def table(publication: Publication) -> Artefact:
    """Return the CSV of a list: UTF-8 without BOM, LF, quotes only where needed.

    Source: RFC 4180, but for its CRLF.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(publication.dataset.header)
    writer.writerows(rows.lines(publication))
    return Artefact(paths.download(publication.dataset.id, "csv"), out.getvalue().encode())
