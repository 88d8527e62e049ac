"""``python -m tests.bench.understood FILE``: what each message of an evaluation set is understood as, and how long
that takes, one at a time. JSON lines ``{"id", "intent", "confidence", "milliseconds"}``. Runs in the Rasa environment.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

from nlu.parse import MODEL, metadata_of
from nlu.rasa.light import LightPipeline

WARM_UP = "giấy này hết bao nhiêu tiền"


def main() -> int:
    """Reads the set named by the first argument."""
    pipeline = LightPipeline(MODEL)
    pipeline.run([WARM_UP])
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        metadata = metadata_of(given)
        begun = perf_counter()
        ((meaning, _),) = pipeline.run([given["text"]], [metadata])
        spent = 1000 * (perf_counter() - begun)
        out = {"id": given["id"], "intent": meaning.intent, "confidence": meaning.confidence, "milliseconds": spent}
        print(json.dumps(out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
