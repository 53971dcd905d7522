"""One form for what is searched and for what is typed: brackets, widths, case and blanks make no difference.

The browser does the same (``site_src/assets/engine.js``), with the same table, and a test runs both over all of
Unicode: were they to differ, a record would be there and not be found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

DROPPED = (
    "0.1b b.6 r.5 r.1a 2.6 3 2.2 3 4 o w cr.3 d.d 6.6 2 2.g 3a 9 6.1 2 33 3w 60.5 16.1 3.2 1b 2 3 3 19.1 "
    "c.f c.4 23.3 2v 9.1 b k.1 2.d 2 6f.3 5.1 1d.e w 16 8.1 29 3m.1 b 3m.1 7.1 2 3d 3e.1 3j 3n.7 3h 8 5 "
    "5n 16 3f 23 g b.1 4m.m 3.5 l 2 2 2.3 20 1l.7 2.5 2.c 34.5 27.1 2k h1.8 14.9 2v h9.1 i r.1 27.2 20.1 "
    "4e.2 2.3 11.a 4 8i 4.1 49.x v.1 3l.6 2.5 4h.1 b.g a.b 3h.3 1o.4 1r.1 1t.7 c kq 2.2 c.2 e.2 e.2 e.1 "
    "2.2s 2.9 b.4 c.4 i.x 1r.1 2.3 2.1 b 2.2 6.5 2 2 2 5 c.1 5.4 6.3 2 1n.1 5.ih n.a 2a.25 n.hh v.rj 3.3t "
    "6e.5 f.3 2.1 35 40.1a 2.19 z.p 2.2g d.5x r.k 4.o g 6.1 6.2 2k.1 4 2j 45.1 5.9 x.11 a h.u c.t 9 g.v "
    "b.12 g.8v 535.1r h3l.1i 1k.1 7i.2 2s b 38.5 9.m a.1 2w.1 4e.3 b.3 1n.3 2f.1 15.2 2 1e.1 1c 2q.c h.1 "
    "3h.3 o.2 2t.1 h.1 2y f.1 3k fni 3t.w a4.h 1t.1 1j.7 19.3 h.9 n.y 2.i 2.3 44 2.e b.6 r.5 r.a 3f.6 2.6 "
    "b.4 77.2 1h.8 1m.g 3.2 2.c 4 1c.18 bn 1d bj ko w.1 4n w 7l.8 13 21 14.6 1v.6 2i.3 cy w.1 7y z.8 3h.4 "
    "19.3 5a.6 32.6 c 37.3 1d.1 28.3 5 e 2.2 2h.5 30 8b.1 2.1 37.4 b.1 2 2x 6z.m 2y.2 t.c 25 3n.3 70 7d.2 "
    "4c 2l.7 2c.2 2.4 2m.9 60 2o.4 17.1 hy.1 23.c 3q.s e vl.4 29p.1 u6.f apb.1 3q 1u.8 5.1 fc.2 88.3 94 "
    "f5m 3.4 319.6n b.2 4.c3 7.m g.g 2o.37 1p.6t b.12 3.1n 6.2 7.7 9.1 8.t 5.1o m.1t 4 57.2e ob q w q w q "
    "w q w q 1p.e7 1k.3 1f.7 2.d 2.6 1c4 c0 lc nz.1 nh 4 3i ci.1 7j.17 5.2r d.e 3.e 2.e 2.10 o.4g 1l.s "
    "e.17 5.8 8.1 f.5 4b.rc 4.g 4.c 4.61 7.b 5 g.b 5.1j 9.9 7.13 9.t 3.b 5.1 f.8 14.9j 9.d 3.c 4.a 4.1k 2 "
    "5.f 3.b 5.9 8.42 2.2j b gvlz v.2n"
)
"""The signs that make no difference: Unicode 17's P, Z, S, Cc and Cf.

Shape: ranges in base 36, each as its distance from the end of the last, then ``.`` and how many signs more.
A table, because the categories of Python and of a browser are those of different years.
"""


_LONG = 10_000
"""Of a text of so many signs, it pays to look first which signs it has."""


def normalise(text: str) -> str:
    """Return a text as search compares it: NFKC, case folded, without punctuation, blanks, symbols, controls."""
    return _MARKS.sub("", fold(text))


def fold(text: str) -> str:
    """Return a text in NFKC and with its case folded; what is to be dropped is still in it."""
    return unicodedata.normalize("NFKC", _plain(text) if len(text) > _LONG else text).casefold()


def _plain(text: str) -> str:
    """Write each sign as NFKC writes it alone; of a text in which little else is to do, NFKC is then soon made."""
    for sign in set(text):
        plain = unicodedata.normalize("NFKC", sign)
        if plain != sign:
            text = text.replace(sign, plain)
    return text


def _ranges(table: str) -> Iterator[tuple[int, int]]:
    last = 0
    for word in table.split():
        distance, _, more = word.partition(".")
        first = last + int(distance, 36)
        last = first + int(more or "0", 36)
        yield first, last


RANGES = tuple(_ranges(DROPPED))
"""The first and the last code point of each range of dropped signs."""
_MARKS = re.compile("[" + "".join(f"\\U{a:08x}-\\U{z:08x}" for a, z in RANGES) + "]+")
