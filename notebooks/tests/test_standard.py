"""The rules that lessons keep to: a small broken lesson for each of them, which it must find."""

import nbformat
import pytest

from crema_lab import check, header, lessons, map, notebook, run, standard
from crema_lab.project import Project

GOOD = """\
# 01 Tiny

A lesson that keeps to every rule.

| | |
|---|---|
| **You will see** | nothing |
| **You need** | nothing |
| **It takes** | 3 s and 0.2 GB of memory on a CPU with 2 cores; cell 2: 4 s, any other at most 2 s |
| **Homework** | none |

```java
import java.util.zip.CRC32;
var full = "full".equals(System.getenv("CREMA_MODE"));
```

**Try it: predict before you run.** One?

```java
answer("01.1", null)
```

**Try it.** Two?

```java
answer("01.2", null)
```

**Try it.** Three?

```java
answer("01.3", null)
```

**Try it.** Four?

```java
answer("01.4", null)
```

{filler}
## What you have seen

Nothing.

**Read on:** nothing.

**Homework:** none.
"""

FILLER = "".join(f"And.\n\n```java\nnew CRC32().getValue() + {number}\n```\n\n" for number in range(8))


@pytest.fixture
def findings(tmp_path):
    """What is found in a lecture (or in homework) of the given text."""

    def find(text, directory="lectures", name="01-tiny.md"):
        source = tmp_path / directory / name
        source.parent.mkdir(exist_ok=True)
        source.write_text(text.replace("{filler}", FILLER), encoding="utf-8")
        return standard.findings(source)

    return find


def test_good_lesson_breaks_no_rule(findings):
    assert findings(GOOD) == []


@pytest.mark.parametrize("finding, old, new", [
    ('the title is "07 Tiny"', "# 01 Tiny", "# 07 Tiny"),
    ('no row "| **You will see** | … |"', "| **You will see** | nothing |\n", ""),
    ('no row "| **You need** | … |"', "| **You need** | nothing |", "| **You need** | |"),
    ('no row "| **Homework** | … |"', "| **Homework** | none |\n", ""),
    ("does not say what it takes", "| 3 s and 0.2 GB of memory on a CPU with 2 cores; cell 2: 4 s, any other at most 2 s |", "| a minute |"),
    ("it takes 121 s, more than 120", "3 s and", "121 s and"),
    ("it takes 2.1 GB of memory, more than 2.0", "0.2 GB", "2.1 GB"),
    ("11 cells, not 25 to 45", "{filler}", ""),
    ("75 cells, not 25 to 45", "{filler}", "{filler}" * 4),
    ("does not choose between quick and full", 'var full = "full".equals(System.getenv("CREMA_MODE"));', "var full = false;"),
    ("3 questions with checked answers, fewer than 4", 'answer("01.4", null)', "4"),
    ("the questions are 01.1, 01.2, 01.2, 01.4", 'answer("01.3"', 'answer("01.2"'),
    ("question 01.3 is answered in the source", 'answer("01.3", null)', 'answer("01.3", 3)'),
    ('question 01.2 does not follow a text with "**Try it"', "**Try it.** Two?", "Two?"),
    ("no question is to be answered before running", "**Try it: predict before you run.**", "**Try it.**"),
    ("imports java.util.zip.Adler32 and does not use it", "var full", "import java.util.zip.Adler32; // Adler32\nvar full"),
    ("imports java.util.zip.*: name what is used", "import java.util.zip.CRC32", "import java.util.zip.*"),
    ('the last cell has no "## What you have seen"', "## What you have seen", "## The end"),
    ('the last cell has no "**Read on:**"', "**Read on:**", "See"),
    ('the last cell has no "**Homework:**"', "**Homework:**", "Do"),
])
def test_each_rule_finds_the_lesson_that_breaks_it(findings, finding, old, new):
    assert old in GOOD
    found = findings(GOOD.replace(old, new, 1))
    assert any(finding in sentence for sentence in found), found


def test_homework_needs_a_header_and_no_unused_imports_but_no_questions(findings):
    text = "# HW1 Tiny\n\n| | |\n|---|---|\n| **You need** | 02 |\n| **It takes** | {takes} |\n\n```java\nimport java.util.zip.CRC32;\n```\n"
    good = text.format(takes=header.Takes(3, 0.2, "a CPU with 2 cores")).replace("CRC32;", "CRC32; CRC32 sum;")
    assert findings(good, "homework", "hw1-tiny.md") == []
    found = findings(text.format(takes=""), "homework", "hw1-tiny.md")
    assert len(found) == 2 and "does not say what it takes" in found[0] and "does not use it" in found[1]


def lesson(tmp_path, *cells, takes=""):
    """A lesson of code cells with a header."""
    source = tmp_path / "lectures" / "01-tiny.md"
    source.parent.mkdir(exist_ok=True)
    code = "\n\n".join(f"```java\n{cell}\n```" for cell in cells)
    source.write_text(f"# 01 Tiny\n\n| | |\n|---|---|\n| **You need** | x |\n| **It takes** | {takes} |\n\n{code}\n", encoding="utf-8")
    return source


def rows(source):
    return header.rows(source.read_text(encoding="utf-8"))


def test_run_states_what_a_lesson_takes_in_source_and_notebook_and_keeps_what_still_holds(tmp_path):
    source = lesson(tmp_path, "var x = 1;", "x")
    run.run(source, tmp_path / "log")
    stated = header.Takes.stated(rows(source)[header.TAKES])
    assert stated.seconds >= 1 and 0.05 < stated.gigabytes < 1 and "CPU" in stated.device
    assert check.check(source) == []
    before = source.read_bytes(), lessons.notebook_of(source).read_bytes()
    header.state(source, stated)
    assert source.read_bytes() == before[0]
    header.state(source, header.Takes(10 * stated.seconds, stated.gigabytes, stated.device, stated.cells), only_if_missing=True)
    assert source.read_bytes() == before[0], "a busy machine says nothing"
    header.state(source, header.Takes(10 * stated.seconds, stated.gigabytes, stated.device, stated.cells))
    assert rows(source)[header.TAKES].startswith(f"{10 * stated.seconds} s")


