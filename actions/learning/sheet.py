"""The table that a person labels in any spreadsheet, and the labels with their borders beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from actions.errors import BadInput
from actions.learning import words
from actions.learning.listing import Item, asked_words
from actions.procedures.load import procedures

COLUMNS: Final = (
    "code", "sentence", "times", "why", "asked", "procedure", "understood", "score", "last_day", "means",
)  # fmt: skip
_NEEDED: Final = ("code", "sentence", "means")
_FORMULA: Final = tuple("=+-@")
"""A cell that begins so would be computed by a spreadsheet."""


class BadSheet(BadInput):
    """A table that cannot be taken; the text holds one sentence a line, for whoever filled it in."""


@dataclass(frozen=True)
class Row:
    """A line of a table that came back; ``line`` counts from 1, the head included."""

    line: int
    code: str
    sentence: str
    means: str


def labels_beside(file: Path) -> Path:
    """Where the labels stand that may be used in ``file``."""
    return file.with_name(f"{file.stem}-nhan.txt")


def write(items: Sequence[Item], content: Path, file: Path) -> Path:
    """Writes the table, and the labels beside it, whose file it returns. UTF-8 with a mark at its beginning, without
    which spreadsheets take it for another encoding. What a citizen chose stands in the column of the label already."""
    body = io.StringIO()
    table = csv.writer(body)
    names, known = words.texts(content)["columns"], words.labels(content)
    table.writerow([names[column] for column in COLUMNS])
    for item in items:
        procedure = procedures().get(item.procedure or "")
        means = item.chosen if item.chosen in known else ""
        cells = (
            item.code, item.sentence, item.times, words.say(content, f"why.{item.why}"), asked_words(content, item),
            procedure.short_title if procedure else "", item.understood, f"{item.score:.2f}", item.last_day, means,
        )  # fmt: skip
        table.writerow([_plain(str(cell)) for cell in cells])
    file.write_text(body.getvalue(), encoding="utf-8-sig", newline="")
    labels_beside(file).write_text(labels_text(content), encoding="utf-8-sig")
    return labels_beside(file)


def labels_text(content: Path) -> str:
    """The labels that may be given, each with its border."""
    skip = words.say(content, "labels.skip")
    lines = [words.say(content, "labels.title"), "", words.say(content, "labels.how", skip=skip)]
    known = words.labels(content)
    lines += [words.say(content, "labels.line", label=label, border=known[label]) for label in sorted(known)]
    return "\n".join(lines) + "\n"


def read(file: Path, content: Path) -> list[Row]:
    """The lines of a table that came back. BadSheet, naming file and line, where it is no such table."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise BadSheet(words.say(content, "wrong.no_file", file=file)) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadSheet(words.say(content, "wrong.encoding", file=file, line=line)) from error
    names = words.texts(content)["columns"]
    rows = list(_rows(text))
    head = [cell.strip() for cell in rows[0][1]] if rows else []
    if missing := [names[column] for column in _NEEDED if names[column] not in head]:
        raise BadSheet(words.say(content, "wrong.no_table", file=file, columns=", ".join(missing)))
    places = [head.index(names[column]) for column in _NEEDED]
    out, wrong = [], []
    for line, cells in rows[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(head):
            wrong.append(words.say(content, "wrong.cells", line=line))
            continue
        out.append(Row(line, *(cells[place].strip() for place in places)))
    if wrong:
        raise BadSheet("\n".join(wrong))
    return out


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines and their cells, by the separator that the head has (spreadsheets of other countries write ``;``)."""
    head = text.partition("\n")[0]
    separator = max((",", ";", "\t"), key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for cells in reader:
        yield reader.line_num, cells


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
