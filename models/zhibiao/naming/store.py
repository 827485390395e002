"""The model as data: JSON and npz files with their SHA-256 hashes in `manifest.json`; nothing is executed."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np

from zhibiao.naming.bytes8 import pack, unpack
from zhibiao.naming.confidence import Head, Judge
from zhibiao.naming.lexicons import Lexicons
from zhibiao.naming.linear import Linear
from zhibiao.naming.model import FirstStage, Knowledge, NamingModel
from zhibiao.naming.nearest import Wordings, by_code
from zhibiao.naming.network import Network
from zhibiao.naming.taxonomy import Leaf
from zhibiao.naming.vectors import Vocabulary
from zhibiao.records.errors import UsageError

FORMAT = 5
_MANIFEST = "manifest.json"


def save(model: NamingModel, out: Path, inputs: dict[str, str]) -> None:
    """Writes the model into folder `out`; `inputs` are the hashes of what it was trained on."""
    out.mkdir(parents=True, exist_ok=True)
    knowledge, stage = model.knowledge, model.stage
    files = {
        "knowledge.json": _json(_knowledge_out(knowledge)),
        "dictionary.json": _json(knowledge.dictionary),
        "wordings.json": _json(_wordings_out(stage.wordings)),
        "vocabulary.json": _json(list(stage.vocabulary.columns)),
        "weights.npz": _arrays(stage),
    }
    manifest = {
        "format": FORMAT,
        "threshold": model.judge.threshold,
        "strict": model.judge.strict,
        "second_look": model.judge.weights.tolist(),
        "right": _head_out(model.judge.right),
        "codes": list(stage.linear.codes),
        "networks": len(stage.networks),
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        "inputs": inputs,
    }
    for name, data in {**files, _MANIFEST: _json(manifest, indent=1)}.items():
        (out / name).write_bytes(data)


def load(folder: Path) -> NamingModel:
    """The model in `folder`. Raises `UsageError` where a file is missing or does not have its hash."""
    manifest = _manifest(folder)
    data = {name: _checked(folder / name, digest) for name, digest in manifest["files"].items()}
    stored = json.loads(data["knowledge.json"])
    words = json.loads(data["wordings.json"])
    vocabulary = json.loads(data["vocabulary.json"])
    with np.load(io.BytesIO(data["weights.npz"]), allow_pickle=False) as arrays:
        linear, bias, idf = unpack(arrays["linear"], arrays["linear_steps"]), arrays["bias"], arrays["idf"]
        networks = tuple(_network_in(arrays, f"network{i}_") for i in range(manifest["networks"]))
    knowledge = Knowledge(
        tuple(Leaf(*leaf) for leaf in stored["leaves"]),
        Lexicons(stored["attributes"], stored["acts"], stored["units"], _concepts_in(stored["concepts"])),
        json.loads(data["dictionary.json"]),
        {code: frozenset(units) for code, units in stored["unit_families"].items()},
    )
    stage = FirstStage(
        Vocabulary({feature: i for i, feature in enumerate(vocabulary)}, idf),
        Linear(linear, bias, tuple(manifest["codes"])),
        networks,
        Wordings(words["aliases"], words["labelled"], words["written"], by_code(**words)),
    )
    thresholds = manifest["threshold"], manifest.get("strict", 1.0)
    judge = Judge(np.array(manifest["second_look"]), _head_in(manifest["right"]), *thresholds)
    return NamingModel(knowledge, stage, judge)


def _wordings_out(wordings: Wordings) -> dict[str, Any]:
    return {"aliases": wordings.aliases, "labelled": wordings.labelled, "written": wordings.written}


def _concepts_in(stored: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {word: tuple(kinds) for word, kinds in stored.items()}


def _head_out(head: Head) -> dict[str, Any]:
    arrays = {"mean": head.mean, "scale": head.scale, "weights": head.weights}
    return {**{name: values.tolist() for name, values in arrays.items()}, "bias": head.bias}


def _head_in(stored: dict[str, Any]) -> Head:
    mean, scale, weights = (np.array(stored[name]) for name in ("mean", "scale", "weights"))
    return Head(mean, scale, weights, stored["bias"])


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / _MANIFEST
    if not path.is_file():
        raise UsageError("model", "no naming model here", str(folder), "run `zhibiao train --out DIR`")
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if manifest.get("format") != FORMAT:
        raise UsageError("model", f"model format {manifest.get('format')}, expected {FORMAT}", str(folder), "retrain")
    return manifest


def _checked(path: Path, digest: str) -> bytes:
    if not path.is_file():
        raise UsageError("model", "a file of the naming model is missing", str(path), "retrain or reinstall")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise UsageError("model", "a file of the naming model was changed", str(path), "retrain or reinstall")
    return data


def _knowledge_out(knowledge: Knowledge) -> dict[str, Any]:
    return {
        "leaves": [[x.code, x.level1, x.level2, x.name, x.measure, x.units] for x in knowledge.leaves],
        "attributes": knowledge.lexicons.attributes,
        "acts": knowledge.lexicons.acts,
        "units": knowledge.lexicons.units,
        "concepts": knowledge.lexicons.concepts,
        "unit_families": {code: sorted(units) for code, units in sorted(knowledge.units.items())},
    }


def _json(value: Any, indent: int | None = None) -> bytes:
    separators = None if indent else (",", ":")
    return (json.dumps(value, ensure_ascii=False, indent=indent, separators=separators) + "\n").encode()


def _arrays(stage: FirstStage) -> bytes:
    """An npz; numpy writes its members with a fixed date, so equal arrays give equal bytes."""
    stream = io.BytesIO()
    arrays: dict[str, Any] = {"bias": stage.linear.bias, "idf": stage.vocabulary.idf}
    packed = {"linear": stage.linear.weights}
    for i, network in enumerate(stage.networks):
        packed |= {f"network{i}_first": network.first, f"network{i}_second": network.second}
        arrays |= {f"network{i}_hidden_bias": network.hidden_bias, f"network{i}_bias": network.bias}
    for name, matrix in packed.items():
        arrays[name], arrays[f"{name}_steps"] = pack(matrix)
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def _network_in(arrays: Any, front: str) -> Network:
    first, second = (unpack(arrays[front + name], arrays[f"{front}{name}_steps"]) for name in ("first", "second"))
    return Network(first, arrays[front + "hidden_bias"], second, arrays[front + "bias"])
