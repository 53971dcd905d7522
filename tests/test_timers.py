"""The nightly timers: valid for systemd, at five past midnight in Beijing, and a command that the program knows."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.cli.arguments import parser

DEPLOY = Path(__file__).parents[1] / "deploy"
SERVICE, TIMER = DEPLOY / "systemd/gongshi-build.service", DEPLOY / "systemd/gongshi-build.timer"
ANALYZE = shutil.which("systemd-analyze")
installed = pytest.mark.skipif(ANALYZE is None, reason="没有 systemd（systemd is not installed）")


def unit(path: Path) -> configparser.ConfigParser:
    """Read a unit; no key of ours stands twice."""
    found = configparser.ConfigParser(interpolation=None)
    found.optionxform = str
    found.read(path, encoding="utf-8")
    return found


def cron() -> list[tuple[str, str, str]]:
    """Return when, as whom and what of each line of the crontab."""
    pattern = re.compile(r"(@\w+\s+|(?:\S+\s+){5})(\S+)\s+(.*)")
    lines = (DEPLOY / "cron/gongshi").read_text(encoding="utf-8").splitlines()
    found = (pattern.fullmatch(x) for x in lines if x and not x.startswith("#") and not re.match(r"\w+=", x))
    return [(m[1].strip(), m[2], m[3]) for m in found]


def asked(command: str) -> tuple[str, str, str]:
    words = shlex.split(command)
    chosen = parser().parse_args(words[words.index("/opt/gongshi/bin/gongshi") + 1 :])
    return chosen.command, chosen.action, str(chosen.repo)


@installed
def test_systemd_finds_nothing_wrong(tmp_path):
    for path in (SERVICE, TIMER):
        text = path.read_text(encoding="utf-8").replace("/opt/gongshi/bin/gongshi", "/bin/true")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [ANALYZE, "verify", "--man=no", str(tmp_path / TIMER.name), str(tmp_path / SERVICE.name)],
        capture_output=True, text=True,
    )  # fmt: skip
    complaints = [line for line in done.stderr.splitlines() if "gongshi" in line]
    assert complaints == []
    assert done.returncode == 0, done.stderr


@installed
def test_it_starts_at_five_past_midnight_in_beijing():
    when = unit(TIMER)["Timer"]["OnCalendar"]
    done = subprocess.run(
        [ANALYZE, "calendar", "--base-time=2026-11-21 12:00:00 UTC", when],
        capture_output=True, text=True, env={"TZ": "UTC", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "2026-11-21 16:05:00 UTC" in done.stdout


def test_the_timer_makes_up_for_a_night_that_was_missed():
    timer = unit(TIMER)["Timer"]
    assert timer["OnCalendar"] == "*-*-* 00:05:00 Asia/Shanghai"
    assert timer["Persistent"] == "true"
    assert timer["RandomizedDelaySec"] == "2min"
    assert timer["Unit"] == SERVICE.name
    assert unit(TIMER)["Install"]["WantedBy"] == "timers.target"


def test_the_service_may_write_nowhere_else():
    service = unit(SERVICE)["Service"]
    assert (service["User"], service["Type"]) == ("gongshi", "oneshot")
    assert service["ProtectSystem"] == "strict"
    assert service["ReadWritePaths"] == "/srv"
    assert service["CapabilityBoundingSet"] == ""
    assert {service[name] for name in ("NoNewPrivileges", "PrivateTmp", "PrivateNetwork", "ProtectHome")} == {
        "yes"
    }
    assert service["RestartPreventExitStatus"] == "1 2"


def test_the_commands_are_those_of_the_program():
    wanted = ("deploy", "update", "/srv/gongshi.git")
    assert asked(unit(SERVICE)["Service"]["ExecStart"]) == wanted
    lines = cron()
    assert [(when, who) for when, who, _ in lines] == [("5 0 * * *", "gongshi"), ("@reboot", "gongshi")]
    assert [asked(command) for _, _, command in lines] == [wanted, wanted]
