"""The header of a lesson: the table under its title. Authors write its rows, `binder/lab run` the one that says what it takes."""

import re
from dataclasses import dataclass, field

SHOWS, NEEDS, TAKES, HOMEWORK = "You will see", "You need", "It takes", "Homework"

# what a cell may take without being named, in seconds
OTHERS = 2

# a machine is never the same twice: how far off a stated number may be before it is stated anew
TIMES, SECONDS, GIGABYTES = 1.5, 2, 0.2

_ROW = re.compile(r"^\| \*\*(.+?)\*\* \| *(.*?) *\|$", re.MULTILINE)
_TAKES = re.compile(r"(\d+) s and (\d+\.\d) GB of memory on (.+?); (.*any other|every cell) at most (\d+) s")
_CELL = re.compile(r"cell (\d+): (\d+) s")


@dataclass(frozen=True)
class Takes:
    """What running a lesson takes: seconds in all, gigabytes, the device, and the seconds of its long cells by their number."""

    seconds: int
    gigabytes: float
    device: str
    cells: dict = field(default_factory=dict)
    others: int = OTHERS

    @staticmethod
    def measured(seconds, memory, device, cells):
        """From a run: seconds in all, bytes, the device, the seconds of each code cell."""
        long = {number: round(took) for number, took in enumerate(cells, 1) if took > OTHERS}
        return Takes(round(seconds), round(memory / 1e9, 1), device, long)

    @staticmethod
    def stated(text):
        """From a header's row, None if it says nothing of the kind."""
        match = _TAKES.search(text)
        if match is None:
            return None
        cells = {int(number): int(seconds) for number, seconds in _CELL.findall(match[4])}
        return Takes(int(match[1]), float(match[2]), match[3], cells, int(match[5]))

    def __str__(self):
        named = "".join(f"cell {number}: {seconds} s, " for number, seconds in self.cells.items())
        each = f"{named}any other" if named else "every cell"
        return f"{self.seconds} s and {self.gigabytes:.1f} GB of memory on {self.device}; {each} at most {self.others} s"

    def of_cell(self, number):
        """The seconds that a code cell may take by this statement, whether it is named or not."""
        return self.cells.get(number, self.others)

    def holds(self, measured):
        """Whether this statement is still near enough to what was measured."""
        numbers = self.cells.keys() | measured.cells.keys()
        return (self.device == measured.device
                and abs(self.gigabytes - measured.gigabytes) <= GIGABYTES
                and _near(self.seconds, measured.seconds)
                and all(_near(self.of_cell(number), measured.of_cell(number)) for number in numbers))

    def too_slow(self, cells, times):
        """A sentence for each code cell that took more than so many times what this says; cells: the seconds of each."""
        return [f"code cell {number} took {took:.1f} s, more than {times} times the {self.of_cell(number)} s of the header"
                for number, took in enumerate(cells, 1) if took > times * self.of_cell(number)]


def rows(text):
    """The header's rows by their names; text: a lesson's source or its first cell."""
    return dict(_ROW.findall(text.split("\n```", 1)[0]))


def title(text):
    """The lesson's title, such as "06 Reading digits"."""
    match = re.search(r"^# (.+)$", text, re.MULTILINE)
    return match[1].strip() if match else ""


def state(source, measured, only_if_missing=False):
    """Writes what was measured into the header of the file `source`, unless what it says still holds.

    only_if_missing: whether what a header says is kept even if it does not hold, as when the machine was busy.
    """
    text = source.read_text(encoding="utf-8")
    found = rows(text)
    row = f"| **{TAKES}** | {measured} |"
    if TAKES in found:
        stated = Takes.stated(found[TAKES])
        if stated is None or not (only_if_missing or stated.holds(measured)):
            text = re.sub(rf"^\| \*\*{TAKES}\*\* \|.*$", lambda _: row, text, count=1, flags=re.MULTILINE)
    elif NEEDS in found:
        text = re.sub(rf"^\| \*\*{NEEDS}\*\* \|.*$", lambda needs: f"{needs[0]}\n{row}", text, count=1, flags=re.MULTILINE)
    source.write_text(text, encoding="utf-8")


def _near(stated, measured):
    return max(stated, measured) <= max(TIMES * min(stated, measured), min(stated, measured) + SECONDS)
