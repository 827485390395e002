"""A line in which the cells of a table run together, cut at header words, level words and targets."""

from __future__ import annotations

import re
from functools import lru_cache

from zhibiao.forms.levels import LEVEL1, LEVEL2, level1_class, level2_class
from zhibiao.forms.vocabulary import column_role, is_money_label, label_field
from zhibiao.records.text import tidy

_LONGEST_LINE = 60_000
_HEADER_WORDS = [
    "一级指标",
    "二级指标",
    "三级指标",
    "一级目标",
    "二级目标",
    "三级目标",
    "指标名称",
    "指标内容",
    "绩效内容",
    "半年指标值",
    "全年指标值",
    "半年（程）指标值",
    "全年（程）指标值",
    "年度指标值",
    "年度目标值",
    "半年目标值",
    "全年目标值",
    "绩效指标值",
    "绩效指标性质",
    "绩效度量单位",
    "指标目标值",
    "绩效目标值",
    "实施期指标值",
    "当年预期实现值",
    "指标值",
    "目标值",
    "实际完成值",
    "全年完成值",
    "计算符号",
    "比较符号",
    "计量单位",
    "度量单位",
    "分值权重",
    "权重",
    "分值",
    "得分",
    "参考标准",
    "绩效标准",
    "备注",
    "指标解释",
    "评分标准",
    "偏差原因分析及改进措施",
    "前年指标值",
    "上年指标值",
    "重点工作",
    "对应项目",
    "序号",
    "本年指标值",
]
_LABEL_WORDS = [
    "项目名称",
    "主管部门及代码",
    "主管部门",
    "实施单位",
    "项目总金额（万元）",
    "年度资金总额（万元）",
    "其中：财政拨款",
    "其中：省级财政（万元）",
    "市级财政（万元）",
    "其他资金",
    "开始时间",
    "完成时间",
    "计划开始时间",
    "计划结束时间",
    "计划开始日期",
    "计划完成日期",
    "项目概况",
    "中长期绩效目标",
    "年度绩效目标",
    "年度总体目标",
    "项目总目标",
    "年度目标",
    "单位名称",
    "单位主要职能",
    "中长期目标",
]
_UNITS = (
    r"(?:%|％|‰|万?元(?:[/·每](?:人次|人|年|月|户|亩|张|册|场次|场|项|座|吨|公里|平方米|次|天|生|学期|小时))*|台\(套\)|台（套）|人次|人·月|平方米|平方公里|公里|千米|万亩|亩|辆次|剂次|场次|批次|台套|小时|分钟|工作日|"
    r"个月|万头(?:（只）|\(只\))?|月|年|天|日|个|人|次|份|场|期|家|户|项|件|条|座|处|套|台|辆|米|吨|名|篇|册|张|所|栋|元)"
)
_TARGET = re.compile(
    rf"(?:[≥≤≧≦＝=<>]=?|不低于|不少于|不超过|不高于)\s*\d[\d,.]*\s*{_UNITS}?|\d[\d,.]*\s*[%％]|20\d\d年\d{{1,2}}月(?:底|初|末)?(?:之?前)?"
)
_LEVELS = sorted(
    {f"{w}指标" for w in LEVEL2} | {f"产出{w}指标" for w in ("数量", "质量", "时效", "成本", "进度")}
    | {w for w in LEVEL1 if w.endswith(("指标", "目标"))}, key=len, reverse=True,
)  # fmt: skip
_LEVEL = re.compile("|".join(map(re.escape, _LEVELS)))
_HEADER = re.compile(
    "(?:" + "|".join(map(re.escape, sorted(_HEADER_WORDS, key=len, reverse=True))) + r")(?:[(（][^()（）]{1,6}[)）])?"
)
_LABEL = re.compile("|".join(map(re.escape, sorted(_LABEL_WORDS, key=len, reverse=True))))
_AMOUNT = re.compile(r"^\d[\d,]*(?:\.\d+)?(?:万?元)?$")
_SENTENCE_MARK = re.compile(r"[，。；]")
_HEADER_RUN = re.compile(rf"(?:{_HEADER.pattern}){{3,}}")
_GRADE = re.compile(
    r"(?<=[率度性数量况响平力高])(明显提升|有效改善|较好|逐步提高|显著|持续增强|明显|长期|较高|有效|健全|良好|提升|改善|提高|及时|合格|完善|规范|高|优|良)$"
)


def pieces_of(text: str) -> list[str]:
    """The cells that a paragraph holds; a paragraph that is one cell, or running text, stays whole."""
    lines = [line for line in re.split(r"\n", text) if line.strip()]
    return [piece for line in lines for piece in _cut_line(line)] or [text]


def is_spaced_header(text: str) -> bool:
    """True for column names on one line with single blanks between them."""
    words = text.split()
    return len(words) >= 3 and len(text) <= 200 and all(column_role(w) for w in words)


def _cut_line(line: str) -> list[str]:
    if len(line) > _LONGEST_LINE:
        return [line]
    blanks = _by_blanks(line)
    if blanks:
        return blanks
    text = tidy(line)
    run = _HEADER_RUN.search(text)
    if run:
        return [
            *_cut_labels(text[: run.start()]),
            *(m[0] for m in _HEADER.finditer(run[0])),
            *_cut_rows(text[run.end() :]),
        ]
    return _cut_rows(text) if _begins_with_level(text) else [line]


def _by_blanks(line: str) -> list[str]:
    """Cells held apart by single blanks, if the line is a header or begins with a level."""
    words = line.split()
    if len(words) < 2:
        return []
    header = len(words) >= 3 and all(column_role(w) for w in words)
    labelled = bool(level1_class(words[0]) or level2_class(words[0]))
    ends = bool(_TARGET.fullmatch(words[-1]) or _TARGET.fullmatch(words[-2]))
    fields = len(words) in (2, 4) and all(label_field(w) or is_money_label(w) for w in words[::2])
    amounts = bool(_AMOUNT.match(words[-1])) and not any(_SENTENCE_MARK.search(w) for w in words)
    amounts = amounts or all(is_money_label(w) for w in words)
    row = (labelled or ends or amounts) and len(words) <= 12
    return words if header or fields or (row and "。" not in line) else []


@lru_cache(maxsize=1024)
def _begins_with_level(text: str) -> bool:
    match = _LEVEL.match(text)
    return bool(match) and match.end() < len(text) if match else False


def _cut_labels(text: str) -> list[str]:
    """The header block before the column names: labels and what stands between them."""
    return _cut_at(text, _LABEL)


def _cut_rows(text: str) -> list[str]:
    """Rows without marks: levels and targets are cells, what stands between them is a name."""
    pieces: list[str] = []
    for part in _cut_at(text, _LEVEL):
        if _LEVEL.fullmatch(part):
            pieces.append(part)
            continue
        for piece in _cut_at(part, _TARGET):
            graded = None if _TARGET.fullmatch(piece) else _GRADE.search(piece)
            pieces += [piece[: graded.start()], graded[0]] if graded and graded.start() else [piece]
    return pieces


def _cut_at(text: str, pattern: re.Pattern[str]) -> list[str]:
    """`text` cut before and behind every match; blank parts left out."""
    parts, at = [], 0
    for match in pattern.finditer(text):
        parts += [text[at : match.start()], match[0]]
        at = match.end()
    return [p for p in (*parts, text[at:]) if p.strip()]
