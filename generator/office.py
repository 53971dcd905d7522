"""An office's bare repository: how it is served, and how it is made to serve.

All that runs there is this installed program. What is pushed is data; files that say how the site is made must be as
they are in the commit that somebody on the server trusts.
"""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template

from generator import branch, git, starter
from generator.errors import EnvironmentFault, WrongUse

HOOKS = ("pre-receive", "post-receive")
TRUSTED = "refs/gongshi/trusted"
"""Names the commit whose files say how the site is made."""
YOUNG = 600
"""Seconds after which what a killed run left (a closed door, files being judged) counts for nothing."""
_FORMS = "deploy/git-hooks"
_OURS = "# gongshi:"
_UNDER_WAY = 2
"""Seconds that a push may take from its last look at the door until all its branches are moved."""


@dataclass(frozen=True, slots=True)
class Office:
    """Hold how a bare repository is served: its branch of data, where the site is shown, the branch it is put on."""

    repo: Path
    served: str
    shown: Path | None
    branch: str

    @property
    def home(self) -> Path:
        """Return the folder in the repository where the program works; git leaves it alone, and no push reaches it."""
        return self.repo / "gongshi"

    @property
    def tree(self) -> Path:
        """Return the folder with the files of the served branch."""
        return self.home / "tree"

    @property
    def door(self) -> Path:
        """Return the file that keeps pushes out while it is there and young."""
        return self.home / "closed"

    @property
    def lock(self) -> Path:
        """Return the file by which one run at a time works here."""
        return self.home / "lock"


def office(repo: Path) -> Office:
    """Return how a repository is served.

    Raises: WrongUse when it is no bare repository, or nothing was installed.
    """
    if git.said(repo, "rev-parse", "--is-bare-repository") != "true":
        raise WrongUse(f"{repo} 不是裸仓库。请用 --repo 指明服务器上的仓库，例如 --repo /srv/gongshi.git。")
    served, shown = (git.said(repo, "config", "--get", f"gongshi.{name}") for name in ("served", "to"))
    if not served:
        raise WrongUse(f"{repo} 还没有安装。请先运行：gongshi deploy install --repo {repo} --to 网站文件夹。")
    put = git.said(repo, "config", "--get", "gongshi.branch")
    return Office(repo, served, Path(shown) if shown else None, put)


def install(repo: Path, shown: Path | None, put: str, served: str) -> Office:
    """Let a bare repository check, build and publish from now on; its present state is trusted.

    Raises: WrongUse when the repository cannot be served so; EnvironmentFault when a hook of others is there.
    """
    if git.said(repo, "rev-parse", "--is-bare-repository") != "true":
        raise WrongUse(f"{repo} 不是裸仓库。请先运行：git clone --bare 数据文件夹 {repo}。")
    served = served or git.said(repo, "symbolic-ref", "--short", "HEAD")
    if not branch.tip(repo, served):
        raise WrongUse(f"{repo} 里还没有 {served} 分支。请先把数据推送上来，再安装。")
    if put == served:
        raise WrongUse(f"{served} 是放数据的分支，不能用来放网站。请换一个名字，例如 --branch gh-pages。")
    if not shown and not put:
        raise WrongUse("没有说网站放在哪里。请加 --to 网站文件夹，或者 --branch gh-pages。")
    for name in HOOKS:
        _hook(repo, name)
    settings = {"served": served, "to": str(shown or ""), "branch": put}
    for name, value in settings.items():
        git.run(repo, "config", f"gongshi.{name}", value)
    git.run(repo, "config", "receive.denyNonFastForwards", "true")
    git.run(repo, "config", "core.quotepath", "false")
    if not git.said(repo, "rev-parse", "--verify", "--quiet", TRUSTED):
        trust(repo, f"refs/heads/{served}")
    return office(repo)


def trust(repo: Path, commit: str) -> str:
    """Take the files of a commit that say how the site is made as the right ones, and return the commit.

    Raises: WrongUse when git knows no such commit.
    """
    found = git.said(repo, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}")
    if not found:
        raise WrongUse(f"仓库里没有“{commit}”这个提交。请写提交号或者分支名。")
    git.run(repo, "update-ref", TRUSTED, found)
    return found


@contextmanager
def closed(found: Office) -> Iterator[None]:
    """Keep pushes out while objects are pruned: git must not lose what a push has brought but not named yet."""
    found.home.mkdir(exist_ok=True)
    found.door.touch()
    try:
        time.sleep(_UNDER_WAY)
        yield
    finally:
        found.door.unlink(missing_ok=True)


def _hook(repo: Path, name: str) -> None:
    path = repo / "hooks" / name
    if path.exists() and _OURS not in path.read_text(encoding="utf-8", errors="replace"):
        raise EnvironmentFault(f"已经有别的钩子：{path}，没有覆盖。请先移走它。")
    form = Template(starter.source(f"{_FORMS}/{name}").read_text(encoding="utf-8"))
    python, home = (shlex.quote(str(item)) for item in (sys.executable, Path(__file__).parents[1]))
    path.parent.mkdir(exist_ok=True)
    path.write_text(form.substitute(python=python, home=home), encoding="utf-8", newline="\n")
    path.chmod(0o755)
