"""The hostile files of the tests: why each is refused, and what it costs.

python -m benchmarks.fuzz.named
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.hostile.files import HOSTILE
from tests.hostile.measured import Measured


def main(chosen: list[str]) -> int:
    """Print a line for each file whose name holds one of the words; all when there are none."""
    print(f"{'file':<36}{'bytes':>12}{'seconds':>9}{'MiB':>6}  reason")
    measured = Measured()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hostile"
        for hostile in HOSTILE:
            if chosen and not any(word in hostile.name for word in chosen):
                continue
            path.write_bytes(hostile.make())
            found = measured.read(path)
            reasons = zip(found["kinds"], found["details"], strict=False)
            reason = "; ".join(f"{kind} ({detail})" if detail else kind for kind, detail in reasons)
            figures = f"{found['bytes']:>12,}{found['seconds']:>9.2f}{found['mebibytes']:>6}"
            print(f"{hostile.name:<36}{figures}  {reason or 'read: ' + found['state']}", flush=True)
    measured.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
