"""`./motcua pins`: recompute the hashed requirement files from their inputs (needs the package registry).

Existing pins are kept where they still fit; `./motcua pins --upgrade` takes the newest versions.
"""

from __future__ import annotations

import argparse
from typing import List, Tuple

from cli.boot.layout import Layout
from cli.boot.run import run
from cli.boot.uv import ensure_uv, uv_environ

# In this order: a file may be held to the pins of one before it (`-c web.txt`).
FILES: Tuple[Tuple[str, Tuple[str, ...]], ...] = (
    ("uv", ("--universal", "--python-version", "3.8")),
    ("web", ("--universal", "--python-version", "3.11")),
    ("dev", ("--universal", "--python-version", "3.11")),
    ("bot", ("--python-version", "3.10", "--python-platform", "x86_64-manylinux_2_28")),
    ("bot-dev", ("--python-version", "3.10", "--python-platform", "x86_64-manylinux_2_28")),
)


def main(argv: List[str], layout: Layout) -> int:
    """Compile each file; a failure leaves the files after it as they were."""
    parser = argparse.ArgumentParser(prog="motcua pins", description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions")
    args = parser.parse_args(argv)
    ensure_uv(layout)
    for name, options in FILES:
        run(
            [
                str(layout.uv), "pip", "compile", "--quiet", "--generate-hashes", "--no-emit-index-url",
                "--no-header", *options, *(["--upgrade"] if args.upgrade else []),
                name + ".in", "-o", name + ".txt",
            ],
            "Compiling requirements/{}.txt".format(name),
            layout.log / "pins-{}.log".format(name),
            env=uv_environ(layout),
            cwd=layout.root / "requirements",
        )  # fmt: skip
    return 0
