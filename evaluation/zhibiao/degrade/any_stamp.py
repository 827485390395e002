"""Stamps drawn at random: every shape, size, tone and wear that offices use, so that no kind is tuned for."""

from __future__ import annotations

import numpy as np

from zhibiao.degrade.stamps import Colour, Shape, Stamp

_PLACES = ("东河县", "临江区", "安平市", "北山镇", "石桥街道", "南湖新区", "清源县", "高台市")
_OFFICES = ("财政局", "审计局", "水务局", "教育体育局", "人民政府", "卫生健康委员会", "发展和改革局")
_PURPOSES = ("财务专用章", "收讫", "已复核", "档案专用", "核对无误", "复印件与原件相符", "作废", "同意公开")
_NAMES = ("李建国", "王小平印", "陈志明", "赵玉兰印")
_SHAPES: tuple[Shape, ...] = ("ring", "oval", "double", "date", "box", "seal", "negative")
_SHARES = (0.25, 0.15, 0.12, 0.12, 0.14, 0.14, 0.08)


def any_stamp(rng: np.random.Generator) -> Stamp:
    """A stamp of a random shape, size, colour or tone, ink, wear and turn; no two are alike."""
    shape = _SHAPES[int(rng.choice(len(_SHAPES), p=_SHARES))]
    date = f"20{rng.integers(18, 26)}.{rng.integers(1, 13)}.{rng.integers(1, 29)}"
    office = str(rng.choice(_PLACES)) + str(rng.choice(_OFFICES))
    purpose, foot = str(rng.choice(_PURPOSES)), ""
    if shape == "box":
        height = float(rng.uniform(9, 20))
        size, text = (height * float(rng.uniform(2.0, 3.6)), height), purpose + (date if rng.random() < 0.4 else "")
    elif shape in ("seal", "negative"):
        side = float(rng.uniform(12, 24))
        size, text = (side, side), str(rng.choice(_NAMES)) if rng.random() < 0.6 else purpose[:4]
    else:
        width = float(rng.uniform(30, 50))
        size, text = (width, width * float(rng.uniform(0.6, 0.8)) if shape == "oval" else width), office
        foot = date if shape == "date" else (purpose if rng.random() < 0.5 else "")
    strongest = float(rng.uniform(0.45, 1.0))
    return Stamp(
        f"any_{shape}",
        shape,
        size,
        _colour(rng),
        text,
        float(rng.uniform(0.4, 1.6)),
        (strongest * float(rng.uniform(0.5, 0.95)), strongest),
        turn=90.0 if rng.random() < 0.15 else 25.0,
        worn=float(rng.uniform(0.2, 1.5)),
        foot=foot,
    )


def _colour(rng: np.random.Generator) -> Colour:
    """Red six times in ten, blue, violet, or a grey of 60 to 180."""
    kind = rng.random()
    if kind < 0.25:
        tone = int(rng.integers(60, 181))
        return tone, tone, tone
    low = int(rng.integers(20, 90))
    if kind < 0.7:
        return int(rng.integers(170, 235)), low, int(rng.integers(20, 90))
    if kind < 0.85:
        return low, int(rng.integers(40, 110)), int(rng.integers(140, 215))
    return int(rng.integers(90, 150)), low, int(rng.integers(120, 180))
