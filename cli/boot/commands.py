"""Every command: what it is for, what has to be set up before it, and where it lives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import List, Tuple

from cli.boot.layout import Layout


@dataclass(frozen=True)
class Command:
    """`module` (`package.module`, with a `main(argv) -> int | None`) tells if this version has it.

    `needs` out of: web, web-dev, bot, bot-dev, places, model. `env` is what runs the module: `web`
    (imported there), `bot` (`python -m module` there), or `boot` (any python3, before anything is set up).
    `also`: a second module without which the command is not there.
    """

    name: str
    usage: str
    help: str
    module: str
    needs: Tuple[str, ...] = ("web",)
    env: str = "web"
    also: str = ""


EVERYTHING = ("web", "bot", "places", "model")

COMMANDS = (
    Command(
        "up", "[--port 8080] [--data DIR]", "set up what is missing and start everything",
        "cli.up", EVERYTHING,
    ),
    Command("setup", "", "set up what is missing, and stop there", "cli.boot.setup", EVERYTHING, "boot"),
    Command(
        "test", "[ARGS]", "run every check, or pytest alone with ARGS", "cli.testing",
        ("web-dev", "bot-dev", "places", "model"),
    ),
    Command(
        "chat", "[--channel web|zalo|sms]", "talk to it in the terminal", "cli.chat", EVERYTHING,
        also="channels.terminal",
    ),
    Command(
        "parse", "[TEXT] [--jsonl]", "what a sentence is understood as", "nlu.parse", ("bot", "model"), "bot",
    ),
    Command("value", "[KIND] [TEXT] [--jsonl]", "what value is read from a text", "nlu.values.cli"),
    Command("dossiers", "[--json]", "list the dossiers", "actions.dossiers.cli"),
    Command(
        "dossier", "CODE [--json|--pdf FILE]", "show or print one dossier", "actions.dossiers.cli", ("web", "places"),
    ),
    Command("check-data", "", "check everything under data/", "actions.procedures.check", ("web", "places")),
    Command(
        "train", "[--force] [--anyway]", "train if the sources changed, measure, keep the better model",
        "cli.boot.train", ("bot",), "boot",
    ),
    Command(
        "misunderstood", "[--since DAY] [--json|--csv FILE|--take FILE]", 
        "what was not understood, masked, to be labelled",
        "actions.learning.cli", EVERYTHING,
    ),
    Command("models", "", "the speech models", "voice.models"),
    Command("bench", "[NAME] [--json]", "measure", "tests.bench.cli", ("web-dev", "bot", "places", "model")),
    Command("sheet", "PROCEDURE [--out FILE]", "print a large-type sheet", "actions.printing.sheet"),
    Command(
        "poster", "LOCALITY [--out FILE]", "print a commune's poster", "actions.printing.poster", ("web", "places"),
    ),
    Command("prompts", "build", "make the spoken prompts", "voice.prompts.cli"),
    Command("helper", "add|revoke|list", "village helpers", "actions.helpers.cli", ("web", "places")),
    Command("zalo", "connect|status", "the tokens of the Zalo account", "channels.zalo.cli"),
    Command("sms", "kannel|gammu --to DIR", "configure an SMS gateway", "channels.sms.setup"),
    Command("officer", "add", "officers of the desk", "channels.desk.officers"),
    Command("doctor", "", "what is missing or wrong on this machine", "cli.boot.doctor", (), "boot"),
    Command("pins", "", "recompute requirements/*.txt from requirements/*.in", "cli.boot.pins", (), "boot"),
)  # fmt: skip


def source_of(layout: Layout, module: str) -> Path:
    """Where a module's file would be (a package answers with its `__init__.py` when that exists)."""
    path = layout.root.joinpath(*module.split("."))
    package = path / "__init__.py"
    return package if package.is_file() else path.with_suffix(".py")


def available(layout: Layout) -> List[Command]:
    """The commands of this version, in the order of the help."""
    return [c for c in COMMANDS if all(source_of(layout, m).is_file() for m in (c.module, c.also) if m)]


def needed(command: Command, args: List[str]) -> Tuple[str, ...]:
    """What has to be set up; to explain itself, a command only needs its own environment."""
    if set(args) & {"-h", "--help"}:
        return tuple(need for need in command.needs if need.partition("-")[0] == command.env)
    return command.needs


def usage(layout: Layout) -> str:
    """The text of `./motcua help`."""
    lines = ["Một Cửa: a Vietnamese public-service assistant.", "", "Usage: ./motcua COMMAND", ""]
    for command in available(layout):
        head = (command.name + " " + command.usage).strip()
        gap = "\n" + " " * 36 if len(head) > 31 else " " * (34 - len(head))
        lines.append("  " + head + gap + command.help)
    lines += [
        "",
        "Most tell more with --help. A first start takes a few minutes, later ones some seconds.",
    ]
    return "\n".join(lines)
