"""Pages of every style that this program lays out itself: tiling, boxes, tearing, and what the PDF shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from zhibiao.records.errors import DocumentError, UsageError
from zhibiao.records.text import tidy
from zhibiao.typeset import metrics
from zhibiao.typeset.build import compose_for
from zhibiao.typeset.draw import write_pdf
from zhibiao.typeset.grid import Grid, GridCell, TableBlock
from zhibiao.typeset.metrics import CID, FILES, tokens, wrap
from zhibiao.typeset.page_flow import PageFlow, lay_out
from zhibiao.typeset.style import PlacedPage, PlacedTable, Style
from zhibiao.typeset.styles import STYLES
from zhibiao.typeset.truth import pieces_of
from zhibiao.typeset.verify import check, differences

pytest.importorskip("reportlab", reason="pip install reportlab")
OWN = [s for s in STYLES if s.producer == "reportlab"]


def usable(style: Style) -> Style:
    if style.font not in CID and not Path(FILES[style.font][0]).exists():
        pytest.skip(f"apt-get install {FILES[style.font][2]}")
    return style


def laid_out(style: Style, number: int) -> tuple[PlacedPage, ...]:
    return lay_out(compose_for(style, 5, number), usable(style))


def fault(table: PlacedTable) -> str:
    """Why the pieces do not tile the page's table, or an empty string."""
    cells = tuple(
        GridCell(p.row, p.cell.col, p.text, p.rowspan, p.cell.colspan) for p in table.pieces
    )  # fmt: skip
    return Grid(tuple(1.0 for _ in table.xs[1:]), cells).fault()


@pytest.mark.parametrize("style", OWN, ids=lambda s: s.name)
@pytest.mark.parametrize("number", [0, 3])
def test_pieces_tile_and_boxes_stay_on_the_page(style: Style, number: int) -> None:
    for page in laid_out(style, number):
        pieces = [p for t in page.tables for p in t.pieces]
        assert [fault(t) for t in page.tables] == [""] * len(page.tables)
        for i, piece in enumerate(pieces):
            box = piece.box
            assert 0 < box.x0 < box.x1 < page.width
            assert 0 < box.y0 < box.y1 < page.height
            assert all(box.overlap(other.box) < 0.5 for other in pieces[:i])


@pytest.mark.parametrize("style", OWN, ids=lambda s: s.name)
@pytest.mark.parametrize("number", [0, 1])
def test_pieces_of_a_cell_give_its_text(style: Style, number: int) -> None:
    book = compose_for(style, 6, number)
    pages = lay_out(book, usable(style))
    for index, grid in enumerate(book.grids):
        placed = pieces_of(index, pages)
        for cell in grid.cells:
            parts = [piece.text for _, piece in placed[(cell.row, cell.col)]]
            whole = tidy(cell.text)
            again = style.label_again and cell.role == "label"
            ends = [i for i in range(1, len(parts) + 1) if "".join(parts[:i]) == whole]
            assert ends
            assert set(parts[ends[0] :]) <= ({"", whole} if again else {""})


@pytest.mark.parametrize("style", OWN, ids=lambda s: s.name)
def test_the_pdf_shows_each_text_in_its_box(style: Style, tmp_path: Path) -> None:
    pages = laid_out(style, 2)
    path = tmp_path / "a.pdf"
    write_pdf(pages, style, path)
    assert list(differences(path, pages, style.watermark)) == []


def test_a_wrong_layout_is_noticed(tmp_path: Path) -> None:
    style = STYLES[2]
    pages = laid_out(style, 1)
    path = tmp_path / "a.pdf"
    write_pdf(pages, style, path)
    table = pages[0].tables[0]
    wrong = replace(table, pieces=(replace(table.pieces[0], text="别的内容"), *table.pieces[1:]))
    changed = (replace(pages[0], tables=(wrong, *pages[0].tables[1:])), *pages[1:])
    with pytest.raises(DocumentError, match="别的内容"):
        check(path, changed, style)
    with pytest.raises(DocumentError, match="pages"):
        check(path, pages[:0], style)


def one_column(style: Style, *cells: GridCell) -> tuple[PlacedPage, ...]:
    flow = PageFlow(style, metrics.measure(style.font))
    width = max(c.col + c.colspan for c in cells)
    return flow.run([TableBlock(0, Grid(tuple(1.0 for _ in range(width)), cells, 1))])


BASE = Style("t", "reportlab", "stsong", (), page=(300, 160), margin=(40, 30), size=10, leading=1.2, pad=(2, 2))
LONG = "一二三四五六七八九十" * 30


def test_a_long_cell_is_cut_and_nothing_is_lost() -> None:
    pages = one_column(replace(BASE, cut_rows=True), GridCell(0, 0, "头"), GridCell(1, 0, LONG))
    texts = [p.text for page in pages for t in page.tables for p in t.pieces if p.cell.row == 1]
    assert len(texts) >= 2
    assert "".join(texts) == LONG


def test_the_header_is_repeated_only_where_the_style_says_so() -> None:
    rows = [GridCell(i, 0, str(i)) for i in range(1, 15)]
    for again in (True, False):
        pages = one_column(replace(BASE, repeat_header=again), GridCell(0, 0, "头", role="head"), *rows)
        heads = [p for page in pages for t in page.tables for p in t.pieces if p.text == "头"]
        assert len(pages) > 1
        assert len(heads) == (len(pages) if again else 1)
        assert sum(p.repeated for p in heads) == len(heads) - 1


def test_a_merged_label_is_printed_again_on_the_next_page() -> None:
    cells = [GridCell(0, 0, "头"), GridCell(0, 1, "头"), GridCell(1, 0, "标签", 14, role="label")]
    cells += [GridCell(i, 1, str(i)) for i in range(1, 15)]
    for again in (True, False):
        pages = one_column(replace(BASE, label_again=again), *cells)
        labels = [p.text for page in pages for t in page.tables for p in t.pieces if p.cell.text == "标签"]
        assert labels == ["标签", *(["标签"] if again else [""]) * (len(pages) - 1)]


def test_marks_do_not_begin_a_line_and_numbers_stay_whole() -> None:
    def ruler(text: str, size: float) -> float:
        return size * len(text)

    assert tokens("“甲”（乙）。≥95%丙") == ["“甲”", "（乙）。", "≥95%", "丙"]
    lines = wrap("甲乙丙丁，戊己≥13459.00平方米", 9 * 5, 9, ruler)
    assert "".join(lines) == "甲乙丙丁，戊己≥13459.00平方米"
    assert not any(line.startswith("，") for line in lines)
    assert wrap("", 100, 9, ruler) == []


def test_a_missing_font_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(metrics.FILES, "zenhei", ("/nowhere/x.ttc", 0, "fonts-wqy-zenhei"))
    with pytest.raises(UsageError, match="apt-get install fonts-wqy-zenhei") as caught:
        metrics.font_name("zenhei")
    assert "\n" not in caught.value.line()
