"""What our forms are known by when they come back."""

from __future__ import annotations

GUIDE = "填写说明"
"""The sheet that explains the columns."""
CHOICES, OWNER = "选项", "清单编号"
"""The hidden sheet of what may be chosen, and what stands above the id of the list whose form this is."""
WAS = "原来的编号（不要改）"
"""The hidden column with the key that a row had when it was given out."""
