"""The ways in which a run can end badly, each with its exit code."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence

from generator.model import Finding


class GongshiError(Exception):
    """Stop the run with one sentence in Chinese for the person at the keyboard."""

    exit_code = 3


class Rejected(GongshiError):
    """Carry findings; nothing was written."""

    sentence = "有 {count} 处不对，没有写入任何文件。"

    def __init__(self, findings: Sequence[Finding]) -> None:
        wrong = sum(item.severity == "error" for item in findings)
        super().__init__(self.sentence.format(count=wrong))
        self.findings = tuple(findings)

    def __reduce__(self) -> tuple[type[Rejected], tuple[tuple[Finding, ...]]]:
        """Travel between processes as the findings, from which all else follows."""
        return type(self), (self.findings,)


class DataRejected(Rejected):
    """Carry the findings for which the data cannot be published."""

    exit_code = 1
    sentence = "数据有 {count} 处必须改，没有写入任何文件。"


class WrongDescription(Rejected):
    """Carry the findings about a dataset.yaml, site.yaml, rule, code or template file."""

    exit_code = 2
    sentence = "说明文件有 {count} 处不对，没有写入任何文件。"


class WrongUse(GongshiError):
    """Say that the command was called in a way that cannot work."""

    exit_code = 2


class EnvironmentFault(GongshiError):
    """Say that the machine (disk, git, an installed part) stands in the way."""

    exit_code = 3


_WHY: Mapping[int, str] = {
    errno.EACCES: "没有权限，或者文件正在别的程序里打开",
    errno.EPERM: "没有权限，或者文件正在别的程序里打开",
    errno.EBUSY: "文件正在别的程序里打开",
    errno.ENOSPC: "磁盘满了",
    errno.EFBIG: "文件超过了允许的大小",
    errno.EDQUOT: "磁盘的配额用完了",
    errno.EROFS: "磁盘是只读的",
    errno.ENOENT: "找不到文件或者文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.EEXIST: "已经有同名的文件",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.EMFILE: "打开的文件太多",
    errno.EIO: "磁盘读写出错",
}


def why(error: OSError) -> str:
    """Say in Chinese why the machine refused."""
    return _WHY.get(error.errno or 0, f"错误代码 {error.errno}")
