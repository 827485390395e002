"""Scans through the whole product with an engine whose answers are known."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.scan_pages import FORM, TITLE, PlacedEngine, doubted, form_page, layered_pdf, scanned_pdf
from zhibiao.app.evidence import Options
from zhibiao.app.ocr_job import Job, answer_from_json, answer_to_json, job_from_json, job_to_json, read_job
from zhibiao.app.ocr_pool import Workers, _exchange
from zhibiao.app.pipeline import extract
from zhibiao.records.extraction import Extraction

PAGE, LINES = form_page()
ENGINE = PlacedEngine(LINES)


def read(path: Path, engine: PlacedEngine = ENGINE, **options: object) -> Extraction:
    return extract(path, path.name, None, replace(Options(engine=engine), **options))  # type: ignore[arg-type]


def rows(extraction: Extraction) -> list[tuple[str, str, str, str]]:
    return [(r.level2, r.name, r.half.printed, r.full.printed) for r in extraction.records.indicators]


PRINTED = [(r[1], r[2], r[3], r[4]) for r in FORM[1:]]


def kinds(extraction: Extraction) -> set[str]:
    return {issue.kind for issue in extraction.records.issues}


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.bmp", "a.tif"])
def test_pictures_give_the_records_that_are_printed(tmp_path: Path, name: str) -> None:
    Image.fromarray(PAGE).save(tmp_path / name, dpi=(150, 150))
    found = read(tmp_path / name)
    assert found.status == "done"
    assert rows(found) == PRINTED
    assert found.pages[0].kind == "scan"
    assert "pixels" in found.pages[0].reason
    assert found.records.forms[0].title == TITLE


def test_every_page_of_a_tiff_is_read(tmp_path: Path) -> None:
    pictures = [Image.fromarray(PAGE).convert("1") for _ in range(3)]
    pictures[0].save(
        tmp_path / "a.tif", save_all=True, append_images=pictures[1:], compression="group4", dpi=(150, 150)
    )
    found = read(tmp_path / "a.tif")
    assert [p.number for p in found.pages] == [1, 2, 3]
    assert [[c.text for c in p.tables[0].cells if c.text] for p in found.pages] == [[t for r in FORM for t in r]] * 3


def test_a_scanned_pdf_is_read_and_never_means_never(tmp_path: Path) -> None:
    path = scanned_pdf(tmp_path / "a.pdf", [PAGE])
    found = read(path)
    assert rows(found) == PRINTED
    assert "pictures cover" in found.pages[0].reason
    refused = read(path, ocr="never")
    assert refused.status == "partial"
    assert "page_needs_ocr" in kinds(refused)
    assert refused.records.indicators == ()


def test_a_hidden_layer_that_says_something_else_is_not_believed(tmp_path: Path) -> None:
    wrong = [(quad, "".join("口" if n % 2 else c for n, c in enumerate(text))) for quad, text in LINES]
    found = read(layered_pdf(tmp_path / "a.pdf", PAGE, wrong, hidden=True))
    assert rows(found) == PRINTED
    assert "layer_differs" in kinds(found)
    assert "agrees in" in found.pages[0].reason


def test_a_good_hidden_layer_settles_what_the_engine_doubts(tmp_path: Path) -> None:
    doubt = {"≥92%": doubted("≥82%", 1, 0.55, (("9", 0.4),))}
    engine = PlacedEngine(LINES, doubt)
    found = read(layered_pdf(tmp_path / "a.pdf", PAGE, LINES, hidden=True), engine)
    assert rows(found) == PRINTED
    last = found.records.indicators[-1]
    assert "ocr_repaired" in last.flags
    assert any(r.raw == "≥82%" and r.text == "≥92%" for r in found.pages[0].repairs)
    alone = read(scanned_pdf(tmp_path / "b.pdf", [PAGE]), engine)
    assert alone.records.indicators[-1].full.printed == "≥82%", "a guess alone changes nothing"
    assert "ocr_doubtful" in alone.records.indicators[-1].flags
    assert alone.records.indicators[-1].confidence < last.confidence


def test_a_visible_layer_of_unlikely_characters_is_checked(tmp_path: Path) -> None:
    shifted = [(quad, "".join(chr(ord(c) + 1234) if c > "\u3400" else c for c in text)) for quad, text in LINES]
    many = shifted * 3
    garbled = layered_pdf(tmp_path / "a.pdf", None, many, hidden=False)
    found = read(garbled)
    assert "text_garbled" in kinds(found)
    assert read(layered_pdf(tmp_path / "b.pdf", None, LINES, hidden=False)).pages[0].kind == "text"


def test_a_picture_beside_text_adds_what_the_layer_has_not(tmp_path: Path) -> None:
    head, body = LINES[:1], LINES[1:]
    sheet = PAGE.copy()
    sheet[:200] = 250
    found = read(layered_pdf(tmp_path / "a.pdf", sheet, [*head, *head], hidden=False), PlacedEngine(body))
    assert found.pages[0].kind == "mixed"
    assert "beside the text layer" in found.pages[0].reason
    assert rows(found) == PRINTED


def test_always_reads_the_pixels_of_a_page_with_text(tmp_path: Path) -> None:
    path = layered_pdf(tmp_path / "a.pdf", None, LINES, hidden=False)
    found = read(path, PlacedEngine(()), ocr="always")
    assert "OCR was asked for" in found.pages[0].reason
    assert read(path, PlacedEngine(())).pages[0].kind == "text"


def test_a_blank_page_is_said(tmp_path: Path) -> None:
    Image.fromarray(np.full_like(PAGE, 252)).save(tmp_path / "a.png", dpi=(150, 150))
    found = read(tmp_path / "a.png", PlacedEngine(()))
    assert "page_blank" in kinds(found)
    assert found.status == "partial"


def test_a_page_that_takes_too_long_is_given_up_and_the_others_stay(tmp_path: Path) -> None:
    path = scanned_pdf(tmp_path / "a.pdf", [PAGE, PAGE])
    found = read(path, page_seconds=1e-9)
    assert [i.page for i in found.records.issues if i.kind == "page_timeout"] == [1, 2]
    assert found.status == "partial"
    assert [p.number for p in found.pages] == [1, 2]


def test_a_process_that_hangs_is_stopped() -> None:
    began = time.perf_counter()
    hangs = [sys.executable, "-c", "import time; time.sleep(60)"]
    with subprocess.Popen(hangs, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert _exchange(process, "{}", 0.3) == ("", True)
    assert time.perf_counter() - began < 10


def test_workers_answer_in_processes_of_their_own(tmp_path: Path) -> None:
    path = scanned_pdf(tmp_path / "a.pdf", [PAGE])
    found = extract(path, "a.pdf", None, Options(engine="null", jobs=1))
    assert "page_blank" in kinds(found)
    pool = Workers("nothing", 1)
    try:
        with pytest.raises(Exception, match="no OCR engine is called nothing"):
            pool.submit(Job(path, 1, None, False, 9.0)).result()
    finally:
        pool.close()


def test_jobs_and_answers_survive_the_way_to_a_worker(tmp_path: Path) -> None:
    Image.fromarray(PAGE).save(tmp_path / "a.png", dpi=(150, 150))
    job = Job(tmp_path / "a.png", 1, None, False, 60.0)
    answer = read_job(job, PlacedEngine(LINES, {"≥92%": doubted("≥92%", 1, 0.5, (("8", 0.3),))}))
    assert answer.page is not None
    with_layer = replace(job, layer=answer.page)
    assert job_from_json(json.loads(json.dumps(job_to_json(with_layer)))) == with_layer
    assert answer_from_json(json.loads(json.dumps(answer_to_json(answer)))) == answer


def test_review_lists_the_least_sure_first(tmp_path: Path) -> None:
    from zhibiao.app.run import run

    doubt = {
        "≥92%": doubted("≥92%", 1, 0.5, (("8", 0.3),)),
        "培训班次": doubted("培训班次", 0, 0.9, (("塔", 0.05),)),
    }
    Image.fromarray(PAGE).save(tmp_path / "a.png", dpi=(150, 150))
    scanned_pdf(tmp_path / "b.pdf", [PAGE])
    run(
        [tmp_path / "a.png", tmp_path / "b.pdf"],
        tmp_path / "out",
        Options(engine=PlacedEngine(LINES, doubt)),
        False,
        True,
    )
    with (tmp_path / "out" / "review.csv").open(encoding="utf-8-sig") as handle:
        listed = list(csv.DictReader(handle))
    trust = [float(r["probability"]) for r in listed]
    assert trust == sorted(trust)
    assert [(r["what"], r["reading"]) for r in listed] == [("full", "≥92%")] * 2 + [("name", "培训班次")] * 2
    assert "“8” 30%" in listed[0]["reason"]
    with (tmp_path / "out" / "indicators.csv").open(encoding="utf-8-sig") as handle:
        records = {r["record_id"]: r for r in csv.DictReader(handle)}
    assert all(r["record_id"] in records for r in listed)
    assert all(float(records[r["record_id"]]["read_confidence"]) <= float(r["probability"]) for r in listed)


def test_text_layers_are_certain(tmp_path: Path) -> None:
    found = read(layered_pdf(tmp_path / "a.pdf", None, LINES, hidden=False))
    assert all(cell.confidence == 1.0 for table in found.tables for cell in table.cells)
