"""The command line with the real OCR engine on a few pages."""

from __future__ import annotations

import csv
import json
import re
import zlib
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.scan_pages import form_page, layered_pdf
from zhibiao.app.cli import main
from zhibiao.ocr.raster import page_images

SAMPLE = Path(__file__).parents[2] / "corpora" / "samples" / "scan.pdf"
GOLD = Path(__file__).parents[2] / "corpora" / "gold" / "samples_scan"
needs_engine = pytest.mark.skipif(
    find_spec("rapidocr") is None or find_spec("onnxruntime") is None, reason="rapidocr is not installed"
)


def sheet(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def huge_png(path: Path, side: int) -> Path:
    """A white PNG of side x side pixels, a few hundred kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return len(data).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)

    row = b"\0" + b"\xff" * ((side + 7) // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = side.to_bytes(4) * 2 + bytes([1, 0, 0, 0, 0])
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b""))
    return path


@needs_engine
@pytest.mark.engine
def test_a_folder_of_scans_of_every_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = next(iter(page_images(SAMPLE)))
    picture, dots = Image.fromarray(page.image), (page.dpi, page.dpi)
    folder = tmp_path / "in"
    folder.mkdir()
    blank = Image.fromarray(np.full((1754, 1240), 252, dtype=np.uint8))
    picture.save(folder / "book.tif", save_all=True, append_images=[blank.convert("RGB")], dpi=dots)
    (folder / "scan.pdf").write_bytes(SAMPLE.read_bytes())
    layered_pdf(folder / "hidden.pdf", form_page()[0], form_page()[1], hidden=True)
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    huge_png(folder / "huge.png", 20_000)
    assert main(["run", str(folder), "--out", str(tmp_path / "out"), "--no-names", "--engine", "rapidocr"]) == 3
    out = tmp_path / "out"
    status = {Path(r["source"]).name: r["status"] for r in sheet(out, "documents")}
    assert status == {
        "book.tif": "done", "scan.pdf": "done", "hidden.pdf": "partial", "broken.png": "failed", "huge.png": "failed",
    }  # fmt: skip
    found = {(Path(r["source"]).name, r["kind"]) for r in sheet(out, "issues")}
    assert {("broken.png", "damaged_image"), ("huge.png", "image_too_large"), ("book.tif", "page_blank")} <= found
    assert ("hidden.pdf", "layer_differs") in found, "its picture shows no writing, whatever the layer says"
    gold = [r["name"] for r in sheet(GOLD, "indicators")]
    for name in ("book.tif", "scan.pdf"):
        names = [r["name"] for r in sheet(out, "indicators") if Path(r["source"]).name == name]
        assert names == gold
    trust = [float(r["read_confidence"]) for r in sheet(out, "indicators")]
    assert all(0 < t < 1 for t in trust)
    assert "broken.png" in capsys.readouterr().err


@needs_engine
@pytest.mark.engine
def test_the_tables_of_a_picture_are_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = next(iter(page_images(SAMPLE)))
    Image.fromarray(page.image).save(tmp_path / "scan.png", dpi=(page.dpi, page.dpi))
    out, drawn = tmp_path / "t.json", tmp_path / "p.png"
    assert main(["tables", str(tmp_path / "scan.png"), "--out", str(out), "--show", str(drawn)]) == 0
    shape = json.loads(out.read_text("utf-8"))
    assert shape["pages"][0]["kind"] == "scan"
    texts = [c["text"] for t in shape["tables"] for c in t["cells"]]
    assert "产出指标" in texts
    picture = Image.open(drawn)
    assert picture.width == pytest.approx(shape["pages"][0]["width"] * 2, abs=2)
    colours = np.asarray(picture.convert("RGB")).reshape(-1, 3)
    assert (np.abs(colours.astype(int) - (30, 90, 220)).sum(axis=1) < 30).sum() > 1000, "cells are drawn"
    assert re.search(r"\d+ tables on 1 pages", capsys.readouterr().out)


def test_without_ocr_every_loss_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "scan.pdf").write_bytes(SAMPLE.read_bytes())
    Image.fromarray(form_page()[0]).save(tmp_path / "scan.png")
    assert main(["run", str(tmp_path), "--out", str(tmp_path / "out"), "--no-names", "--quiet", "--ocr", "never"]) == 3
    found = {(Path(r["source"]).name, r["kind"]) for r in sheet(tmp_path / "out", "issues")}
    assert {("scan.pdf", "page_needs_ocr"), ("scan.png", "image_file")} <= found
    assert "scan.png" in capsys.readouterr().err
    assert [r["what"] for r in sheet(tmp_path / "out", "review")] == ["page"]


def test_missing_packages_are_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhibiao.app.ocr_pool._NEEDED", ("cv2", "no_such_package"))
    (tmp_path / "scan.pdf").write_bytes(SAMPLE.read_bytes())
    assert main(["run", str(tmp_path / "scan.pdf"), "--out", str(tmp_path / "out"), "--no-names", "--quiet"]) == 3
    said = [r["message"] for r in sheet(tmp_path / "out", "issues") if r["kind"] == "ocr_not_installed"]
    assert len(said) == 1
    assert "no_such_package" in said[0]
    assert "pip install" in said[0]
