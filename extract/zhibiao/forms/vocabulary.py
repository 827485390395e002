"""The words of the forms: column headers, header-block labels, level classes of the official frameworks."""

from __future__ import annotations

import re
from functools import lru_cache

from zhibiao.records.text import key

# Column roles and the header wordings that mean them, as regular expressions over `key` text without
# blanks, brackets, units and dates (see `bare`). Order matters: the first that fits wins.
_COLUMNS: tuple[tuple[str, str], ...] = (
    ("seq", r"序号|编号|行次|no\.?"),
    ("block", r"(?:年度|项目|实施期|中?长期|中期|总体|本年|预算)?绩效(?:目标)?指标|绩效指标体系|指标体系|绩效目标"),
    ("level1", r"(?:绩效)?(?:指标)?一级(?:绩效)?(?:指标|目标)(?:名称|类型)?|一级|指标类型|指标类别|考核维度"),
    ("level2", r"(?:长期|年度)?二级(?:绩效)?(?:指标|目标)(?:名称)?(?:长期|年度)?|二级"),
    ("name", r"(?:长期|年度)?三级(?:绩效)?(?:指标|目标)(?:名称|内容)?(?:长期|年度)?|三级|四级指标|指标名称|绩效指标名称|指标内容|绩效内容|具体指标"),
    ("key_work", r"(?:年度)?重点工作(?:任务)?|(?:主要|重点|年度主要)任务|任务名称|工作任务"),
    ("linked", r"(?:对应|关联|支撑)项目(?:名称)?"),
    ("duty", r"(?:部门|单位|主要)?(?:职能|职责)(?:二级专项)?|职能职责|一级职能"),
    ("work", r"工作及项目(?:名称)?|工作项目(?:名称)?|工作(?:任务)?(?:名称|内容|活动)|(?:年度)?(?:主要|具体)工作(?:内容|事项)?|活动"),
    ("half", r"(?:上?半年|中期|年中|半年度|1-6月)(?:程|计划|预期|绩效)*(?:指标值|目标值|目标|值|完成值)"),
    ("mid_term", r"(?:实施期|长期|中长期|总体|三年|规划期|项目期|全程)(?:绩效)?(?:指标值|目标值|目标|值)|(?:指标值|目标值)(?:长期|实施期)"),
    ("actual", r"(?:全年|年度|本年)?(?:实际|自评)?(?:完成|实现)(?:值|情况|数)|实际值|实际完成情况|完成指标值"),
    ("previous", r"(?:上|前)年(?:度)?(?:实际)?(?:指标值|完成值|值)|历史(?:完成)?值|近两年指标值"),
    ("comparator", r"(?:计算|比较|运算|指标|目标值|关系|逻辑)?符号|(?:绩效)?指标(?:值)?性质|比较方式|计算方式"),
    ("direction", r"(?:指标)?方向(?:性)?|指标方向性|指标属性|正反向|指标趋向"),
    ("unit", r"(?:绩效)?(?:度量|计量|指标值|指标|数量)?单位"),
    ("weight", r"(?:指标)?(?:分值)?权重(?:分值)?|(?:指标|标准)?分值|标准分|权数"),
    ("score", r"(?:自评|评价|实际)?(?:得分|评分)"),
    ("remark", r"备注|(?:指标)?(?:解释|说明|内容说明|释义)|评分标准|评[分价](?:标准|方法|规则)|(?:指标值)?(?:设定|确定|测算)?依据|(?:数据|指标)来源|绩效标准|参考标准|(?:偏差|未完成)原因.*|.*改进措施|扣分原因|计算公式|佐证材料"),
    ("full", r"(?:全年|年度|当年|本年度?|年初|预期|计划|绩效|预期当年)*(?:程|计划|预期|绩效|预算)*(?:指标值|目标值|实现值|目标|值|指标|标准值)|当年预期实现值|(?:绩效)?指标目标值|(?:指标值|目标值)(?:年度|包含数字及文字描述)?|绩效值|预期目标"),
    ("sf_level1", r"一级专项(?:名称)?"),
    ("sf_level2", r"二级专项(?:名称)?"),
    ("department", r"(?:项目)?主管(?:部门|单位)(?:名称)?"),
    ("implementing", r"(?:项目)?(?:实施|执行|承担)单位(?:名称)?"),
    ("unit_name", r"(?:预算)?(?:单位|部门)(?:名称|编码名称)?|预算单位"),
    ("project", r"(?:专项|政策)?项目(?:名称)?|二级项目(?:名称)?"),
    ("amount", r"年初预算(?:数|金额)?|(?:预算|资金|年度|项目)?(?:预算)?(?:金额|数|资金|总额)|安排金额|资金总额|预算资金"),
    ("policy", r"政策(?:文件)?依据|文件(?:名称|依据)|政策文件(?:名称)?|依据文件"),
    ("number", r"(?:文件)?(?:文号|字号)"),
)  # fmt: skip
_COLUMN_RULES = tuple((role, re.compile(rf"^(?:{pattern})$")) for role, pattern in _COLUMNS)

