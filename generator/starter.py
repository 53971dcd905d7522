"""Start something new: an office's own repository, or one more list in it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from string import Template

from generator import seeds
from generator.errors import WrongUse

_PACKED = Path(__file__).with_name("packed")
"""Where the wheel keeps what a new office needs; a checkout has it at its own places."""
_CHECKOUT = Path(__file__).parents[1]
_FORMS = "deploy/starter"
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SHARED = ("mkdocs.yml", "site_src", "data/rules", "data/workdays", "data/codes")
"""What a new office takes over as it is; the rest of ``data/`` is its own."""
_OWN = {
    "site.yaml": "data/site.yaml",
    "office.mk": "Makefile",
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "office.md": "README.md",
}
_RESERVED = frozenset({"assets", "api", "codes", "downloads", "entity", "rules", "workdays"})


def dataset(root: Path, dataset_id: str) -> Path:
    """Make the folder of a new list: a commented dataset.yaml and a file with its header.

    Raises: WrongUse when the id is not in kebab-case, is taken, or is not a repository's.
    """
    if not (root / "data").is_dir():
        raise WrongUse(f"{root} 里没有 data 文件夹。请换到公示数据的文件夹，或者用 --root 指明。")
    if not _ID.fullmatch(dataset_id) or dataset_id in _RESERVED:
        raise WrongUse(f"“{dataset_id}”不能作清单的英文名。请用小写字母、数字和短横，例如 licence-fee。")
    folder = root / "data" / dataset_id
    if folder.exists():
        raise WrongUse(f"清单 {dataset_id} 已经有了：{folder}。请换一个名字，或者直接修改它。")
    folder.mkdir()
    text = Template(source(f"{_FORMS}/dataset.yaml").read_text(encoding="utf-8")).substitute(id=dataset_id)
    (folder / "dataset.yaml").write_text(text, encoding="utf-8")
    header = re.findall(r"^  - name: (\S+)$", text, re.MULTILINE)
    (folder / f"{dataset_id}.csv").write_text(",".join(header) + "\n", encoding="utf-8")
    return folder


def office(folder: Path) -> Path:
    """Make a new office's repository: rules, calendar, code lists, pages and theme, but no list and no row.

    Raises: WrongUse when the folder already holds something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise WrongUse(f"{folder} 不是空文件夹。请换一个空的或者还没有的文件夹，免得盖掉里面的文件。")
    for name in _SHARED:
        _copy(source(name), folder / name)
    for name, target in _OWN.items():
        _copy(source(f"{_FORMS}/{name}"), folder / target)
    seeds.planted(folder)
    _git_init(folder)
    return folder


def source(name: str) -> Path:
    """Return a part that offices share: packed into the wheel, or in the checkout that this program runs from."""
    packed = _PACKED / name
    return packed if packed.exists() else _CHECKOUT / name


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("*-demo.csv"))
    else:
        shutil.copyfile(source, target)


def _git_init(folder: Path) -> None:
    """Make it a git repository where git is installed; without git it is still a working folder."""
    if shutil.which("git"):
        command = ["git", "init", "--quiet", "--initial-branch=main", str(folder)]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - fixed arguments
