"""Serve an office's bare repository: check what is pushed, build what was taken in, publish it, every night too.

All of it runs from this installed program. What is pushed is data; files that say how the site is made must be as
they are in the commit that somebody on the server trusts.
"""

from __future__ import annotations

import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template

from generator import branch, git, line, messages, received, release, seal, starter
from generator.drops import drops
from generator.errors import DataRejected, EnvironmentFault, WrongUse
from generator.model import Finding

HOOKS = ("pre-receive", "post-receive")
_FORMS = "deploy/git-hooks"
_OURS = "# gongshi:"
_CLOSED = 600
"""Seconds after which what a killed run left (a closed door, files being judged) counts for nothing."""
_UNDER_WAY = 2
"""Seconds that a push may take from its last look at the door until all its branches are moved."""
_TRUSTED = "refs/gongshi/trusted"
Say = Callable[[str], None]


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


@dataclass(frozen=True, slots=True)
class Updated:
    """Hold what a run published: of which commit, which notices there were, whether anything changed."""

    commit: str
    files: int
    findings: tuple[Finding, ...]
    changed: bool


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
    if not git.said(repo, "rev-parse", "--verify", "--quiet", _TRUSTED):
        trust(repo, f"refs/heads/{served}")
    return office(repo)


def trust(repo: Path, commit: str) -> str:
    """Take the files of a commit that say how the site is made as the right ones, and return the commit.

    Raises: WrongUse when git knows no such commit.
    """
    found = git.said(repo, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}")
    if not found:
        raise WrongUse(f"仓库里没有“{commit}”这个提交。请写提交号或者分支名。")
    git.run(repo, "update-ref", _TRUSTED, found)
    return found


def receive(found: Office, text: str, today: date, environment: Mapping[str, str]) -> None:
    """Judge a push; git takes nothing in when this ends badly.

    ``environment`` is the hook's own: only through it can git read what is not taken in yet.

    Raises: DataRejected with every finding; WrongDescription as the checks do.
    """
    if found.door.exists() and time.time() - found.door.stat().st_mtime < _CLOSED:
        raise EnvironmentFault("服务器正在清理旧内容，请过几分钟再推送。您的提交还在，没有丢。")
    asked = received.updates(text)
    wrong = list(received.refs(found.repo, asked, found.served, found.branch, environment))
    for item in asked:
        if not received.NOTHING.fullmatch(item.new):
            wrong += _judged(found, item, today, environment)
    if any(item.severity == "error" for item in wrong):
        raise DataRejected(wrong)


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


def _judged(
    found: Office, item: received.Update, today: date, environment: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield what is wrong with one ref: its files, the versions on the way, and on the served branch the data."""
    commit = git.said(found.repo, "rev-parse", "--verify", f"{item.new}^{{commit}}", environment=environment)
    if not commit:
        yield messages.finding("推送-02", item.ref)
        return
    listed = received.entries(found.repo, commit, environment)
    trusted = {entry.path: entry for entry in received.entries(found.repo, _TRUSTED)}
    faults = list(received.files(listed, trusted))
    serves = item.ref == f"refs/heads/{found.served}"
    yield from faults
    yield from received.personal(found.repo, commit, listed if serves else (), environment)
    if serves and not faults:
        yield from _data(found, listed, today, environment)
        said = git.said(found.repo, "log", "--format=%B", f"{item.old}..{commit}", environment=environment)
        yield from drops(found.repo, item.old, commit, said, environment=environment)


def _data(
    found: Office, listed: tuple[received.Entry, ...], today: date, environment: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Check the data of a push in a folder of its own, with what is remembered of files that did not change."""
    found.home.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="incoming-", dir=found.home) as name:
        folder = Path(name)
        received.extract(found.repo, listed, folder, environment)
        return line.checked(folder, today, cache=line.checks_of(found.tree)).findings