def test_full_mode_is_executed_but_not_stored(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CREMA_MODE", "full")
    source = lesson(tmp_path, 'System.getenv("CREMA_MODE")')
    run.run(source, tmp_path / "log")
    assert not lessons.notebook_of(source).exists() and rows(source)[header.TAKES] == ""
    assert "not stored" in capsys.readouterr().out


def test_memory_that_a_lesson_holds_for_a_moment_is_measured(tmp_path):
    taking = "{ var held = new byte[400 << 20]; java.util.Arrays.fill(held, (byte) 1); held = null; System.gc(); }"
    lean, fat = (run.execute(lesson(tmp_path, cell)).memory for cell in ("1", taking))
    assert fat - lean > 300e6


def test_cell_slower_than_its_header_says_is_found(tmp_path):
    working = "for (var end = System.nanoTime() + 8_000_000_000L; System.nanoTime() < end; ) { }"
    source = lesson(tmp_path, working, "1", takes="4 s and 0.2 GB of memory on a CPU with 2 cores; every cell at most 1 s")
    stated = header.Takes.stated(rows(source)[header.TAKES])
    found = stated.too_slow(run.execute(source).cells, 3)
    assert any(sentence.startswith("code cell 1 took ") for sentence in found)
    assert header.Takes.stated("4 s and 0.2 GB of memory on x; cell 1: 2 s, any other at most 1 s").too_slow([5.9, 2.9], 3) == []
    assert len(header.Takes.stated("4 s and 0.2 GB of memory on x; cell 1: 2 s, any other at most 1 s").too_slow([6.1, 3.1], 3)) == 2


def test_stored_outputs_of_another_kind_are_found(tmp_path):
    source = lesson(tmp_path, "1", 'System.out.println("a");')
    executed = run.execute(source).notebook
    stored = nbformat.from_dict(executed)
    assert check.other_outputs(stored, executed) == []
    code = [cell for cell in stored.cells if cell.cell_type == "code"]
    code[0].outputs = [nbformat.v4.new_output("stream", name="stdout", text="1")]
    executed = run.execute(source).notebook
    assert check.other_outputs(stored, executed) == ["code cell 1: the stored outputs are ['stdout'], those of a run [['text/plain']]"]


def test_cells_that_take_long_are_named_with_their_seconds():
    takes = header.Takes.measured(20.4, 1.24e9, "a CPU with 2 cores", [0.1, 2.6, 1.9, 15.5])
    assert str(takes) == "20 s and 1.2 GB of memory on a CPU with 2 cores; cell 2: 3 s, cell 4: 16 s, any other at most 2 s"


@pytest.mark.parametrize("busy, seconds", [(False, 4.0), (True, 1.5)])
def test_busy_machine_is_measured_by_what_the_kernel_worked(monkeypatch, busy, seconds):
    monkeypatch.setattr(run._Watch, "busy", busy)
    watch = run._Watch(nbformat.v4.new_notebook(), 0, None)
    assert watch.took(4.0, 1.5) == seconds and watch.took(1.0, 1.5) == 1.0


def test_takes_is_read_as_it_is_written():
    for takes in (header.Takes(34, 1.2, "a CPU with 2 cores", {15: 4, 18: 16}), header.Takes(3, 0.2, "a GPU")):
        assert header.Takes.stated(str(takes)) == takes
    assert header.Takes.stated("a minute") is None


def test_slide_types_come_from_headings_and_tags(tmp_path):
    source = tmp_path / "01-tiny.md"
    source.write_text('# Title\n\n```java\n1\n```\n\nProse.\n\n```java tags=["skip"]\n2\n```\n', encoding="utf-8")
    kinds = [cell.metadata.get("slideshow", {}).get("slide_type") for cell in notebook.read_source(source).cells]
    assert kinds == ["slide", None, "subslide", "skip"]


def test_map_lists_lessons_by_part_and_homework(tmp_path):
    here = Project(tmp_path, tmp_path)
    for path, title, needs in (("lectures/06-a.md", "06 A", "x"), ("lectures/07-b.md", "07 B", "y"), ("homework/hw1-c.md", "HW1 C", "z")):
        source = here.notebooks / path
        source.parent.mkdir(parents=True, exist_ok=True)
        takes = header.Takes(12, 0.7, "a CPU with 2 cores", {3: 9})
        source.write_text(f"# {title}\n\n| | |\n|---|---|\n| **You will see** | s |\n| **You need** | {needs} |\n| **It takes** | {takes} |\n"
                          "| **Homework** | h |\n", encoding="utf-8")
    assert map.page(here) == map.TOP + """
## Part I: how a network learns

| lesson | what it shows | it takes | you need | homework | slides |
| --- | --- | --- | --- | --- | --- |
| [06 A](lectures/06-a.ipynb) | s | 12 s, 0.7 GB, a CPU with 2 cores | x | h | `binder/lab slides 06` |

## Part II: seeing

| lesson | what it shows | it takes | you need | homework | slides |
| --- | --- | --- | --- | --- | --- |
| [07 B](lectures/07-b.ipynb) | s | 12 s, 0.7 GB, a CPU with 2 cores | y | h | `binder/lab slides 07` |

## Homework

| homework | it takes | you need |
| --- | --- | --- |
| [HW1 C](homework/hw1-c.ipynb) | 12 s, 0.7 GB, a CPU with 2 cores | z |
"""
