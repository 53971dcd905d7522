"""Test that what is remembered from run to run never says anything but what would be found anew."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator import line, load, measures, remembered, render
from generator.load import descriptions


def test_what_was_kept_is_known_until_what_it_was_made_of_is_another(tmp_path: Path) -> None:
    file = tmp_path / "below" / "kept.json"
    remembered.keep(file, "one", {"甲": [1, None]})
    assert remembered.known(file, "one") == {"甲": [1, None]}
    assert remembered.known(file, "two") == {}


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"of": "one"}', '{"of": "one", "kept": 3}', "\udc00"]
)
def test_a_damaged_memory_is_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "kept.json"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert remembered.known(file, "one") == {}


def test_a_memory_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    remembered.keep(tmp_path / "taken" / "kept.json", "one", {})
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_descriptions_are_read_from_memory_as_from_their_files(office: Path, tmp_path: Path) -> None:
    file = tmp_path / "descriptions.json"
    first, second = load.catalogue(office, file), load.catalogue(office, file)
    assert first == second == load.catalogue(office)
    assert len(json.loads(file.read_text(encoding="utf-8"))["kept"]) == 1 + len(first.datasets)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a: 一\nb: [1, 2.5, true, null]", True),
        ("2025: x", False),
        ("a: !!timestamp 2025-01-01", False),
        ("\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}' if n else '1'] * 9)}]" for n in range(40)), False),
    ],
    ids=["plain", "number", "date", "bomb"],
)
def test_only_what_json_gives_back_unchanged_is_remembered(tmp_path: Path, text: str, kept: bool) -> None:
    file = tmp_path / "descriptions.json"
    with descriptions.remembered(file) as read:
        first = read(text)
    with descriptions.remembered(file) as read:
        again = read(text)
    assert list(again) == list(first)
    assert not kept or again == first
    known = json.loads(file.read_text(encoding="utf-8"))["kept"] if file.exists() else {}
    assert bool(known) == kept


def test_a_list_is_measured_anew_only_when_its_key_is_another(
    root: Path, today: date, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue, public = load.catalogue(root), line.disclosed(root, today)[1]
    memory, asked = measures.Memory(tmp_path / "measures.json", "ground"), list[str]()
    fresh = {item.dataset.id: measures.measures(item, catalogue) for item in public.publications}
    assert any(found.lasting for found in fresh.values())
    assert any(found.by_year for found in fresh.values())
    measure = measures.measures
    monkeypatch.setattr(
        measures, "measures", lambda item, known: asked.append(item.dataset.id) or measure(item, known)
    )

    def measured(memory: measures.Memory, other: str = "") -> object:
        asked.clear()
        keys = [(item, other if item.dataset.id == other else "key") for item in public.publications]
        return memory.measured(keys, catalogue)

    assert measured(memory) == fresh
    assert len(asked) == len(fresh)
    assert measured(memory) == fresh
    assert asked == []
    name = public.publications[0].dataset.id
    assert measured(memory, name) == fresh
    assert asked == [name]
    assert measured(replace(memory, of="another program")) == fresh
    assert len(asked) == len(fresh)
    assert measured(replace(memory, file=None)) == fresh
    assert len(asked) == len(fresh)


def test_keys_are_those_of_the_same_state_and_no_other(tmp_path: Path) -> None:
    file, made = tmp_path / "keys.json", list[str]()

    def memory(of: str = "ground") -> render.Memory:
        return render.Memory(file, of)

    def key(found: render.Memory, state: str, answer: str) -> str:
        return found.key("visits", state, "listing", lambda: made.append(answer) or answer)  # type: ignore[func-returns-value]

    first = memory()
    assert key(first, "s1", "k1") == "k1"
    first.tell("visits", b"own", [b"a" * 16, b"b" * 16])
    first.keep()
    assert key(memory(), "s1", "k2") == "k1"
    assert key(memory(), "s2", "k3") == "k3"
    assert key(memory(), "", "k4") == "k4"
    assert key(memory("another program"), "s1", "k5") == "k5"
    assert made == ["k1", "k3", "k4", "k5"]
    assert memory().told("visits", b"own") == [b"a" * 16, b"b" * 16]
    assert [
        *memory().told("visits", b"other"),
        *memory().told("visits", b""),
        *memory().told("none", b"own"),
    ] == []
    file.write_text("{", encoding="utf-8")
    assert key(memory(), "s1", "k6") == "k6"
