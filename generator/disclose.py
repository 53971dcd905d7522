"""Pass private tables through the legal gate: what may be shown on one day. PUBLIC from here on.

Lists whose rows the removals make are filled last; marks that one list puts on records of another come from
the private tables, for who objected is nobody's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator import clock, ledger, marks, paths, retold
from generator.described import Dataset
from generator.fingerprint import digest
from generator.model import (
    UNCOMMITTED,
    Catalogue,
    Disclosure,
    Proof,
    Publication,
    Record,
    Row,
    Table,
    Takedown,
)
from generator.needles import standing_in
from generator.past import NONE, History
from generator.privacy import masked_name
from generator.proofs import Journal
from generator.roles import parts
from generator.standing import NEVER_SHOWN, PUBLIC, Standing, computed_state, day_of, standing
from generator.still import Still

_IDENTIFYING = ("subject", "alias", "subject_code", "doc_no", "index_no", "text")
_SHORTEST = {"text": 8}
"""Shorter texts may stand in any sentence; how many characters a role's text must have to tell anything."""


Judged = tuple[Table, Sequence[tuple[Row, Standing]]]
"""The rows of a list, each with its standing on the day."""
Standings = Sequence[Sequence[Standing]]
"""How each row of each list stands."""


@dataclass(frozen=True, slots=True)
class _Day:
    """Hold the day, what the rows are judged by, the marks that stand on it or will, what proves rows; and the
    lists that were edited since they were committed.
    """

    catalogue: Catalogue
    as_of: date
    put: marks.Marks
    marked: Mapping[marks.Place, date]
    journal: Journal | None
    edited: frozenset[str]


def disclose(
    catalogue: Catalogue,
    tables: Sequence[Table],
    as_of: date,
    commit: str,
    commits: Mapping[str, str] | None = None,
    journal: Journal | None = None,
    past: History = NONE,
    still: Still | None = None,
    stand: Standings | None = None,
) -> Disclosure:
    """Return everything that may be public on a day, and the strings that may appear nowhere.

    ``journal`` and ``past`` are what git knows; with ``still`` the tables are of the past, and no more is shown of
    them than is shown today. ``stand`` is what ``standings`` said of the same, if that was asked already.
    """
    stand = standings(catalogue, tables, as_of, still) if stand is None else stand
    judged = [(t, list(zip(t.rows, own, strict=True))) for t, own in zip(tables, stand, strict=True)]
    day = _day(catalogue, tables, as_of, commits or {}, journal, still)
    publications = tuple(_publication(day, table, rows) for table, rows in judged)
    publications = ledger.filled(catalogue, publications)
    forbidden = frozenset(_unseen(_hidden(judged, publications, past), catalogue, publications))
    forbidden |= still.forbidden if still else frozenset()
    chronicle = retold.retold(catalogue, past, publications, _states(judged), forbidden)
    return Disclosure(
        site=catalogue.site,
        as_of=as_of,
        commit=commit,
        publications=publications,
        rules=catalogue.rules,
        regions=catalogue.regions,
        forbidden=forbidden,
        commits=commits or {},
        log=journal.log if journal else None,
        chronicle=chronicle,
    )


def _day(
    catalogue: Catalogue,
    tables: Sequence[Table],
    as_of: date,
    commits: Mapping[str, str],
    journal: Journal | None,
    still: Still | None,
) -> _Day:
    put, marked = marks.on(catalogue, tables, as_of), marks.turning(catalogue, tables, as_of)
    edited = {name for name, last in commits.items() if last.endswith(UNCOMMITTED)}
    if still:  # what was logged may hold columns that nobody may see now
        edited.update(still.hidden)
    return _Day(catalogue, as_of, put, marked, journal, frozenset(edited))


def _states(judged: Iterable[Judged]) -> dict[tuple[str, str], str]:
    return {
        (t.dataset.id, row.values[t.dataset.key]): found.state for t, rows in judged for row, found in rows
    }


def _hidden(judged: Sequence[Judged], publications: Sequence[Publication], past: History) -> Iterator[str]:
    """Yield what tells of whom a row is that is not public today, as it is or ever was."""
    shown = {(item.dataset.id, record.key) for item in publications for record in item.records}
    datasets = {table.dataset.id: table.dataset for table, _ in judged}
    for table, rows in judged:
        for row, found in rows:
            if found.state != PUBLIC:
                yield from _identifying(table.dataset, row.values)
    for dataset, values in retold.were(past, datasets, shown):
        yield from _identifying(dataset, values)


def standings(
    catalogue: Catalogue, tables: Sequence[Table], as_of: date, still: Still | None = None
) -> Standings:
    """Return how each row stands on a day; this may be the work of another process."""
    return [[_judge(catalogue, table, row, as_of, still) for row in table.rows] for table in tables]


def _judge(catalogue: Catalogue, table: Table, row: Row, as_of: date, still: Still | None) -> Standing:
    found = standing(catalogue, table.dataset, row.values, as_of)
    return still.judged(table, row, found) if still else found


def _publication(day: _Day, table: Table, rows: Sequence[tuple[Row, Standing]]) -> Publication:
    dataset = table.dataset.shown()
    shown = [_record(day, dataset, table, row, found) for row, found in rows if found.state == PUBLIC]
    gone = [_takedown(day.catalogue, dataset, row, found) for row, found in rows if _leaves_a_trace(found)]
    return Publication(
        dataset=dataset,
        as_of=day.as_of,
        records=tuple(sorted(shown, key=lambda record: record.key)),
        takedowns=tuple(sorted(gone, key=lambda item: item.slug)),
        withheld=len(rows) - len(shown),
        unseen=clock.earliest(
            clock.appearing(day.catalogue, table.dataset, row.values, found, day.as_of)
            for row, found in rows
            if found.state != PUBLIC
        ),
        made_of=_made_of(day, table),
    )


