"""The ways in which a run can end badly, each with its exit code."""

from __future__ import annotations

from collections.abc import Sequence

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
