"""Name the forms in which a list is offered: suffix, media type, and what people open it with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec


@dataclass(frozen=True, slots=True)
class Format:
    """Hold one form of a list.

    ``name`` and ``note`` are for people; ``kind`` is its name in the file types of the EU's Publications Office.
    """

    suffix: str
    media: str
    name: str
    note: str
    kind: str
    needs: str = ""


_ALL = (
    Format(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel 表格（xlsx）", "用 WPS 或 Excel 打开，一般人选这个", "XLSX",
    ),
    Format("csv", "text/csv", "CSV", "UTF-8，逐字原文，供程序和审计使用", "CSV"),
    Format("excel.csv", "text/csv", "CSV（Excel 用）", "双击就能打开；像公式或者长数字的格子前面加了一个撇号", "CSV"),
    Format("json", "application/json", "JSON", "每条带网址和状态，供程序使用", "JSON"),
    Format("ndjson", "application/x-ndjson", "NDJSON", "一行一条，供程序分批读取", "JSON"),
    Format("parquet", "application/vnd.apache.parquet", "Parquet", "供数据分析软件使用", "PARQUET", "pyarrow"),
)  # fmt: skip
SQLITE = Format(
    "sqlite", "application/vnd.sqlite3", "数据库（SQLite）", "一个文件，全部清单；可用 Datasette 或 DB Browser 打开", "SQLITE"
)  # fmt: skip
ZIP = Format(
    "zip", "application/zip", "全部数据（zip）", "全部清单的表格、CSV 和 JSON，带数据字典和校验值", "ZIP"
)


@cache
def offered() -> tuple[Format, ...]:
    """Return the forms that can be made here: one that needs a library is left out where that is not installed."""
    return tuple(item for item in _ALL if not item.needs or find_spec(item.needs))
