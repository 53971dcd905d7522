"""Keeping the working folder in order: fmt, undo, doctor, serve; and that nothing ends in English."""

from __future__ import annotations

import re
import subprocess
import threading
import time
import urllib.error
import urllib.request
from datetime import date, datetime

import pytest

from generator import cli, desk, doctor, edits, preview
from generator.errors import DataRejected, EnvironmentFault
from tests.test_diff import edit, git, repository  # noqa: F401

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 30, 5)


def rows(office):
    return {
        path.relative_to(office).as_posix(): path.read_bytes() for path in (office / "data").rglob("*.csv")
    }


def test_fmt_leaves_canonical_files_alone(office):
    before = rows(office)
    assert desk.canonical(office, TODAY) == ()
    assert rows(office) == before


def test_fmt_mends_form_and_keeps_content_and_does_nothing_twice(office):
    before = rows(office)
    path = office / "data/licences/licences.csv"
    head, *lines = path.read_text("utf-8").splitlines()
    loose = [head, *reversed(lines)]
    loose[1] = loose[1].replace("2022-03-01", "2022/3/1").replace("LIC-2", " LIC-2 ")
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(loose).encode())
    assert desk.canonical(office, TODAY) == ("data/licences/licences.csv",)
    assert rows(office) == before
    assert desk.canonical(office, TODAY) == ()


