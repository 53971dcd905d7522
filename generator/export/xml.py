"""Write small XML documents that stay well-formed whatever text they are given."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def root(name: str, namespace: str, **attributes: str) -> Element:
    """Return the outermost element, which sets the namespace of all within."""
    return Element(name, {"xmlns": namespace, **attributes})


def child(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """Add an element, its text and attributes freed of characters that XML forbids."""
    element = SubElement(parent, name, {key: _legal(value) for key, value in attributes.items()})
    element.text = _legal(text) or None
    return element


def document(element: Element) -> bytes:
    """Return the document as UTF-8."""
    indent(element)
    text = tostring(element, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
