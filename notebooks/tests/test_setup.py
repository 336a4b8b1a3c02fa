"""The set-up: what it asks for, what it skips, what it repeats."""

import sys

import pytest

from crema_lab import cli, digest, steps, tools


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """A machine without any tool."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(tools, "SYSTEM_JDKS", tmp_path)


@pytest.fixture
def fake_jdk(tmp_path):
    """Makes the directory of a JDK that claims to be of a version."""

    def make(version, compiler=True):
        home = tmp_path / f"jdk-{version}"
        (home / "bin").mkdir(parents=True)
        (home / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n')
        for program in ("java", "javac") if compiler else ("java",):
            (home / "bin" / tools._executable(program)).touch(0o755)
        return home

    return make


@pytest.mark.usefixtures("bare_machine")
def test_everything_that_is_missing_is_named_at_once_with_the_way_to_get_it(capfd):
    assert cli.main(["setup"]) == 1
    said = capfd.readouterr().err
    for expected in ("No JDK of version 17 or later", "apt-get install openjdk-17-jdk", "brew install temurin",
                     "Maven is not on the PATH", "apt-get install maven", "brew install maven", "winget install Apache.Maven"):
        assert expected in said


@pytest.mark.usefixtures("bare_machine")
@pytest.mark.parametrize("version, compiler", [("11.0.20", True), ("1.8.0_392", True), ("21.0.1", False)])
def test_a_jdk_that_is_too_old_or_a_runtime_does_not_do(monkeypatch, fake_jdk, version, compiler):
    monkeypatch.setenv("JAVA_HOME", str(fake_jdk(version, compiler)))
    with pytest.raises(tools.Missing, match="17 or later"):
        tools.find_jdk()


@pytest.mark.usefixtures("bare_machine")
@pytest.mark.parametrize("version, major", [("17", 17), ("17.0.15", 17), ("25.0.3", 25), ("26-ea", 26)])
def test_java_home_names_the_jdk(monkeypatch, fake_jdk, version, major):
    home = fake_jdk(version)
    monkeypatch.setenv("JAVA_HOME", str(home))
    assert (tools.find_jdk().home, tools.find_jdk().version) == (home, major)


def test_what_makes_a_digest_is_names_and_contents_but_not_times_or_leftovers(tmp_path):
    source = tmp_path / "A.java"
    source.write_text("a")
    before = digest.of(tmp_path, "text")
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "A.class").write_text("made")
    source.touch()
    assert digest.of(tmp_path, "text") == before
    source.write_text("b")
    assert digest.of(tmp_path, "text") != before
    source.write_text("a")
    source.rename(tmp_path / "B.java")
    assert digest.of(tmp_path, "text") != before


class Recorded:
    """A step that makes a file and counts how often it was made."""

    def __init__(self, directory):
        self.directory, self.key, self.made, self.fail = directory, "1", 0, None
        self.result = directory / "result"
        self.step = steps.Step("make it", lambda: self.key, self.result.is_file, self._make)

    def _make(self):
        self.made += 1
        self.result.touch()
        if self.fail:
            raise self.fail

    def run(self):
        return steps.run([self.step], self.directory / "stamps")


@pytest.fixture
def recorded(tmp_path):
    return Recorded(tmp_path)


def test_step_is_done_once(recorded):
    assert (recorded.run(), recorded.run(), recorded.made) == (1, 0, 1)


def test_step_is_repeated_when_what_it_depends_on_changes(recorded):
    recorded.run()
    recorded.key = "2"
    assert (recorded.run(), recorded.run(), recorded.made) == (1, 0, 2)


def test_step_is_repeated_when_its_result_is_gone(recorded):
    recorded.run()
    recorded.result.unlink()
    assert steps.pending([recorded.step], recorded.directory / "stamps") == ["make it"]
    assert recorded.run() == 1


@pytest.mark.parametrize("interruption", [KeyboardInterrupt(), steps.Failed("no network")])
def test_step_is_repeated_when_it_was_interrupted(recorded, interruption):
    recorded.run()
    recorded.key, recorded.fail = "2", interruption
    with pytest.raises(type(interruption)):
        recorded.run()
    recorded.key, recorded.fail = "1", None  # back to what was done before the interruption
    assert (recorded.run(), recorded.run(), recorded.made) == (1, 0, 3)


def test_failed_program_shows_its_last_lines_and_names_its_log(tmp_path):
    log = tmp_path / "program.log"
    with pytest.raises(steps.Failed) as failed:
        steps.command([sys.executable, "-c", "print(*range(99), sep='\\n'); raise SystemExit(3)"], log)
    assert "failed (3)" in str(failed.value) and str(log) in str(failed.value)
    assert str(failed.value).endswith("97\n98\n") and "\n42\n" not in str(failed.value)