def _made_of(day: _Day, table: Table) -> bytes:
    """Return a hash over the rows of a list and the marks on them; what all lists depend on is left out."""
    marked = [
        sorted((key, said) for (name, key), said in found.items() if name == table.dataset.id)
        for found in (day.put, day.marked)
    ]
    return digest((table.digest, repr(marked))) if table.digest else b""


def _leaves_a_trace(found: Standing) -> bool:
    return found.state != PUBLIC and found.state not in NEVER_SHOWN


def _record(day: _Day, dataset: Dataset, table: Table, row: Row, found: Standing) -> Record:
    computed = _computed(dataset, row.values, found, day.as_of)
    values = _shown(dataset, row.values)
    values = {**values, **computed} if computed else values
    key = values[dataset.key]
    last = clock.last_shown(table.dataset, row.values, found)
    turns = clock.turning(table.dataset, row.values, last, day.as_of)
    return Record(
        dataset_id=dataset.id,
        key=key,
        slug=paths.slug(key),
        title=" ".join(text for name in dataset.record.title if (text := values.get(name, ""))) or key,
        values=values,
        state=found.state,
        published=day_of(dataset, "published", values),
        updated=day_of(dataset, "updated", values),
        until=found.until,
        rule=found.rule,
        subject=values.get(dataset.column_of("subject"), ""),
        subject_code=values.get(dataset.column_of("subject_code"), ""),
        fulltext=table.texts.get(values.get(dataset.column_of("fulltext"), ""), ""),
        marks=day.put.get((dataset.id, key), ()),
        last=last,
        turns=clock.earliest((turns, day.marked.get((dataset.id, key)))),
        proof=_proof(day, table.dataset, row.values, computed),
    )


def _shown(dataset: Dataset, values: Mapping[str, str]) -> Mapping[str, str]:
    """Return of the cells of a row those that the public sees: mostly all of them."""
    if tuple(values) == dataset.header:
        return values
    return {name: values.get(name, "") for name in dataset.header}


def _proof(
    day: _Day, dataset: Dataset, values: Mapping[str, str], computed: Mapping[str, str]
) -> Proof | None:
    """Return what proves that a row was committed, cell by cell; nothing where it was edited since."""
    key = values.get(dataset.key, "")
    if not day.journal or (dataset.id in day.edited and not day.journal.holds(dataset, key, values)):
        return None
    other = [(name, values.get(name, "")) for name, text in computed.items() if values.get(name, "") != text]
    return day.journal.proof(dataset.id, key, tuple(other))


def _computed(dataset: Dataset, values: Mapping[str, str], found: Standing, as_of: date) -> dict[str, str]:
    """Return the days and states of a row that are computed: what they say holds, whatever the cell says."""
    said = dict[str, str]()
    for role, day in (("until", found.until), ("repairable", found.repairable)):
        name = dataset.column_of(role)
        if name and day:
            said[name] = day.isoformat()
    for item in dataset.checks.validity:
        said[item.state] = computed_state(item, values, as_of)
    return said


def _takedown(catalogue: Catalogue, dataset: Dataset, row: Row, found: Standing) -> Takedown:
    """Keep of a removed record what the law wants explained, and only for withdrawn decisions the note."""
    withdrawn = found.state == "withdrawn"
    column = dataset.column_of("takedown_reason")
    return Takedown(
        dataset_id=dataset.id,
        slug=paths.slug(row.values[dataset.key]),
        kind=found.state,
        on=found.since,
        reason=row.values.get(column, "") if withdrawn else "",
        note=row.values.get(dataset.column_of("takedown_note"), "") if withdrawn else "",
        basis=_basis(catalogue, dataset, row, found),
    )


def _basis(catalogue: Catalogue, dataset: Dataset, row: Row, found: Standing) -> str:
    """Return the law behind a removal: what the code list of reasons cites, or the rule that ended it."""
    column = dataset.column_of("takedown_reason")
    reason = row.values.get(column, "")
    codes = catalogue.codes.get(dataset.field(column).codes, ()) if reason else ()
    cited = next((item.note for item in codes if item.label == reason), "")
    return cited or (found.rule.authority if found.rule else "")


def _identifying(dataset: Dataset, values: Mapping[str, str]) -> Iterator[str]:
    """Yield what tells of whom a row is; a title does so only where the row is about no party."""
    roles = _IDENTIFYING if dataset.column_of("subject") else (*_IDENTIFYING, "title")
    for field in dataset.fields:
        for text in parts(field, values.get(field.name, "")) if field.role in roles else ():
            if len(text) >= _SHORTEST.get(field.role, 3) and not masked_name(text):
                yield text


def _unseen(texts: Iterable[str], catalogue: Catalogue, publications: Iterable[Publication]) -> Iterator[str]:
    """Keep the texts that no public record shares: those whose appearance anywhere would be a leak."""
    seen = {catalogue.site.model_dump_json()}  # each once: most cells say what others say
    for item in publications:
        seen.add(item.dataset.model_dump_json())
        for record in item.records:
            seen.update(record.values.values())
            seen.add(record.fulltext)
    alone = set(texts) - seen
    yield from alone - standing_in("\n".join(seen), alone)