# Labels of the header block: field of Form -> wordings.
_LABELS: tuple[tuple[str, str], ...] = (
    ("project", r"(?:专项资金|专项|政策|一级|二级|财政支出)?项目名称|项目名称及编码|政策名称|专项(?:资金)?名称"),
    ("unit_name", r"(?:部门|单位|预算单位|预算部门|填报单位|申报单位)(?:单位)?(?:名称)?(?:公章|盖章)?|部门单位名称|填报单位"),
    ("department", r"(?:项目)?(?:主管|归口|一级预算)(?:部门|单位)(?:单位|名称|及代码|及编码|代码|预算编码)*"),
    ("implementing_unit", r"(?:项目)?(?:具体)?(?:实施|执行|承担)(?:执行)?单位(?:名称)?|项目单位|预算单位|用款单位|资金使用单位"),
    ("start", r"(?:项目|计划|实施)*(?:开始|起始|启动)(?:时间|日期|年度|年份)"),
    ("end", r"(?:项目|计划|实施)*(?:完成|结束|终止|截止)(?:时间|日期|年度|年份)"),
    ("period", r"(?:项目)?(?:实施|执行)?(?:起止|实施)(?:时间|日期|年限|期限|年度)|实施期|项目期|项目(?:期限|周期|年度)|项目实施期限?"),
    ("objective_mid_term", r"(?:项目)?(?:中长期|长期|中期|实施期|总体?|总)(?:绩效)?(?:总)?目标|项目总(?:体)?(?:绩效)?目标|(?:项目)?实施期(?:绩效|总体)?目标|项目绩效总目标|(?:整体|总体)绩效目标"),
    ("objective_annual", r"(?:项目)?(?:本?年度|当年|全年|本年)(?:总体)?(?:绩效)?(?:总体)?(?:总)?目标|\d{4}年(?:度)?(?:绩效)?目标|项目(?:年度)?绩效目标|预期目标|绩效目标|年度绩效目标完成情况"),
    ("fiscal_year", r"(?:预算|申报|填报)?年度|年份|预算年份"),
    ("text", r"(?:部门|单位|主要|部门单位)*(?:主要)?(?:职能|职责|职能职责)(?:概述|概况)?|机构设置(?:及人员配置|情况)?|项目(?:概况|概述|简介|内容|背景|类型|类别|属性|性质|负责人|起止时间说明|立项依据|分类|编码|代码|申请理由|设立依据|可行性|必要性)|立项(?:依据|必要性|情况)|实施(?:内容|方案|计划|可行性|进度计划)|保证.*措施|联系(?:人|电话)|负责人|电话|资金(?:用途|来源|投向)|(?:测算|支出)(?:依据|标准|内容)|人员(?:编制|情况)(?:说明)?|编制人数|在职人数|(?:其他|有关|补充)(?:情况)?说明|其他需要说明的问题|年度主要任务|填报(?:人|日期)|绩效等级|预算执行率权重"),
)  # fmt: skip
_LABEL_RULES = tuple((field, re.compile(rf"^(?:{pattern})$")) for field, pattern in _LABELS)
_MONEY_LABEL = re.compile(
    r"^(?:(?:其中|一|二|三|四|1|2|3|4|\(?[一二三四1-4]\)?)[:：、.]?)?.{0,14}(?:资金|金额|财政|拨款|预算数|经费|总投资|预算|收入|支出|结转|其他|自筹|补助|贷款|债券|执行数|小计|合计|总计|总额)"
    r"(?:[(（][^()（）]*[)）])*[:：]?$"
)

_NOISE = re.compile(r"[()\[\]{}:·\s]|\d{4}年?度?|万?元|%|包含数字及文字描述")
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]?")


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A header or label text without blanks, brackets, years and units."""
    return _NOISE.sub("", key(text))


@lru_cache(maxsize=4096)
def _without_brackets(text: str) -> str:
    return _NOISE.sub("", _BRACKETED.sub("", key(text)))


@lru_cache(maxsize=4096)
def column_role(text: str) -> str:
    """The role of a column header, or an empty string."""
    if len(text) > 24:
        return ""
    for form in dict.fromkeys((bare(text), _without_brackets(text))):
        for role, rule in _COLUMN_RULES:
            if form and rule.match(form):
                return role
    return _value_column(bare(text))


_VALUE_COLUMN = re.compile(r"(?:指标值|目标值|完成值|实现值|标准值|预期值)$")
_PERIOD_OF_VALUE = (
    ("actual", re.compile(r"实际|完成值|自评")),
    ("previous", re.compile(r"上年|前年|历史|往年")),
    ("half", re.compile(r"半年|中期|年中|1-6月")),
    ("mid_term", re.compile(r"实施期|长期|总体|三年|规划期|全周期")),
)


def _value_column(form: str) -> str:
    """The role of a column of values under a wording that is not listed, by what it says of the period."""
    if not _VALUE_COLUMN.search(form):
        return ""
    return next((role for role, period in _PERIOD_OF_VALUE if period.search(form)), "full")


@lru_cache(maxsize=4096)
def label_field(text: str) -> str:
    """The header field that a label names (a field of Form, `period`, `text`), or an empty string."""
    if len(text) > 24:
        return ""
    for form in dict.fromkeys((_without_brackets(text), bare(text))):
        for name, rule in _LABEL_RULES:
            if form and rule.match(form):
                return name
    return _goal_label(_without_brackets(text))


_GOAL_LABEL = re.compile(r"^.{0,10}(?:总|绩效|年度|总体)目标$")


def _goal_label(form: str) -> str:
    """An objective under a wording that is not listed, by what it says of the period."""
    if not _GOAL_LABEL.match(form):
        return ""
    return "objective_annual" if re.search(r"年度|当年|本年|全年", form) else "objective_mid_term"


@lru_cache(maxsize=4096)
def is_money_label(text: str) -> bool:
    """True for a label that names an amount (项目总金额（万元）, 其中：财政拨款)."""
    return len(text) <= 40 and bool(_MONEY_LABEL.match(key(text).strip()))
