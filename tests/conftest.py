"""For every test, in both environments: no network but this machine."""

from __future__ import annotations

import os
import signal
import sys
from importlib.util import find_spec
from pathlib import Path

GUARD = str(Path(__file__).parent / "guard")

sys.path.insert(0, GUARD)
# Processes that tests start are guarded as well.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [GUARD, os.environ.get("PYTHONPATH")]))
if getattr(sys.modules.get("sitecustomize"), "__file__", None) != GUARD + "/sitecustomize.py":
    sys.modules.pop("sitecustomize", None)  # the interpreter's own, if it has one, has already done its work
    import sitecustomize  # noqa: F401

# A shell that starts the tests in the background lets them, and all they start, ignore Ctrl-C; some tests press it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Tests of Rasa's own parts run in its environment (./motcua test does so), the others in the web environment.
collect_ignore = ["guard"]
if find_spec("rasa") is None:
    collect_ignore += ["bot", "nlu/rasa"]
