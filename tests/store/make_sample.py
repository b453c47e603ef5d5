"""Make the sample of a release: python tests/store/make_sample.py 0.1 (once, and never again)."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from cpscore.store.archive import Identity, open_store

AT = "2026-05-12T09:00:00+08:00"


def main(release: str) -> None:
    sample = Path(__file__).parent / "samples" / f"{release}.db"
    with TemporaryDirectory() as folder, open_store(Path(folder), now=AT, wal=False) as store:
        store.append("r1", "begun", {"form": "hebei-g"}, "组长", AT)
        store.append("r1", "score", {"item": "g1", "points": "8.5"}, "专家甲", AT)
        store.append("r2", "begun", {"form": "hebei-c"}, "组长", AT)
        store.append("r1", "score", {"item": "g2", "points": "20"}, "专家甲", AT)
        store.keep("评分表".encode(), "score-sheet")
        store.add_identity(Identity("ab" * 32, "专家甲", b"PKCS#12", AT))
        store.set_setting("language", "zh")
        store.backup(sample)


if __name__ == "__main__":
    main(sys.argv[1])
