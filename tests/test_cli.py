"""The command line as a person meets it: exit codes, Chinese, no traceback."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest


def gongshi(*arguments, cwd=None):
    done = subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def repo(office, root, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(root))
    return office


def test_build_says_where_the_site_is(repo):
    done = gongshi("build", "--root", repo, "--as-of", "2026-11-21")
    assert done.returncode == 0, done.stderr
    assert str(repo / "site" / "index.html") in done.stdout


def test_data_rejected_is_1(repo):
    path = repo / "data/penalties/2025.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2025-05-06", "2025-5-6"), encoding="utf-8")
    done = gongshi("build", "--root", repo, "--as-of", "2026-11-21")
    assert done.returncode == 1
    assert "data/penalties/2025.csv 第2行 I列「决定日」" in done.stderr
    assert not (repo / "site").exists()


def test_check_json_is_the_contract_s(repo):
    path = repo / "data/penalties/2025.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("一般", "不一般"), encoding="utf-8")
    done = gongshi("check", "--root", repo, "--as-of", "2026-11-21", "--format", "json")
    assert done.returncode == 1
    said = json.loads(done.stdout)
    assert set(said) == {"as_of", "findings", "counts"}
    assert {frozenset(item) for item in said["findings"]} == {
        frozenset(["file", "row", "column", "cell", "key", "rule", "severity", "said", "mend", "source"])
    }


@pytest.mark.parametrize("form", ["text", "html", "md"])
def test_check_reports_on_clean_data(repo, form):
    done = gongshi("check", "--root", repo, "--as-of", "2026-11-21", "--format", form, "--out", repo / "r")
    assert done.returncode == 0, done.stderr
    assert (repo / "r").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bild"], "是不是想写“build”"),
        (["build", "--as-of", "2026-13-01"], "日期“2026-13-01”不对"),
        (["build", "--as-of"], "后面要写一个值"),
        (["build", "--root", "/nowhere"], "不是公示数据的文件夹"),
        (["check", "--format", "htm"], "是不是想写“html”"),
        (["check", "no-such-list"], "no-such-list"),
        (["new"], "缺少"),
        (["new", "Bad_Name"], "不能作清单的英文名"),
        ([], "缺少"),
        (["build", "--frob"], "多出了"),
    ],
)
def test_wrong_use_is_2_and_chinese(repo, arguments, said):
    done = gongshi(*arguments, cwd=repo)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert "usage" not in done.stderr


def test_unknown_key_is_2_with_a_guess(repo):
    path = repo / "data/licences/dataset.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\nsumary: x\n", encoding="utf-8")
    done = gongshi("build", "--root", repo)
    assert done.returncode == 2
    assert "是不是想写「summary」" in done.stderr


def test_help_is_chinese(repo):
    done = gongshi("--help")
    assert done.returncode == 0
    for word in ("用法", "选项", "核对数据并生成网站"):
        assert word in done.stdout
    for word in ("usage", "options", "show this help"):
        assert word not in done.stdout


def test_init_and_new(tmp_path, root, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(root))
    folder = tmp_path / "office"
    assert gongshi("init", folder).returncode == 0
    assert gongshi("init", folder).returncode == 2
    assert gongshi("new", "fee-notice", "--root", folder).returncode == 0
    assert gongshi("build", "--root", folder, "--as-of", "2026-11-21").returncode == 0
    assert (folder / "site/fee-notice/index.html").is_file()


def test_a_disk_that_refuses_is_3(repo):
    (repo / "locked").write_text("a file, not a folder", encoding="utf-8")
    done = gongshi("build", "--root", repo, "--out", repo / "locked" / "site", "--as-of", "2026-11-21")
    assert done.returncode == 3
    assert "磁盘" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("https://test.example/gs/", "test.example", "说明-21"),
        ("9901000002", "99010", "说明-22"),
        ("formal: false", "formal: true", "说明-23"),
        ("groups: [事前公开, 事后公开]", "groups: [事前公开]", "说明-10"),
    ],
)
def test_wrong_site_facts_are_2_and_named(repo, old, new, rule):
    path = repo / "data/site.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    done = gongshi("build", "--root", repo)
    assert done.returncode == 2
    assert rule in done.stderr


@pytest.mark.long
def test_a_site_that_the_date_does_not_change_is_not_built_again(repo):
    """PEN-2026-002 is shown through 2026-11-21; before that day nothing in this office turns for weeks."""

    def build(day, *more):
        done = gongshi("build", "--root", repo, "--as-of", day, *more)
        assert done.returncode == 0, done.stderr
        return json.loads((repo / "site/build.json").read_text(encoding="utf-8"))["as_of"], done.stdout

    assert build("2026-11-18")[0] == "2026-11-18"
    day, said = build("2026-11-20", "--if-due")
    assert day == "2026-11-18"
    assert "不用重新生成" in said
    assert build("2026-11-21", "--if-due")[0] == "2026-11-21", "three days old is too old"
    assert build("2026-11-22", "--if-due")[0] == "2026-11-22", "a record has ended"
    (repo / "site/index.html").write_text("x", encoding="utf-8")
    assert build("2026-11-23", "--if-due")[0] == "2026-11-23", "somebody changed the site"
    path = repo / "data/penalties/2026.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("非医师行医", "非医师行医案"), encoding="utf-8")
    assert build("2026-11-24", "--if-due")[0] == "2026-11-24", "the data are others"
