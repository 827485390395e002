"""Sections on peers and years, where the archive holds more than one place or year."""

from __future__ import annotations

from zhibiao.research.compare import Peer, peers
from zhibiao.research.compute import Measured
from zhibiao.research.panel.estimates import Estimate, estimates
from zhibiao.research.report.html import details, number, paragraph, section, table, tag, text

NAMES = {
    "alpha": "α 无超额也无欠账时的目标增幅",
    "beta_plus": "β⁺ 超额完成有多少加进下年目标",
    "beta_minus": "β⁻ 未完成有多少减出下年目标",
    "just_above": "实绩刚过目标的占比（无人为调节时为 0.5）",
    "unchanged": "目标与上年相同的占比",
}


def peer_section(measured: Measured, shown: int = 40) -> str:
    """Medians and spread of the indicators that several places or documents share."""
    found, apart = peers(measured.archive)
    shared = [p for p in found if p.documents >= 2 and p.rows >= 5]
    if not shared:
        return ""
    body = [
        (
            text(p.name),
            text(p.base_unit),
            number(p.rows),
            str(max(len(p.places), 1)),
            _amount(p.median),
            f"{_amount(p.lower)} – {_amount(p.upper)}",
            _places(p),
        )
        for p in shared[:shown]
    ]
    head = ("标准指标", "单位", "条数", "地区数", "中位数", "四分位", "各地中位数")
    outside = [(text(a.name), text(_why(a.reason)), number(a.rows)) for a in apart]
    note = "元与万元、平方米与万平方米、小时与分钟等先换算为同一单位；不能换算的不混算。"
    return section(
        "peers",
        "同类比较",
        paragraph(text(note)),
        table(head, body),
        details(tag("span", "没有参与比较的", class_="name"), table(("标准指标", "原因", "条数"), outside[:200]))
        if outside
        else "",
    )


def _why(reason: str) -> str:
    words = {
        "in words": "目标为文字",
        "date": "目标为日期",
        "no unit": "缺单位",
        "under review": "待复核",
        "no target": "无目标",
    }
    return words.get(reason, reason.replace("other unit: ", "单位不可换算："))


def _amount(value: float) -> str:
    return number(round(value, 2))


def _places(peer: Peer, shown: int = 6) -> str:
    listed = "；".join(f"{place} {_amount(middle)}（{n}）" for place, n, middle in peer.places[:shown])
    return text(listed + ("；…" if len(peer.places) > shown else ""))


def year_section(measured: Measured) -> str:
    """Ratchet and bunching, where years are linked."""
    found = estimates(measured.archive, measured.links.units)
    if not found:
        return ""
    linked = sum(p is not None for p in measured.archive.previous)
    body = [(text(NAMES[e.name]), _of(e), f"{_of_low(e)}", number(e.n)) for e in found]
    unsure = f"名称相近但没有把握的 {number(len(measured.links.review))} 对列在数据集 links_review.csv"
    note = f"能对上上一年的指标 {number(linked)} 条；{unsure}。"
    return section(
        "years-panel",
        "跨年：目标怎样随实绩变动",
        paragraph(text(note)),
        table(("参数", "估计", "95% 区间", "样本"), body),
    )


def _of(e: Estimate) -> str:
    return f"{e.value:.3f}"


def _of_low(e: Estimate) -> str:
    return f"{e.low:.3f} – {e.high:.3f}"
