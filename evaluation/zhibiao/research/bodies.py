"""What kind of body a unit is, and at which level of government, from its name and place."""

from __future__ import annotations

import re

from zhibiao.records.text import key
from zhibiao.research.model import FormRecord

# The first kind whose pattern is found; endings count before words inside the name.
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("court or procuratorate", re.compile(r"法院|检察院")),
    ("people's congress or consultative conference", re.compile(r"人大|人民代表大会|政协|政治协商")),
    (
        "party body",
        re.compile(r"党委|纪委|监委|纪检|组织部|宣传部|统战部|政法委|巡察|党校|市委|区委|县委|编办|机构编制"),
    ),
    (
        "mass organisation",
        re.compile(r"总?工会|妇联|妇女联合|团委|共青团|残联|残疾人联合|红十字|工商联|科协|文联|作协|侨联|社科联"),
    ),
    ("school", re.compile(r"学校|大学|学院|中学|小学|幼儿园|职教|技校|教研室")),
    ("hospital", re.compile(r"医院|卫生院|妇幼保健|急救|血站|卫生服务中心")),
    ("township or subdistrict", re.compile(r"街道|[镇乡](?:人民政府|政府)?$|管委会|开发区")),
    ("enterprise", re.compile(r"公司|集团|厂$")),
    ("institution", re.compile(r"(?:中心|馆|站|所|院|队|园|台|社|场|处)$")),
    ("government department", re.compile(r"(?:局|委员会|委|办公室|办|厅|署)$|政府")),
)
_OWN_LEVEL = re.compile(r"\((?:本级|机关|本部)\)|本级$")


def kind_of(name: str) -> str:
    """The kind of a unit by its name, `other` where no word tells, empty for an empty name."""
    body = _OWN_LEVEL.sub("", key(name))
    if not body:
        return ""
    return next((kind for kind, pattern in KINDS if pattern.search(body)), "other")


def level_of(form: FormRecord) -> str:
    """county, city or province: the narrowest place that is known; empty where none is."""
    return "county" if form.county else "city" if form.city else "province" if form.province else ""
