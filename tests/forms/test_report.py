"""Reports: titles on a cover, numbered sections with the place of every line, tables behind the text."""

from __future__ import annotations

from dumps.check import records_of
from zhibiao.forms.report import read_report
from zhibiao.records.table import Paragraph

TEXT = """附件1
桃花源县教育局2021年度“学前教育发展专项资金”
项目支出绩效自评报告
一、项目概况
县财政局下达我局专项资金680万元，资金到位率100%。项目由县教育局组织实施，覆盖全县十二个乡镇的公办幼儿园，资金实行专账管理、专款专用，由县教育局会同县财政局按进度拨付到各实施单位，并接受审计监督。
二、绩效目标
改扩建公办幼儿园6所，家长满意度不低于90%。
三、项目绩效情况
（一）产出指标完成情况
改扩建公办幼儿园6所，工程验收合格率100%。
（二）满意度
家长满意度为93.5%。
"""
TABLE = """附表：项目支出绩效自评表
项目名称\t学前教育发展专项资金\t主管部门\t桃花源县教育局
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t改扩建公办幼儿园数量\t6所\t6所\t15\t15
\t质量指标\t工程验收合格率\t100%\t100%\t10\t10
满意度指标\t服务对象满意度指标\t家长满意度\t≥90%\t93.5%\t10\t10
"""


def test_a_report_in_front_of_its_table_gives_claims_and_rows() -> None:
    records, _ = records_of((TEXT + TABLE).encode())
    assert [(f.form_no, f.form_kind) for f in records.forms] == [(1, "evaluation_report"), (2, "project")]
    report = records.forms[0]
    assert (report.unit_name, report.project, report.fiscal_year) == ("桃花源县教育局", "学前教育发展专项资金", "2021")
    assert [(c.role, c.metric, c.check) for c in records.claims] == [
        ("budget", "县财政局下达我局专项资金", ""),
        ("rate", "资金到位率", ""),
        ("target", "改扩建公办幼儿园", "reached"),
        ("target", "家长满意度", "reached"),
        ("actual", "改扩建公办幼儿园", ""),
        ("actual", "工程验收合格率", ""),
        ("actual", "家长满意度", ""),
    ]
    assert [r.form_no for r in records.indicators] == [2, 2, 2]


def test_every_claim_has_the_line_it_stands_on() -> None:
    records, _ = records_of(TEXT.encode())
    lines = TEXT.split("\n")
    for claim in records.claims:
        assert claim.place.line is not None
        assert claim.text in lines[claim.place.line - 1]


def test_a_table_under_the_title_of_a_report_is_no_report() -> None:
    records, _ = records_of(("桃花源县教育局项目支出绩效自评报告\n" + TABLE.split("\n", 1)[1]).encode())
    assert "evaluation_report" not in {f.form_kind for f in records.forms}
    assert len(records.indicators) == 3


def test_contents_and_cover_are_no_sections() -> None:
    lines = [
        "附件",
        "桃花源县水利局",
        "部门整体支出绩效评价报告",
        "目  录",
        "一、概况…………………1",
        "二、结论......2",
        "一、概况",
        "全文。",
    ]
    report = read_report([Paragraph(text, line=i) for i, text in enumerate(lines, 1)], 1)
    assert report is not None
    assert report.title == "桃花源县水利局部门整体支出绩效评价报告"
    assert [(s.number, s.heading, s.text) for s in report.sections] == [("一", "概况", "全文。")]
