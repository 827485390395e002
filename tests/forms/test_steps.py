"""Single steps: alignment, repair, duplicates, cut names, doubts, tables printed as text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dumps.check import records_of
from zhibiao.forms.align import align
from zhibiao.forms.duplicates import duplicates_of
from zhibiao.forms.grid import Row, Token
from zhibiao.forms.headers import Columns, read_header
from zhibiao.forms.join_names import join_cut_names
from zhibiao.forms.pieces import pieces_of
from zhibiao.forms.repair import repair_labels
from zhibiao.forms.rows import Label, PrintedRow
from zhibiao.forms.stream_rows import rows_of_stream
from zhibiao.records.extraction import Records
from zhibiao.records.form import Place
from zhibiao.records.table import Cell
from zhibiao.records.target import parse_target

HEADER = ("一级指标", "二级指标", "三级指标", "半年指标值", "全年指标值")
CELLS = st.sampled_from(
    ["产出指标", "数量指标", "质量指标", "培训人数", "≥95%", "=3次", "较好", "完成及时率", "2", "……", "某项工作情况"]
)


def row(*cells: str, number: int = 0) -> Row:
    tokens = tuple(Token(Cell(number, col, text)) for col, text in enumerate(cells) if text)
    return Row(0, number, tokens, geometry=False, width=len(cells))


def columns(*names: str) -> Columns:
    found = read_header(row(*names))
    assert found
    return found


def printed(name: str, level2: str = "", full: str = "≥1次", **more: object) -> PrintedRow:
    return PrintedRow(
        Place(), Label("过程"), Label(level2), "", "", name, name, full=parse_target(full), geometry=False, **more
    )  # type: ignore[arg-type]


def read(text: str) -> Records:
    return records_of(text.encode())[0]


@given(st.lists(CELLS, min_size=1, max_size=9), st.integers(0, 4))
def test_alignment_keeps_order_and_invents_nothing(texts: list[str], shift: int) -> None:
    aligned = align(row(*[""] * shift, *texts), columns(*HEADER))
    places = [token.col for _, token in aligned.cells]
    assert places == sorted(places)
    assert [c.col for c, _ in aligned.cells] == sorted({c.col for c, _ in aligned.cells})
    assert all(token.text in texts for _, token in aligned.cells)


@pytest.mark.parametrize("shift", range(6))
def test_a_shifted_row_finds_its_columns(shift: int) -> None:
    aligned = align(row(*[""] * shift, "培训人数", "≥50人", "≥100人"), columns(*HEADER))
    assert (aligned.text("name"), aligned.text("half"), aligned.text("full")) == ("培训人数", "≥50人", "≥100人")


def test_an_empty_slot_that_moved_stays_a_label() -> None:
    aligned = align(row("", "", "生态效益指标"), columns(*HEADER))
    assert aligned.text("level2") == "生态效益指标"


LEVELS = ("预算执行", "预算管理", "资产管理", "人员管理")
NAMES = st.sampled_from(
    ["预算执行率", "预算调整率", "资金使用合规性", "固定资产利用率", "在职人员控制率", "某项工作完成率"]
)


@given(st.lists(st.tuples(NAMES, st.sampled_from(LEVELS)), min_size=1, max_size=20))
def test_repair_invents_no_label_and_keeps_their_order(rows: list[tuple[str, str]]) -> None:
    ordered = [printed(name, level) for name, level in sorted(rows, key=lambda r: LEVELS.index(r[1]))]
    labels = [r.level2.text for r in ordered]
    found = [b.level2.text for b in repair_labels(ordered, duties=False)]
    assert set(found) <= set(labels)
    assert [LEVELS.index(x) for x in found] == sorted(LEVELS.index(x) for x in found)


def test_repair_moves_a_drifted_label_back() -> None:
    names = ["预算执行率", "预算调整率", "资金使用合规性", "基础信息完善性"]
    rows = [printed(n, "预算执行" if i < 3 else "预算管理") for i, n in enumerate(names)]
    assert [b.level2.text for b in repair_labels(rows, duties=False)] == [
        "预算执行",
        "预算执行",
        "预算管理",
        "预算管理",
    ]


def test_tables_with_true_spans_are_left_alone() -> None:
    from dataclasses import replace

    rows = [
        replace(printed(n, level), geometry=True)
        for n, level in (("资金使用合规性", "预算执行"), ("预算执行率", "预算管理"))
    ]
    assert [b.level2.text for b in repair_labels(rows, duties=False)] == ["预算执行", "预算管理"]


def test_long_tables_are_repaired_in_linear_time() -> None:
    rows = [printed(f"完成第{i}项工作", f"负责第{i // 3}项职能") for i in range(2000)]
    assert len(repair_labels(rows, duties=True)) == 2000


def test_duplicates_point_to_their_first_printing() -> None:
    rows = [printed("甲"), printed("乙"), printed("甲"), printed("乙", full="≥2次"), printed("甲")]
    assert duplicates_of(rows) == [None, None, 0, None, 0]


def test_a_name_over_two_rows_is_joined() -> None:
    rows = [printed("工程质量合格率"), printed("畜禽粪污综"), printed("合利用率", full=""), printed("群众满意度")]
    assert [(r.name, was) for r, was in join_cut_names(rows)] == [
        ("工程质量合格率", False), ("畜禽粪污综合利用率", True), ("群众满意度", False)]  # fmt: skip


def test_a_complete_name_without_a_target_stays_a_row() -> None:
    rows = [printed("工程质量合格率"), printed("新增床位数量"), printed("带动就业人数", full=""), printed("群众满意度")]
    assert len(join_cut_names(rows)) == 4


FORM = "项目支出绩效目标表\n项目名称\t甲项目\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t建设房屋\t2栋\n"


def test_a_target_without_a_name_is_said_with_its_place() -> None:
    issues = [
        i
        for i in read(FORM + "\t质量指标\t\t≥95%\n满意度指标\t满意度指标\t满意度\t90%\n").issues
        if i.kind == "target_without_name"
    ]
    assert [(i.line, "≥95%" in i.message) for i in issues] == [(5, True)]


def test_cells_that_fit_nowhere_are_said() -> None:
    records = read(FORM + "\t质量指标\t合格率\t95%\t第五格\t第六格\n")
    assert [i.line for i in records.issues if i.kind == "cell_without_column"] == [5]


def test_an_unknown_table_is_said() -> None:
    assert "unknown_form" in {i.kind for i in read("甲\t乙\n1\t2\n3\t4\n5\t6\n").issues}


def test_a_file_that_ends_without_the_last_target_is_truncated() -> None:
    rows = "\t质量指标\t合格率\t95%\n\t时效指标\t完成时间\t12月\n\t成本指标\t总成本\t5万元\n满意度指标\t满意度指标\t群众满意度\t"
    assert "truncated_file" in {i.kind for i in read(FORM + rows + "\n").issues}
    assert "truncated_file" not in {i.kind for i in read(FORM + rows + "90%\n").issues}


def test_rows_are_found_again_in_a_stream_of_cells() -> None:
    texts = [
        "产出指标",
        "数量指标",
        "培训人数",
        "≥50人",
        "≥100人",
        "培训场次",
        "≥1次",
        "≥2次",
        "质量指标",
        "合格率",
        "≥9%",
        "≥98%",
    ]
    places = rows_of_stream(texts, columns(*HEADER), [None] * len(texts))
    assert places == [(0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2), (2, 3), (2, 4)]


@given(st.lists(CELLS, max_size=30))
def test_a_stream_keeps_every_cell_in_order(texts: list[str]) -> None:
    places = rows_of_stream(texts, columns(*HEADER), [None] * len(texts))
    assert len(places) == len(texts)
    assert places == sorted(places)


def test_cells_run_together_are_cut_at_levels_and_targets() -> None:
    text = "产出指标数量指标农村义务教育学校改造覆盖率100%质量指标验收合格率≥98%"
    assert pieces_of(text) == [
        "产出指标",
        "数量指标",
        "农村义务教育学校改造覆盖率",
        "100%",
        "质量指标",
        "验收合格率",
        "≥98%",
    ]


@given(st.text(alphabet="产出指标数量质时效≥%0123456789 改造率。\n", min_size=1, max_size=60))
def test_cutting_loses_no_character(text: str) -> None:
    assert "".join("".join(pieces_of(text)).split()) == "".join(text.split())


def test_both_terms_side_by_side_and_below_each_other() -> None:
    beside = read("项目支出绩效目标表\n项目名称\t甲\n一级指标\t二级指标\t三级指标\t实施期指标值\t二级指标\t三级指标\t年度指标值\n"
                  "产出指标\t数量指标\t建房\t10栋\t数量指标\t建房\t2栋\n\t质量指标\t合格率\t99%\t质量指标\t优良率\t95%\n")  # fmt: skip
    assert [(r.name, r.mid_term.value, r.full.value) for r in beside.indicators] == [
        ("建房", Decimal(10), Decimal(2)), ("合格率", Decimal(99), None), ("优良率", None, Decimal(95))]  # fmt: skip
    assert {r.level1 for r in beside.indicators} == {"产出指标"}
