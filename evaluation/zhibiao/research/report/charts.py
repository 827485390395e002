"""Figures without a plotting library: bars in CSS (they reflow on a phone), a histogram in SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhibiao.research.report.html import percent, tag, text


def bar(value: float, low: float, high: float, tone: str = "") -> str:
    """A share as a bar with its interval as a thin line; all three from 0 to 1."""
    clip = [min(max(v, 0.0), 1.0) for v in (value, low, high)]
    fill = tag("i", "", style=f"width:{100 * clip[0]:.2f}%")
    spread = 100 * (clip[2] - clip[1])
    line = tag("b", "", style=f"left:{100 * clip[1]:.2f}%;width:{spread:.2f}%") if spread >= 0.05 else ""
    label = f"{percent(value)}，区间 {percent(low)}–{percent(high)}" if spread >= 0.05 else percent(value)
    return tag("span", fill + line, class_=f"bar {tone}".strip(), role="img", aria_label=label)


def stacked(shares: Mapping[str, float], tones: Mapping[str, str]) -> str:
    """Shares that add up to 1 as one bar, each named where there is room."""
    parts = []
    for name, share in shares.items():
        if share > 0:
            label = f"{text(name)} {percent(share, 0)}" if share >= 0.12 else ""
            title = f"{name} {percent(share)}"
            parts.append(tag("span", label, class_=tones[name], style=f"width:{100 * share:.3f}%", title=title))
    return tag(
        "div",
        "".join(parts),
        class_="stack",
        role="img",
        aria_label="；".join(f"{n} {percent(s)}" for n, s in shares.items() if s > 0),
    )


def legend(tones: Mapping[str, str]) -> str:
    """Colour and name of each part of stacked bars."""
    return tag("p", " ".join(tag("span", tag("i", "", class_=t) + text(n)) for n, t in tones.items()), class_="legend")


def histogram(counts: Sequence[tuple[str, int, bool]]) -> str:
    """Columns of (label, count, marked) as SVG; every fifth label and every marked one is written."""
    top = max((c for _, c, _ in counts), default=0)
    if not top:
        return ""
    width, height, foot = 720.0, 220.0, 26.0
    step = width / len(counts)
    parts = []
    for i, (label, count, marked) in enumerate(counts):
        tall = (height - foot - 18) * count / top
        x, y = i * step, height - foot - tall
        name = tag("title", f"{text(label)}：{count}")
        parts.append(
            f'<rect x="{x + 1:.1f}" y="{y:.1f}" width="{max(step - 2, 1):.1f}" height="{tall:.1f}" '
            f'class="{"mark" if marked else "plain"}">{name}</rect>'
        )
        if marked or i % 5 == 0:
            parts.append(f'<text x="{x + step / 2:.1f}" y="{height - 8:.0f}" text-anchor="middle">{text(label)}</text>')
        if marked and count:
            parts.append(f'<text x="{x + step / 2:.1f}" y="{y - 4:.1f}" text-anchor="middle" class="n">{count}</text>')
    return (
        f'<svg viewBox="-8 -8 {width + 24:.0f} {height + 8:.0f}" class="hist" role="img" '
        f'aria-label="百分比目标的分布">{"".join(parts)}</svg>'
    )
