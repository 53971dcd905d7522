"""The files for forges: valid by their schemas, pinned, of least privilege; their shell lines are really run."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from generator.cli.arguments import parser

ROOT = Path(__file__).parents[1]
CI = ROOT / "deploy/ci"
GITHUB, GITLAB, FORGEJO = CI / "github/gongshi.yml", CI / "gitlab/.gitlab-ci.yml", CI / "forgejo/gongshi.yml"
FILES = (GITHUB, GITLAB, FORGEJO)
PINS = {
    "actions/checkout": {"3d3c42e5aac5ba805825da76410c181273ba90b1", "34e114876b0b11c390a56381ad16ebd13914f8d5"},
    "actions/setup-python": {"5fda3b95a4ea91299a34e894583c3862153e4b97"},
    "actions/upload-artifact": {"bbbca2ddaa5d8feaa63e36b76fdaad77386f024f", "ff15f0306b3f739f7b6fd43fb5d26cd321bd4de5"},
    "actions/upload-pages-artifact": {"fc324d3547104276b827a68afc52ff2a11cc49c9"},
    "actions/deploy-pages": {"cd2ce8fcbc39b97be8ca5fce6e763baed58fa128"},
}  # fmt: skip
"""What the tags named beside them pointed to in each action's own repository, read on 2026-11-26."""


class Loader(yaml.SafeLoader):
    """Read YAML as forges do: ``on`` is a word."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        letter: [
            (tag, re.compile("true|false") if tag.endswith(":bool") else pattern) for tag, pattern in found
        ]
        for letter, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def read(path: Path) -> dict:
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


def steps(path: Path):
    """Yield each step with its job."""
    for job in read(path)["jobs"].values():
        yield from ((job, step) for step in job["steps"])


@pytest.mark.parametrize(
    ("path", "schema"), [(GITHUB, "github-workflows"), (FORGEJO, "github-workflows"), (GITLAB, "gitlab-ci")]
)
def test_the_forge_s_own_schema_is_met_and_is_no_rubber_stamp(path, schema):
    rules = json.loads((ROOT / f"tests/schemas/{schema}.json").read_text(encoding="utf-8"))
    judge = jsonschema.Draft7Validator(rules)
    said = read(path)
    assert [error.message for error in judge.iter_errors(said)] == []
    broken = said | ({"stages": 3} if path == GITLAB else {"jobs": {"check": {"steps": []}}})
    assert list(judge.iter_errors(broken))


@pytest.mark.parametrize("path", [GITHUB, FORGEJO])
def test_actions_are_pinned_to_commits_that_were_read(path):
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: (?:https://github\.com/)?([\w/-]+)@(\S+)( # v\d+\.\d+\.\d+)?", text)
    assert len(used) == text.count("uses:") > 2
    for name, commit, version in used:
        assert commit in PINS[name], name
        assert version, f"{name}: the version is told beside the commit"


@pytest.mark.parametrize("path", [GITHUB, FORGEJO])
def test_no_job_may_do_more_than_it_does(path):
    said = read(path)
    assert said["permissions"] == {}
    jobs = said["jobs"]
    assert jobs["check"]["permissions"] == {"contents": "read"}
    wanted = {"pages": "write", "id-token": "write"} if path == GITHUB else {"contents": "write"}
    assert jobs["publish"]["permissions"] == wanted
    assert jobs["publish"]["needs"] == "check"
    assert jobs["publish"]["if"] == "github.event_name != 'pull_request' && github.ref == 'refs/heads/main'"
    assert all("timeout-minutes" in job for job in jobs.values())
    kept = [job["name"] for job, s in steps(path) if s.get("with", {}).get("persist-credentials") is True]
    assert kept == ([] if path == GITHUB else ["发布"])


@pytest.mark.parametrize("path", [GITHUB, FORGEJO])
def test_it_runs_on_pushes_requests_and_every_night(path):
    said = read(path)
    assert set(said["on"]) == {"push", "pull_request", "schedule", "workflow_dispatch"}
    assert said["on"]["push"] == {"branches": ["main"]}
    assert said["on"]["schedule"] == [{"cron": "5 16 * * *"}]
    assert said["concurrency"]["group"]
    assert said["concurrency"]["cancel-in-progress"] is False


def test_gitlab_runs_alike_and_says_where_its_nights_are_set():
    said = read(GITLAB)
    assert said["variables"]["GIT_DEPTH"] == "0"
    assert said["pages"]["resource_group"] == "pages"
    assert said["pages"]["artifacts"]["paths"] == ["public"]
    assert said["preview"]["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}]
    assert said["pages"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    assert "流水线计划" in GITLAB.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=["github", "gitlab", "forgejo"])
def test_the_whole_history_is_there_and_no_secret_is_used(path):
    text = path.read_text(encoding="utf-8")
    assert "没有在" in text
    assert "实际运行过" in text
    assert not re.search(r"secrets\.|TOKEN|PASSWORD|set -x|pull_request_target", text)
    if path != GITLAB:
        checkouts = [step["with"] for _, step in steps(path) if "checkout" in step.get("uses", "")]
        assert checkouts
        assert {item["fetch-depth"] for item in checkouts} == {0}
    assert "--require-hashes -r ci/requirements.txt" in text
    assert "--no-deps ci/gongshi-*.whl" in text
    assert (ROOT / "requirements.txt").read_text(encoding="utf-8").count("--hash=sha256:") > 50


def lines(path: Path) -> list[str]:
    """Return every line of shell that runs the program."""
    scripts = (
        [line for job in read(path).values() if isinstance(job, dict) for line in job.get("script", ())]
        if path == GITLAB
        else [line for _, step in steps(path) for line in step.get("run", "").splitlines()]
    )
    return [line for line in scripts if line.startswith("gongshi ")]


@pytest.mark.parametrize("path", FILES, ids=["github", "gitlab", "forgejo"])
def test_the_program_knows_each_command(path):
    found = lines(path)
    assert len(found) >= 2
    for line in found:
        parser().parse_args(shlex.split(line.split("||")[0])[1:])
    assert any(line.startswith("gongshi check --format md") for line in found)


@pytest.mark.parametrize("faulty", [False, True], ids=["good", "faulty"])
@pytest.mark.parametrize("path", FILES, ids=["github", "gitlab", "forgejo"])
def test_the_check_tells_what_is_wrong_and_fails_when_it_must(path, faulty, office, tmp_path):
    """Run the very lines of the file in a shell as forges start it."""
    script = (
        "\n".join(read(GITLAB)["check"]["script"])
        if path == GITLAB
        else next(step["run"] for _, step in steps(path) if step.get("name") == "核对数据")
    )
    if faulty:
        data = office / "data/penalties/2026.csv"
        data.write_text(
            data.read_text(encoding="utf-8").replace("2026-05-12", "2026-15-12"), encoding="utf-8"
        )
    program = tmp_path / "bin/gongshi"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m generator "$@"\n')
    program.chmod(0o755)
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script], cwd=office, capture_output=True, text=True,
        env={"PATH": f"{program.parent}:/usr/bin:/bin", "PYTHONUTF8": "1", "GITHUB_STEP_SUMMARY": str(tmp_path / "summary")},
    )  # fmt: skip
    assert done.returncode == (1 if faulty else 0), done.stderr
    told = (tmp_path / "summary").read_text(encoding="utf-8") if path == GITHUB else done.stdout
    assert ("1 处必须改" in told) is faulty
    assert (office / "check.md").is_file()
