"""The model as data: JSON and npz files with their SHA-256 hashes in `manifest.json`; nothing is executed."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np

from zhibiao.naming.decide import Calibration
from zhibiao.naming.lexicons import Lexicons
from zhibiao.naming.linear import Linear
from zhibiao.naming.model import Knowledge, NamingModel, Parameters
from zhibiao.naming.nearest import Wordings, by_code
from zhibiao.naming.taxonomy import Leaf
from zhibiao.naming.vectors import Vocabulary
from zhibiao.records.errors import UsageError

FORMAT = 1
_MANIFEST = "manifest.json"


def save(model: NamingModel, out: Path, inputs: dict[str, str]) -> None:
    """Writes the model into folder `out`; `inputs` are the hashes of what it was trained on."""
    out.mkdir(parents=True, exist_ok=True)
    knowledge, parameters = model.knowledge, model.parameters
    files = {
        "knowledge.json": _json(_knowledge_out(knowledge)),
        "dictionary.json": _json(knowledge.dictionary),
        "wordings.json": _json({"aliases": parameters.wordings.aliases, "labelled": parameters.wordings.labelled}),
        "vocabulary.json": _json(sorted(parameters.vocabulary.columns)),
        "weights.npz": _arrays(parameters),
    }
    manifest = {
        "format": FORMAT,
        "temperature": parameters.calibration.temperature,
        "rest": parameters.calibration.rest,
        "threshold": parameters.threshold,
        "codes": list(parameters.linear.codes),
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
        weights = np.ascontiguousarray(arrays["linear"].astype(np.float32))
        bias, idf, second = arrays["bias"].astype(np.float32), arrays["idf"], arrays["second"]
    knowledge = Knowledge(
        tuple(Leaf(*leaf) for leaf in stored["leaves"]),
        Lexicons(stored["attributes"], stored["acts"], stored["units"]),
        json.loads(data["dictionary.json"]),
        {code: frozenset(units) for code, units in stored["unit_families"].items()},
    )
    parameters = Parameters(
        Vocabulary({feature: i for i, feature in enumerate(vocabulary)}, idf),
        Linear(weights, bias, tuple(manifest["codes"])),
        Wordings(words["aliases"], words["labelled"], by_code(words["aliases"], words["labelled"])),
        second,
        Calibration(manifest["temperature"], manifest["rest"]),
        manifest["threshold"],
    )
    return NamingModel(knowledge, parameters)


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
        "unit_families": {code: sorted(units) for code, units in sorted(knowledge.units.items())},
    }


def _json(value: Any, indent: int | None = None) -> bytes:
    separators = None if indent else (",", ":")
    return (json.dumps(value, ensure_ascii=False, indent=indent, separators=separators) + "\n").encode()


def _arrays(parameters: Parameters) -> bytes:
    """An npz; numpy writes its members with a fixed date, so equal arrays give equal bytes."""
    stream = io.BytesIO()
    np.savez_compressed(
        stream,
        linear=parameters.linear.weights.astype(np.float16),
        bias=parameters.linear.bias.astype(np.float16),
        idf=parameters.vocabulary.idf,
        second=parameters.weights,
    )
    return stream.getvalue()
