"""The five ways in which a run can end badly, each with its exit code."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model import Finding


class GongshiError(Exception):
    """Stop the run with one sentence in Chinese for the person at the keyboard."""

    exit_code = 3


class DataRejected(GongshiError):
    """Carry the findings for which the data cannot be published."""

    exit_code = 1

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"数据有 {len(findings)} 处必须改，没有写入任何文件。")
        self.findings = tuple(findings)


class WrongDescription(GongshiError):
    """Carry the findings about a dataset.yaml, site.yaml, rule or code file."""

    exit_code = 2

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"说明文件有 {len(findings)} 处不对，没有写入任何文件。")
        self.findings = tuple(findings)


class WrongUse(GongshiError):
    """Say that the command was called in a way that cannot work."""

    exit_code = 2


class EnvironmentFault(GongshiError):
    """Say that the machine (disk, git, an installed part) stands in the way."""

    exit_code = 3
