"""What each part is worth: held-out figures without it. `python -m zhibiao.naming.ablation CORPORA` (many minutes).

All lines count the same names: those that are novel to the whole system.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from zhibiao.naming.corpus import Row, is_document, read_labelled
from zhibiao.naming.evaluation import Prediction, distinct, of_folds, score
from zhibiao.naming.features import Evidence
from zhibiao.naming.model import FirstStage
from zhibiao.naming.report import as_text
from zhibiao.naming.training import HeldOut, Material, hold_out, learn_prior, read_material

_BLOCKS = ("concepts", "joint", "context", "words")


def ablations(rows: Sequence[Row], corpora: Path) -> Iterator[tuple[str, list[Prediction]]]:
    """(what is left out, predictions of the novel names), the whole system first."""
    material = read_material(corpora)
    prior = learn_prior(material)
    held = hold_out(material, prior, rows)
    wanted = {id(h.row) for h in held if h.novel}
    yield "everything", _predictions(held, wanted)
    yield "without the second look", [_at_once(h) for h in held if id(h.row) in wanted]
    for name, other in _materials(material):
        yield name, _predictions(hold_out(other, learn_prior(other), rows), wanted)
    changes = {
        "without the networks": _without_networks,
        "with one network": lambda stage: replace(stage, networks=stage.networks[:1]),
        "without the linear model": _without_linear,
    }
    for name, change in changes.items():
        yield name, _predictions(hold_out(material, prior, rows, change=change), wanted)


def _materials(material: Material) -> Iterator[tuple[str, Material]]:
    yield "without written names", replace(material, written=())
    yield "without templates and aliases", replace(material, made=_one_each(material.made), aliases=())
    for block in _BLOCKS:
        yield f"without {block}", replace(material, extract=_blind(material.extract, block))


def _one_each(made: Sequence[Row]) -> tuple[Row, ...]:
    """One name for each code, so that every code is known."""
    return tuple({row.code: row for row in reversed(made)}.values())


def _blind(extract: Callable[[Row], Evidence], block: str) -> Callable[[Row], Evidence]:
    nothing: dict[str, list[str]] = {block: []}

    def blinded(row: Row) -> Evidence:
        evidence = extract(row)
        return Evidence(**{f: nothing.get(f, getattr(evidence, f)) for f in Evidence.__slots__})

    return blinded


def _without_networks(stage: FirstStage) -> FirstStage:
    return replace(stage, networks=tuple(replace(n, second=n.second * np.float32(0)) for n in stage.networks))


def _without_linear(stage: FirstStage) -> FirstStage:
    return replace(stage, linear=replace(stage.linear, weights=stage.linear.weights * np.float32(0)))


def _at_once(held: HeldOut) -> Prediction:
    """The classifiers' own order; they promise nothing."""
    return Prediction(held.row, held.candidates.codes, 0.0, False, True)


def _predictions(held: Sequence[HeldOut], wanted: set[int]) -> list[Prediction]:
    return [p for p in of_folds(held) if id(p.row) in wanted]


def main(corpora: Path) -> None:
    """Prints two lines for each part left out as soon as they are known: all novel names, those of places."""
    for name, predictions in ablations(read_labelled(corpora), corpora):
        novel = distinct(predictions)
        places = [p for p in novel if not is_document(p.row.group)]
        sys.stdout.write(as_text({name.ljust(32): score(novel), "  places": score(places)}, {}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "corpora"))
