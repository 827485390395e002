"""What a figure of a report states: target, result, budget amount, rate, score, or nothing of interest.

The role follows, in this order, from the words around the figure (计划…, 实际…, 得分…), from its unit, from the heading
it stands under (targets and ratings, or achievements), and from the verb in front of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhibiao.forms.claim_figures import PER_CENT, Figure

_RATE = re.compile(
    r"([一-鿿“”]{2,14}率)(?:[(（][^()（）]{1,12}[)）])?\s*(?:均|仅|只|已|高)?(?:为|达到?|是|:|：|约)?\s*$"
)
_SCORE = re.compile(r"评分|得分?|自评|总分|分值|综合评价|评定|扣")
_FULL_MARKS = re.compile(r"(?:满分|总分值?|分值|权重|标准分)(?:为|是|共|:|：)?$")
_NOT_A_RESULT = re.compile(r"权重|占(?:年度|总|考评|综合|\d)|工作日|每[年月季周天]|测评指标|项指标$|比例为?$|不得")
_STAFF = re.compile(
    r"编制|在编|编外|实有|在职|在岗|退休|离休|公务员|附属编制|用工|内设|下设|下属|下辖|现有|职责|人员构成"
)
_MONEY = re.compile(
    r"预算|调增|追加|调减|核减|追减|支出|收入|决算|资金|拨款|结转|结余|经费|投资|投入|到位|支付|安排|下达|执行|拨付|"
    r"补助|补贴|奖补|成本|采购|合同|中标|节约|核定|总额|费"
)
_BUDGET_RATE = re.compile(r"预算|资金|支出|经费|执行|调整|到位|结转|结余|决算|支付|采购|收入|公用|三公|控制")
_PLANNED = re.compile(r"(?:计划|目标(?:值|为)?|预期|拟|年初设定|指标值|应|力争|确保达到?|任务数?)[^,，]{0,12}$")
_OF_TARGET = re.compile(r"^的?(?:年度|年初|预期|绩效|既定|设定|计划)*的?(?:目标|指标值|计划|要求)")
_REACHED = re.compile(r"(?:实际|已|完成了|共完成|累计|达成|实现了|为实际)[^,，]{0,12}$")
_DONE = re.compile(
    r"(?:完成|实现|新[增建]|建成|举办|开展|组织|培训|发放|受理|办[理结]|检查|服务|接待|收回|参加|提[升高]|下降|降低|减少|"
    r"增[长加]|改造|修[建缮]|维[修护]|采购|购置|资助|救助|补助|惠及|覆盖|查处|处[理置]|整治|创建|获得|签订|引进|达|[率度量数]为?)"
    r"[^,，]{0,16}$"
)
_TARGET_HEADING = re.compile(r"目标|指标状况|评价结果|任务|计划")
_RESULT_HEADING = re.compile(
    r"成效|成绩|成果|完成情况|效果|业绩|亮点|工作开展|产出|效益|绩效分析|实现情况|指标分析|满意度|履职|完成程度|"
    r"(?:数量|质量|时效|成本)指标|使用情况|实施情况"
)
_METHOD_HEADING = re.compile(r"组织|评价方法|实施过程|建议|其他需|评价原则|评价依据|^附[件表]|改进|打算|下一步|整改")
_ORDINAL = re.compile(r"第$|[〔\[（(]\d{0,4}$|[“《]$|附件$|[号第]\s*$|[-－—～~]$")
_PARTICIPANTS = re.compile(
    r"^(?:部门|处室|科室|方面|单位(?:赋予|参与)|领导|小组|环节|阶段|章|类别|等次|(?:[一二三]级)?指标|自然人|层面|维度|部分)"
)


def role_of(figure: Figure, before: str, after: str, headings: Sequence[str]) -> tuple[str, str]:
    """(role, metric where it is known already); an empty role where the figure states nothing of interest.

    `before` and `after` are the sentence around the figure, `headings` those above it from outside in.
    """
    near = before[-24:]
    if _about_method(headings):
        return "", ""
    if figure.is_money and (_MONEY.search(near) or not _act(before, headings)):
        return "budget", ""
    if figure.unit in PER_CENT and (rate := _RATE.search(near)) and _BUDGET_RATE.search(rate[1]):
        return "rate", rate[1]
    if figure.unit == "分":
        return ("score", "评分") if _SCORE.search(near) and not _FULL_MARKS.search(before) else ("", "")
    if _NOT_A_RESULT.search(near) or _ORDINAL.search(near) or _PARTICIPANTS.match(after):
        return "", ""
    if _STAFF.search(near):
        return "", ""
    if _OF_TARGET.match(after):
        return "target", ""
    return _act(before, headings), ""


def _about_method(headings: Sequence[str]) -> bool:
    return any(_METHOD_HEADING.search(h) and not _RESULT_HEADING.search(h) for h in headings)


def _act(before: str, headings: Sequence[str]) -> str:
    """Target or result: by the words in front, else by the outermost heading that says so, else by the verb."""
    if _PLANNED.search(before):
        return "target"
    if _REACHED.search(before):
        return "actual"
    for heading in headings:
        if _RESULT_HEADING.search(heading):
            return "actual"
        if _TARGET_HEADING.search(heading):
            return "target"
    return "actual" if _DONE.search(before) else ""