def test_fmt_moves_a_row_into_the_file_of_its_year(office):
    before = rows(office)
    folder = office / "data/penalties"
    late = (folder / "2026.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "2026.csv").write_text("".join(late[:-1]), "utf-8")
    with (folder / "2025.csv").open("a", encoding="utf-8") as file:
        file.write(late[-1])
    assert desk.canonical(office, TODAY) == ("data/penalties/2025.csv", "data/penalties/2026.csv")
    assert rows(office) == before


@pytest.mark.parametrize("spoilt", ['LIC-3,"没有成对,1\n', "LIC-3,多,出,一,格,,,,\n", "LIC-3,少\n"])
def test_fmt_does_not_touch_what_it_cannot_tell_for_certain(office, spoilt):
    with (office / "data/licences/licences.csv").open("a", encoding="utf-8") as file:
        file.write(spoilt)
    before = rows(office)
    with pytest.raises(DataRejected):
        desk.canonical(office, TODAY)
    assert rows(office) == before


def test_undo_puts_back_and_keeps_what_it_takes(repository, capsys):  # noqa: F811
    before = rows(repository)
    edit(repository, "licences/licences.csv", "LIC-2", "LIC-22")
    (repository / "data/penalties/2025.csv").unlink()
    (repository / "data/penalties/2024.csv").write_text("新的", "utf-8")
    (repository / "data/licences/名单 一.txt").write_text("新的", "utf-8")
    git(repository, "add", "data/penalties/2024.csv")
    files = edits.edited(repository)
    assert files == (
        "data/licences/licences.csv", "data/licences/名单 一.txt",
        "data/penalties/2024.csv", "data/penalties/2025.csv",
    )  # fmt: skip
    done = edits.take_back(repository, files, NOW)
    assert rows(repository) == before
    assert edits.edited(repository) == ()
    assert "LIC-22" in (done.kept / "data/licences/licences.csv").read_text("utf-8")
    assert (done.kept / "data/licences/名单 一.txt").read_text("utf-8") == "新的"
    assert cli.main(["undo", "--root", str(repository)]) == 0
    assert "不用退回" in capsys.readouterr().out


def test_undo_takes_nothing_back_that_it_cannot_keep(repository, monkeypatch):  # noqa: F811
    edit(repository, "licences/licences.csv", "LIC-2", "LIC-22")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copy2", full)
    with pytest.raises(EnvironmentFault, match="没有退回"):
        edits.take_back(repository, edits.edited(repository), NOW)
    assert "LIC-22" in (repository / "data/licences/licences.csv").read_text("utf-8")


def test_undo_asks(repository, monkeypatch, capsys):  # noqa: F811
    edit(repository, "licences/licences.csv", "LIC-2", "LIC-22")
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert cli.main(["undo", "--root", str(repository)]) == 2
    assert "请加 --yes" in capsys.readouterr().err
    assert cli.main(["undo", "--yes", "--root", str(repository)]) == 0
    assert edits.edited(repository) == ()


def test_undo_outside_git(office, capsys):
    assert cli.main(["undo", "--root", str(office)]) == 3
    assert "不在 git 里" in capsys.readouterr().err


def faults(folder, today=TODAY):
    return {sign.name: sign for sign in doctor.examined(folder, today) if not sign.well}


def test_the_doctor_finds_what_is_missing(office, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    assert {"署名", "版本库"} <= faults(office).keys()
    git(office, "init", "-q")
    git(office, "add", "-A")
    git(office, "commit", "-qm", "首次")
    git(office, "config", "user.name", "甲")
    git(office, "config", "user.email", "a@example.cn")
    tomorrow = date(2100, 1, 1)
    assert faults(office, tomorrow).keys() <= {"编码", "端口"}
    assert "时钟" in faults(office, date(2000, 1, 1))
    git(office, "checkout", "-q", "--detach")
    assert "分支" in faults(office, tomorrow)
    assert "文件夹" in faults(tmp_path)
    for sign in faults(tmp_path).values():
        assert sign.mend.endswith("。")


def test_the_doctor_without_git(office, monkeypatch, capsys):
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert "git" in faults(office)
    assert cli.main(["doctor", "--root", str(office)]) == 3
    assert "念给信息中心" in capsys.readouterr().out


def read(address):
    with urllib.request.urlopen(address, timeout=5) as answer:
        return answer.read().decode()


@pytest.mark.long
def test_the_preview_rebuilds_and_survives_a_fault(office, capsys):
    """Start, break a file, mend it: the last good site stays while it is broken."""
    site, stopped, built = office / "site", threading.Event(), []

    def rebuilt():
        from generator.cli.building import _rebuilt

        _rebuilt(office, "http://x/")
        built.append(capsys.readouterr().out)

    def after(change, count):
        change()
        end = time.monotonic() + 60
        while len(built) < count and time.monotonic() < end:
            time.sleep(0.05)
        return built[-1]

    watch = threading.Thread(target=preview.watched, args=(office, rebuilt, stopped, 0.05), daemon=True)
    with preview.serving(site, 0) as address:
        assert "网页是最新的" in after(watch.start, 1)
        assert "测试县云川口腔门诊部" in read(address + "licences/index.html")
        said = after(lambda: edit(office, "licences/licences.csv", "2024-03-01", "2024-13-01"), 2)
        assert "不是真实的日期" in said
        assert "网页还是上一次的样子" in said
        assert "测试县云川口腔门诊部" in read(address + "licences/index.html")
        said = after(lambda: edit(office, "licences/licences.csv", "2024-13-01", "2024-03-02"), 3)
        assert "网页是最新的" in said
        assert "2024-03-02" in read(address + "licences/LIC-1.html")
        with pytest.raises(urllib.error.HTTPError) as missing:
            read(address + "nowhere.html")
        assert missing.value.code == 404
        with (
            pytest.raises(EnvironmentFault, match="端口"),
            preview.serving(site, int(address.split(":")[2][:-1])),
        ):
            pass
    stopped.set()
    watch.join(10)
    assert len(built) == 3


def test_a_fault_of_the_program_itself_is_one_chinese_line(office, monkeypatch, capsys):
    def broken(*_):
        raise RuntimeError("english")

    monkeypatch.setattr("generator.desk.canonical", broken)
    monkeypatch.delenv("GONGSHI_DEBUG", raising=False)
    assert cli.main(["fmt", "--root", str(office)]) == 3
    said = capsys.readouterr().err
    assert said.startswith("✗ 程序自己出了错（RuntimeError，test_order.py 第 ")
    assert "english" not in said
    monkeypatch.setenv("GONGSHI_DEBUG", "1")
    with pytest.raises(RuntimeError):
        cli.main(["fmt", "--root", str(office)])


def test_a_pipe_that_closes_is_no_fault(office):
    command = ["sh", "-c", f"{__import__('sys').executable} -m generator due --root {office} | true"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert "Broken" not in done.stderr


def commit(folder):
    named = ("-c", "user.name=t", "-c", "user.email=t@example.cn")
    command = ["git", "-C", str(folder), *named, "commit", "-qam", "改"]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_hook_lets_good_data_pass_and_holds_bad_data_up(repository, capsys):  # noqa: F811
    cli.main(["setup", "--root", str(repository)])
    assert "每次提交前会自动核对" in capsys.readouterr().out
    (repository / "名单.txt").write_text("新的", "utf-8")
    assert "名单.txt" in git(repository, "status", "--short")
    edit(repository, "licences/licences.csv", "测卫许〔2022〕2号", "测卫许〔2022〕12号")
    assert commit(repository).returncode == 0
    edit(repository, "licences/licences.csv", "2024-03-01", "2024-13-01")
    done = commit(repository)
    assert done.returncode == 1
    assert "✗ data/licences/licences.csv 第2行" in done.stdout + done.stderr
    edit(repository, "licences/licences.csv", "2024-13-01", "2024-03-01")
    (repository / "site_src/新页.md").write_text("# 新页\n", "utf-8")
    git(repository, "add", "-A")
    assert commit(repository).returncode == 0


def test_the_hook_of_somebody_else_stays(repository):  # noqa: F811
    own = repository / ".git/hooks/pre-commit"
    own.parent.mkdir(exist_ok=True)
    own.write_text("#!/bin/sh\nexit 0\n", "utf-8")
    with pytest.raises(EnvironmentFault, match="没有覆盖"):
        edits.install_hooks(repository)
    assert own.read_text("utf-8") == "#!/bin/sh\nexit 0\n"
    assert not own.with_name("commit-msg").exists()
    own.unlink()
    both = (own, own.with_name("commit-msg"))
    assert edits.install_hooks(repository) == both
    assert edits.install_hooks(repository) == both


def test_there_is_a_file_to_double_click_for_each_step_on_both_systems(root):
    folder = root / "deploy/desk"
    names = {path.stem for path in folder.iterdir()}
    assert {path.name for path in folder.iterdir()} == {f"{n}.{e}" for n in names for e in ("bat", "sh")}
    for path in (*folder.glob("*.bat"), root / "deploy/run.bat"):
        content = path.read_bytes()
        assert content.isascii(), "the window's code page is not known before chcp"
        assert content.count(b"\n") == content.count(b"\r\n")
        text = content.decode()
        for name in re.findall(r"(?<=[\\%])[\w-]+\.(?:txt|bat)", text):
            assert [*(root / "deploy").rglob(name)], name
        live = [line for line in text.splitlines() if not line.startswith("rem ")]
        wanted = {word.split()[0] for line in live for word in line.split("goto ")[1:]}
        assert wanted <= {line.removeprefix(":") for line in live if line.startswith(":")}
        assert not [line for line in live if line.endswith("(")], "a bracket in a path would end the block"
    assert "\nchcp 65001" in (root / "deploy/run.bat").read_bytes().decode().replace("\r", "")
    for path in folder.glob("*.sh"):
        subprocess.run(["sh", "-n", str(path)], check=True)
        assert path.stat().st_mode & 0o111


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (13, "正在别的程序里打开"),
        (28, "磁盘满了"),
        (30, "磁盘是只读的"),
        (122, "配额"),
        (9999, "错误代码 9999"),
    ],
)
def test_what_the_machine_refuses_is_told_in_chinese(office, tmp_path, monkeypatch, capsys, number, said):
    def refused(self, *_):
        raise OSError(number, "english words", str(self))

    monkeypatch.setattr("pathlib.Path.write_bytes", refused)
    code = cli.main(["template", "许可", "--root", str(office), "--out", str(tmp_path / "表.xlsx")])
    told = capsys.readouterr().err
    assert code == 3
    assert said in told
    assert "english" not in told
