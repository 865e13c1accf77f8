"""Small words for trees whose namespaces come in two editions (transitional and strict)."""

from lxml import etree


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its name without namespace; empty if it is not there."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def value_of(parent: etree._Element | None, name: str) -> str:
    """``val`` of the child ``name``; empty if there is none."""
    child = parent.find(f"{{*}}{name}") if parent is not None else None
    return attribute(child, "val") if child is not None else ""
