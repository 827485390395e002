"""A model with people's decisions: opened, laid over in seconds, or trained anew with them among the real names."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from zhibiao.naming import SHIPPED, store, train
from zhibiao.naming.label_log import Label, in_force
from zhibiao.naming.label_overlay import Overlaid, gather
from zhibiao.naming.model import NamingModel
from zhibiao.records.errors import UsageError
from zhibiao.records.naming import Standardiser

LABELS = "labels.json"
_FORMAT = 1
_SAMPLES = "samples"


@dataclass(frozen=True, slots=True)
class Opened:
    """What answers, the trained model beneath, and the decisions laid over it."""

    standardiser: Standardiser
    model: NamingModel
    log: tuple[Label, ...]

    @property
    def names(self) -> dict[str, str]:
        """code → canonical name, in the order of the codes."""
        return {leaf.code: leaf.name for leaf in self.model.knowledge.leaves}


def open_model(folder: Path | None = None, log: Sequence[Label] = ()) -> Opened:
    """The model in `folder` (the shipped one if None) with the decisions stored there, and `log` over them."""
    model = store.load(folder or SHIPPED)
    held = (*_stored(folder or SHIPPED), *log)
    if not held:
        return Opened(model, model, ())
    known = {leaf.code for leaf in model.knowledge.leaves}
    used = tuple(label for label in held if label.code in known)
    return Opened(Overlaid(model, model.knowledge.leaves, gather(used)), model, used)


def lay_over(base: Path | None, log: Sequence[Label], out: Path) -> int:
    """Writes the model of `base` (the shipped one if None) into folder `out` with `log`; the decisions in force.

    Same inputs, same bytes. Nothing is trained: `label_overlay.py` says what the decisions do.
    """
    source = base or SHIPPED
    store.load(source)
    out.mkdir(parents=True, exist_ok=True)
    if source.resolve() != out.resolve():
        for path in sorted(source.iterdir()):
            if path.is_file() and path.name != LABELS:
                shutil.copyfile(path, out / path.name)
    rows = [list(astuple(label)) for label in (*_stored(source), *log)]
    rows = list(map(list, dict.fromkeys(map(tuple, rows))))
    held = json.dumps(rows, ensure_ascii=False, sort_keys=True)
    text = json.dumps({"format": _FORMAT, "sha256": _sha(held), "labels": rows}, ensure_ascii=False, indent=1)
    (out / LABELS).write_text(text + "\n", encoding="utf-8", newline="\n")
    return len(in_force([Label(*row) for row in rows]))


def _stored(folder: Path) -> tuple[Label, ...]:
    path = folder / LABELS
    if not path.is_file():
        return ()
    try:
        shape = json.loads(path.read_text(encoding="utf-8"))
        rows = shape["labels"]
        held = json.dumps(rows, ensure_ascii=False, sort_keys=True)
        if (shape["format"], shape["sha256"]) != (_FORMAT, _sha(held)):
            raise ValueError("not as written")
        return tuple(Label(*row) for row in rows)
    except (ValueError, KeyError, TypeError) as error:
        what = f"was changed since it was written ({error})"
        raise UsageError("bad_labels", what, str(path), "make it again with `zhibiao label --retrain`") from error


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def train_with(corpora: Path, log: Sequence[Label], out: Path) -> int:
    """Trains on `corpora` and the decisions in force as real names (their place is held out together); how many.

    The decisions are laid over the result too: a person's answer counts more than an alias. `corpora` is copied, not
    changed; what nobody may read (`names/sealed`) is not copied.
    """
    labels = in_force(log)
    if not labels:
        raise UsageError("no_labels", "there is no decision to learn from", "", "take answers with `zhibiao label`")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "corpora"
        unread = {corpora / _SAMPLES, corpora / "names" / "sealed"}
        shutil.copytree(corpora, copy, ignore=lambda at, names: {n for n in names if Path(at) / n in unread})
        (copy / "names").mkdir(exist_ok=True)
        with (copy / "names" / "decided.csv").open("x", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(
                ("id", "name", "level1", "level2", "target", "project", "province", "city", "source", "code")
            )
            for x in labels:
                context = (x.id, x.name, x.level1, x.level2, x.target, x.project, x.province, x.city)
                writer.writerow((*context, x.unit, x.code))
        forget(out)
        train(copy, out)
    return lay_over(out, log, out)


def forget(folder: Path) -> None:
    """Removes decisions that an earlier model left in `folder`."""
    (folder / LABELS).unlink(missing_ok=True)
