"""Render every page of the site from what is public. The only door to Jinja; autoescape is always on."""

from generator.render.run import Given, run

__all__ = ["Given", "run"]
