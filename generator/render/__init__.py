"""Render every page of the site from what is public. The only door to Jinja; autoescape is always on."""

from generator.render.run import Given, Pages, pages
from generator.render.whole import Offered

__all__ = ["Given", "Offered", "Pages", "pages"]
