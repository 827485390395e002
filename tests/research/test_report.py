"""The report: self-contained, safe, complete; what it lists is what was counted."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from research_rows import archive, form, row
from zhibiao.research.compute import measure
from zhibiao.research.measures import all_parts
from zhibiao.research.model import Money, Statement
from zhibiao.research.report.charts import bar, histogram
from zhibiao.research.report.findings import findings, why_safe
from zhibiao.research.report.page import page
from zhibiao.research.report.pdf import browser, print_pdf
from zhibiao.research.report.words import definition, title

GOLD = Path(__file__).parents[2] / "corpora" / "gold" / "seeds"


@pytest.fixture(scope="module")
def html() -> str:
    from zhibiao.research.read import read_archive

    return page(measure(read_archive(GOLD)), "目标质量报告")


def test_nothing_is_loaded_from_anywhere(html: str) -> None:
    assert re.findall(r"(?:src|href)=\"(?!#|data:)[^\"]*\"|url\(|@import|https?://", html) == []


def test_every_link_leads_somewhere(html: str) -> None:
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r'id="([^"]+)"', html))


def test_quantified_share_stands_beside_vagueness_and_divergence(html: str) -> None:
    quality = html[html.index('id="quality"') :]
    assert re.findall(r"<small>(M\d+) ", quality)[:3] == ["M1", "M5", "M13"]


def test_rows_behind_a_figure(html: str) -> None:
    """The three harms that 002 tolerates are listed under their figure."""
    block = html[html.index(title("M19.harm")) :]
    for name in ("系统运行事故发生频率", "公众敏感数据泄露事件发生次数", "上级安全通报次数"):
        assert name in block[:4000]


def test_texts_of_documents_cannot_become_markup() -> None:
    rows = [replace(row("<script>alert(1)</script>率", "≥90%"), printed='"><img src=x>')]
    found = page(measure(archive(rows, [form(1, project="<b>甲</b>")])), "<i>题</i>")
    assert "<script>alert" not in found
    assert "<img src=x" not in found
    assert "<i>题" not in found


def test_every_part_has_chinese_words() -> None:
    for key in all_parts():
        assert title(key)
        assert definition(key)


def test_an_archive_without_rows_gives_a_page() -> None:
    assert "没有发现" in page(measure(archive([], [form(1)])), "空")


def test_findings_of_each_kind() -> None:
    rows = [
        row("改造面积", "90平方米"),
        row("改造面积", "80平方米"),
        row("合格率", "≥0%", "OU-QL-01"),
        row("完成率", "≥120%", "OU-QN-01"),
        *(row("满意度", "≥90%", form_no=n) for n in (1, 2, 3)),
    ]
    text = "保障机关办公用房正常运行，及时完成各项维修改造任务，提高满意度。"
    forms = [form(n, project=f"项目{n}", objective_annual=text if n < 3 else "") for n in (1, 2, 3)]
    money = [
        Money("a", 1, ("支出", "项目支出"), full_year=5e4),
        Money("a", 1, ("支出", "项目支出", "甲"), full_year=4e4),
    ]
    said = [Statement("a", 1, "三", "甲", "评分", "2021", "score", "=", 108.0, "分", "", "above_scale", 100.0)]
    given = replace(archive(rows, forms, money), statements=said)
    counts = {kind: len(items) for kind, items in findings(measure(given)).items()}
    assert counts == {"sum": 1, "conflict": 1, "report": 1, "safe": 1, "impossible": 1, "reused": 1, "copied": 1}


@pytest.mark.parametrize(
    ("name", "target", "code", "safe"),
    [
        ("合格率", "≥0%", "OU-QL-01", True),
        ("合格率", "≥90%", "OU-QL-01", False),
        ("制度健全性", "健全", "PR-BM-01", True),
        ("变动率", "≥0%", "PR-BE-07", False),
        ("公用经费控制率", "≤100%", "PR-BE-06", False),
    ],
)
def test_targets_that_cannot_be_missed(name: str, target: str, code: str, safe: bool) -> None:
    assert bool(why_safe(row(name, target, code))) is safe


def test_bars_show_their_interval_and_never_leave_their_box() -> None:
    assert "区间" in bar(0.5, 0.4, 0.6)
    assert "区间" not in bar(0.5, 0.5, 0.5)
    assert "width:100.00%" in bar(1.7, 1.6, 1.8)


def test_a_histogram_of_nothing_is_nothing() -> None:
    assert histogram([("1", 0, False)]) == ""


@pytest.mark.slow
def test_the_page_prints_with_chinese_characters(html: str, tmp_path: Path) -> None:
    if browser() is None:
        pytest.skip("no Chromium browser is installed")
    import pypdfium2

    source, out = tmp_path / "report.html", tmp_path / "report.pdf"
    source.write_text(html, "utf-8")
    assert print_pdf(source, out) == ""
    document = pypdfium2.PdfDocument(out)
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    assert "目标质量报告" in text
