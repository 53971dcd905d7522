"""Render every page of the site from what is public. The only door to Jinja; autoescape is always on."""

from generator.render.memory import Memory
from generator.render.run import Given, Pages, pages
from generator.render.whole import Offered

__all__ = ["Given", "Memory", "Offered", "Pages", "pages"]