def update(found: Office, today: date, *, allow_shrink: bool = False, say: Say = lambda _: None) -> Updated:
    """Build the newest commit for a day and publish it; runs that meet wait for each other.

    Raises: DataRejected, WrongDescription, WrongUse, EnvironmentFault: what is shown stays as it was.
    """
    with release.locked(found.lock):
        # Only under the lock: whoever waited builds what is newest by then, and publishes nothing older.
        commit = branch.tip(found.repo, found.served)
        _checked_out(found, commit)
        site = found.home / "site"
        built = line.build(found.tree, site, today, say=say)
        changed = _published(found, site, allow_shrink, say)
        return Updated(commit, built.files, built.notices, changed)


def _published(found: Office, site: Path, allow_shrink: bool, say: Say) -> bool:
    changed = False
    if found.shown:
        say("换上新网站")
        before = release.now(found.shown)
        changed = release.publish(site, found.shown, allow_shrink=allow_shrink) != before
    if found.branch:
        say(f"写入 {found.branch} 分支")
        changed = branch.publish(found.repo, site, found.branch, allow_shrink=allow_shrink) or changed
    return changed


def _checked_out(found: Office, commit: str) -> None:
    """Lay the files of a commit out, byte for byte; the caches of earlier builds stay beside them."""
    listed = received.entries(found.repo, commit)
    faults = [
        item for item in received.files(listed, {e.path: e for e in listed}) if item.severity == "error"
    ]
    if faults:
        raise DataRejected(faults)
    for left in found.home.glob("incoming-*"):
        if time.time() - left.stat().st_mtime > _CLOSED:  # a younger one may be a push that is being judged
            shutil.rmtree(left, ignore_errors=True)
    _worktree(found, commit)
    received.emptied(found.tree, keep=("build", ".git"))
    received.extract(found.repo, listed, found.tree)


def _worktree(found: Office, commit: str) -> None:
    """Let git know the folder as a working tree at a commit, so that dates and versions can be asked there."""
    if not (found.tree / ".git").is_file():
        shutil.rmtree(found.tree, ignore_errors=True)
        git.run(found.repo, "worktree", "prune")
        code, _, said = git.fed(
            found.repo, "worktree", "add", "--force", "--detach", "--no-checkout", str(found.tree), commit
        )
        if code:
            raise EnvironmentFault(f"服务器上不能展开数据：{said.strip()}。请检查 {found.home} 的权限。")
    git.run(found.tree, "update-ref", "--no-deref", "HEAD", commit)
    git.run(found.tree, "read-tree", commit)


def rollback(found: Office, today: date) -> release.Release:
    """Show the release before the present one, unless it shows what may no longer be shown.

    Raises: WrongUse when there is none, or it holds what has been taken down since.
    """
    if not found.shown:
        raise WrongUse("这个仓库没有发布到文件夹，没有可以退回的版本。")
    with release.locked(found.lock):
        older = release.back(found.shown)
        files = sorted(path for path in older.folder.rglob("*") if path.is_file())
        leaks = list(seal.scan(older.folder, files, line.disclosed(found.tree, today)[1].forbidden))
        if leaks:
            raise WrongUse(
                f"版本 {older.folder.name} 里有 {len(leaks)} 个文件含有已经停止公示的信息，不能退回。"
                "请用 git revert 撤销有问题的提交，再推送。"
            )
        release.show(found.shown, older)
        return older


def _hook(repo: Path, name: str) -> None:
    path = repo / "hooks" / name
    if path.exists() and _OURS not in path.read_text(encoding="utf-8", errors="replace"):
        raise EnvironmentFault(f"已经有别的钩子：{path}，没有覆盖。请先移走它。")
    form = Template(starter.source(f"{_FORMS}/{name}").read_text(encoding="utf-8"))
    python, home = (shlex.quote(str(item)) for item in (sys.executable, Path(__file__).parents[1]))
    path.parent.mkdir(exist_ok=True)
    path.write_text(form.substitute(python=python, home=home), encoding="utf-8", newline="\n")
    path.chmod(0o755)
