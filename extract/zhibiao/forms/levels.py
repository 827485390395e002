"""Level-1 and level-2 classes of the official frameworks in one vocabulary.

Sources: 财预〔2013〕53号, 财预〔2015〕88号, 财预〔2020〕10号, 财预〔2021〕101号, the Jiangsu department form.
"""

from __future__ import annotations

import re
from functools import lru_cache

from zhibiao.records.text import key

_NOT_A_WORD = re.compile(r"[()\[\]\s:·\d.、,]|^(?:[一二三四五六七八九十]+|\d+)[、.]")

LEVEL1: dict[str, str] = {
    "决策": "决策", "项目决策": "决策", "决策指标": "决策",
    "投入": "投入", "投入指标": "投入", "投入管理": "投入", "投入和管理": "投入", "投入与管理": "投入",
    "过程": "过程", "项目过程": "过程", "项目管理": "过程", "过程指标": "过程", "管理": "过程", "过程管理": "过程",
    "履职": "履职", "履职指标": "履职", "职责履行": "履职", "履职效能": "履职", "部门履职": "履职",
    "成本": "成本指标", "成本指标": "成本指标", "项目成本": "成本指标",
    "产出": "产出指标", "产出指标": "产出指标", "项目产出": "产出指标", "产出目标": "产出指标",
    "效益": "效益指标", "效益指标": "效益指标", "效果": "效益指标", "效果指标": "效益指标", "项目效益": "效益指标",
    "项目效果": "效益指标", "效果目标": "效益指标", "履职效益": "效益指标", "影响力目标": "效益指标",
    "满意度": "满意度指标", "满意度指标": "满意度指标", "满意度目标": "满意度指标",
}  # fmt: skip
LEVEL2: dict[str, str] = {
    "数量": "数量指标", "质量": "质量指标", "时效": "时效指标", "进度": "时效指标", "成本": "成本指标",
    "经济成本": "经济成本指标", "社会成本": "社会成本指标", "生态环境成本": "生态环境成本指标",
    "生态成本": "生态环境成本指标",
    "经济效益": "经济效益指标", "社会效益": "社会效益指标", "生态效益": "生态效益指标", "环境效益": "生态效益指标",
    "生态环境效益": "生态效益指标", "可持续影响": "可持续影响指标", "可持续发展": "可持续影响指标",
    "可持续": "可持续影响指标", "可持续性影响": "可持续影响指标", "可持续发展影响": "可持续影响指标",
    "服务对象满意度": "服务对象满意度指标", "社会公众或服务对象满意度": "服务对象满意度指标",
    "服务对象或项目受益人满意度": "服务对象满意度指标", "受益对象满意度": "服务对象满意度指标",
    "社会公众满意度": "服务对象满意度指标", "公众满意度": "服务对象满意度指标", "满意度": "满意度指标",
}  # fmt: skip
_BLANK_LEVEL2 = re.compile(r"^(?:项目|产出|效益|效果|履职)?(.+?)(?:类)?(?:指标|目标)?$")
LEVEL2_OF_LEVEL1: dict[str, frozenset[str]] = {
    "产出指标": frozenset({"数量指标", "质量指标", "时效指标", "成本指标"}),
    "成本指标": frozenset({"经济成本指标", "社会成本指标", "生态环境成本指标"}),
    "效益指标": frozenset({"经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "满意度指标", "服务对象满意度指标"}),
    "满意度指标": frozenset({"服务对象满意度指标", "满意度指标"}),
}  # fmt: skip

# The fixed third-level indicators of department forms: name -> class. Where two frameworks disagree
# (三公经费变动率 under 预算配置 in 53号, under 预算执行 in Jiangsu) both classes stand.
_FRAMEWORK: dict[str, str] = {
    "计划制定": "工作计划制定健全性 中长期规划制定健全性",
    "目标设定": "绩效指标明确性 绩效目标合理性",
    "预算编制": "预算编制规范性 预算编制科学性 资金分配合理性",
    "预算配置": "在职人员控制率 三公经费变动率 重点支出安排率",
    "项目立项": "立项依据充分性 立项程序规范性 项目立项规范性",
    "绩效目标": "绩效目标合理性 绩效指标明确性",
    "资金投入": "预算编制科学性 资金分配合理性",
    "资金落实": "资金到位率 到位及时率",
    "资金管理": "资金到位率 预算执行率 资金使用合规性",
    "组织实施": "管理制度健全性 制度执行有效性",
    "业务管理": "管理制度健全性 制度执行有效性 项目质量可控性",
    "财务管理": "管理制度健全性 资金使用合规性 财务监控有效性",
    "预算执行": "非税收入预算完成率 政府采购执行率 三公经费变动率 公用经费控制率 结转结余率 预算执行率 预算完成率 "
    "预算调整率 支付进度符合率 支付进度率 结转结余变动率 三公经费控制率",
    "预算管理": "预算管理制度健全性 非税收入管理合规性 预决算信息公开度 预决算信息公开性 基础信息完善性 绩效管理覆盖率 "
    "资金使用合规性 管理制度健全性",
    "资产管理": "资产管理规范性 固定资产利用率 资产管理制度健全性 资产管理制度的健全性 资产管理安全性 管理制度健全性",
    "项目管理": "项目管理制度执行规范性 项目管理制度健全性",
    "人员管理": "人员管理制度执行有效性 在职人员控制率 人员管理制度健全性 业务学习与培训及时完成率",
    "机构建设": "纪检监察工作有效性 组织建设工作及时完成率",
}
_CLASS_OF_NAME: dict[str, frozenset[str]] = {
    name: frozenset(c for c, names in _FRAMEWORK.items() if name in names.split())
    for names in _FRAMEWORK.values()
    for name in names.split()
}
FRAMEWORK_LEVEL1: dict[str, str] = {
    **dict.fromkeys(("计划制定", "目标设定", "预算编制", "项目立项", "绩效目标", "资金投入"), "决策"),
    **dict.fromkeys(("预算执行", "预算管理", "资产管理", "项目管理", "人员管理", "机构建设"), "过程"),
}
_QUOTES = re.compile(r"[\"'“”]")


@lru_cache(maxsize=4096)
def _word(text: str) -> str:
    return _NOT_A_WORD.sub("", key(text))


@lru_cache(maxsize=4096)
def level1_class(text: str) -> str:
    """The level-1 class that a label names, or an empty string. Cut labels (效益指) are completed."""
    word = _word(text)
    return LEVEL1.get(word) or _completed(word, LEVEL1)


@lru_cache(maxsize=4096)
def level2_class(text: str) -> str:
    """The level-2 class that a label names, or an empty string; classes of the frameworks keep their name."""
    word = _word(text)
    if word in _FRAMEWORK:
        return word
    match = _BLANK_LEVEL2.match(word)
    stem = match[1] if match else word
    found = LEVEL2.get(word) or LEVEL2.get(stem)
    return found or _completed(word, _FULL_LEVEL2)


_FULL_LEVEL2 = {f"{k}指标": v for k, v in LEVEL2.items()} | {k: k for k in _FRAMEWORK}
_LONGEST = max(map(len, (*LEVEL1, *_FULL_LEVEL2)))


def _completed(word: str, vocabulary: dict[str, str]) -> str:
    """The one class whose wording begins with a cut label of three characters or more."""
    if not 3 <= len(word) < _LONGEST:
        return ""
    found = {v for k, v in vocabulary.items() if k.startswith(word) and len(k) - len(word) <= 2}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=4096)
def framework_classes(name: str) -> frozenset[str]:
    """The level-2 classes under which the official frameworks list this third-level name."""
    return _CLASS_OF_NAME.get(_QUOTES.sub("", key(name)), frozenset())
