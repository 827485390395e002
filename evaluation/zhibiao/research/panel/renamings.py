"""Realistic renamings with known truth: how the linkage model is fitted and checked.

`python -m zhibiao.research.panel.renamings` fits on one half of the base names, reports on the other half, and with
`--write` stores the model. Base names and changes are made up from general knowledge of public budgets.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from zhibiao.research.panel.linkage import Linkage, as_json, fit, name_of
from zhibiao.research.taxonomy import read_data

Pair = tuple[str, str, bool]
Change = Callable[[str, random.Random], str]


def _bases(kind: str) -> tuple[str, ...]:
    return tuple(r["name"] for r in read_data("bases.csv") if r["kind"] == kind)


CITIES, COUNTIES, BUREAUS, OBJECTS, ACTIONS = map(_bases, ("cities", "counties", "bureaus", "objects", "actions"))
# Where review begins: low enough to hold what is wrong on the half that is fitted on.
LOW = {"unit": 0.001, "project": 0.005}
PLACES = (*CITIES, *COUNTIES)
_LIKE = {
    "售餐": "售票",
    "维修": "维护",
    "运转": "运行",
    "设备": "设施",
    "机关": "市级机关",
    "库房": "库",
    "隐患": "安全隐患",
    "宣传": "宣传教育",
    "培训": "教育培训",
    "工作": "业务",
    "养护": "管护",
    "中心": "中心大楼",
}
# Characters that anybody's slip may put down; none of them stands for a side, a level or a number.
_COMMON = "的是在有人这来个到说们为子和地道也时得就那要以生会自着去之过家学对可里么心多天而能好都然没日于起还发成事"
_OPPOSED = ("市级/区级", "室内/室外", "初中/高中", "供水/供电", "进口/出口", "男/女", "内网/外网", "省级/县级")
_RENAMED = {
    "机关事务管理局": "机关事务管理处",
    "生态环境局": "环境保护局",
    "市场监督管理局": "工商行政管理局",
    "卫生健康委员会": "卫生和计划生育委员会",
    "文化广电和旅游局": "文化广电新闻出版局",
    "应急管理局": "安全生产监督管理局",
    "自然资源和规划局": "国土资源局",
    "农业农村局": "农业委员会",
    "工业和信息化局": "经济和信息化委员会",
    "发展和改革委员会": "发改委",
    "人力资源和社会保障局": "人社局",
    "住房和城乡建设局": "住建局",
    "行政审批局": "政务服务管理办公室",
    "城市管理局": "城管局",
    "人大常委会办公室": "人民代表大会常务委员会办公室",
    "退役军人事务局": "退役军人局",
}


def unit_pairs(names: Sequence[str], chance: random.Random) -> list[Pair]:
    """Labelled pairs of unit names: renamed, and near ones that are not the same."""
    found: list[Pair] = []
    for name in names:
        changed = [_apply(name, _UNIT_CHANGES, chance) for _ in range(6)]
        others = [_sibling_unit(name, names, chance) for _ in range(3)]
        found += [(_at_home(name, name), _at_home(other, name), True) for other in changed[:3]]
        found += [
            (_at_home(one, name), _at_home(other, other), False) for one, other in zip(changed[3:], others, strict=True)
        ]
    return found


def _at_home(name: str, base: str) -> str:
    """A name with the place of its document: that of the unit, whether the name says it or not."""
    return f"{next(p for p in PLACES if base.startswith(p))}|{name}"


def project_pairs(names: Sequence[str], chance: random.Random) -> list[Pair]:
    """Labelled pairs of project names of one unit."""
    found: list[Pair] = []
    for name in names:
        found += [(name, _apply(name, _PROJECT_CHANGES, chance), True) for _ in range(3)]
        found += [
            (_apply(name, _PROJECT_CHANGES, chance), _sibling_project(name, names, chance), False) for _ in range(3)
        ]
        found.append((*_opposed(name, chance), False))
    return found


def _opposed(name: str, chance: random.Random) -> tuple[str, str]:
    """Two projects whose names differ by one character that matters."""
    one, other = chance.choice(_OPPOSED).split("/")
    return one + _apply(name, _PROJECT_CHANGES, chance), other + name


def unit_names() -> list[str]:
    """Base names of units: bureau by city or county."""
    return [f"{place}{bureau}" for i, place in enumerate(PLACES) for bureau in BUREAUS[i % 4 :: 4]]


def project_names() -> list[str]:
    """Base names of projects: object and action, some with a year, a number or a phase."""
    found = []
    for i, thing in enumerate(OBJECTS):
        for j, action in enumerate(ACTIONS):
            if (i * 7 + j * 3) % 5 == 0:
                found.append(_dressed(f"{thing}{action}", i + j))
    return found


def _dressed(name: str, n: int) -> str:
    return (name, f"2021年{name}", f"{name}（一期）", f"文华路{100 + n}号{name}", f"{name}（老城区）")[n % 5]


def _apply(name: str, changes: Sequence[tuple[float, Change]], chance: random.Random) -> str:
    for share, change in changes:
        if chance.random() < share:
            name = change(name, chance)
    return name


def _own_level(name: str, chance: random.Random) -> str:
    return name + chance.choice(("（本级）", "(本级)", "（机关）", "本级"))


def _bare_place(name: str, chance: random.Random) -> str:
    place = next((p for p in PLACES if name.startswith(p)), "")
    return name.replace(place, chance.choice((place[-1], "", f"江苏省{place}")), 1) if place else name


def _old_name(name: str, _: random.Random) -> str:
    new = next((n for n in _RENAMED if n in name), "")
    return name.replace(new, _RENAMED[new]) if new else name


def _year(name: str, chance: random.Random) -> str:
    return name.replace("2021年", "2022年") if "2021年" in name else chance.choice(("2022年", "2022年度", "")) + name


def _brackets(name: str, chance: random.Random) -> str:
    half = name.replace("（", "(").replace("）", ")")
    return chance.choice((half, name.replace("（", "").replace("）", ""), name.replace("（", "[").replace("）", "]")))


def _ending(name: str, chance: random.Random) -> str:
    for old in ("经费", "费用", "费", "项目", "资金"):
        if name.endswith(old):
            return name.removesuffix(old) + chance.choice(("经费", "费用", "费", "项目", "专项"))
    return name + chance.choice(("项目", "经费", "工作"))


def _alike(name: str, chance: random.Random) -> str:
    old = [w for w in _LIKE if w in name]
    word = chance.choice(old) if old else ""
    return name.replace(word, _LIKE[word], 1) if word else name


def _slip(name: str, chance: random.Random) -> str:
    """A character lost or doubled, never a digit or numeral."""
    at = [i for i, c in enumerate(name) if c not in "一二三四五六七八九十0123456789（）()东南西北区"]
    i = chance.choice(at)
    return name[:i] + name[i + 1 :] if chance.random() < 0.5 else name[:i] + name[i] + name[i:]


def _wrong(name: str, chance: random.Random) -> str:
    """One character, never a digit or numeral, in the place of another: a slip of the pen, or of text recognition."""
    at = [i for i, c in enumerate(name) if c not in "一二三四五六七八九十0123456789（）()东南西北区"]
    i = chance.choice(at)
    return name[:i] + chance.choice([c for c in _COMMON if c != name[i]]) + name[i + 1 :]


def _spaces(name: str, _: random.Random) -> str:
    return name.replace("（", " （").replace("号", "号 ")


_UNIT_CHANGES: tuple[tuple[float, Change], ...] = (
    (0.4, _old_name),
    (0.4, _bare_place),
    (0.4, _own_level),
    (0.1, _slip),
)
_PROJECT_CHANGES: tuple[tuple[float, Change], ...] = (
    (0.4, _year),
    (0.5, _ending),
    (0.3, _alike),
    (0.3, _brackets),
    (0.12, _slip),
    (0.2, _spaces),
    (0.08, _wrong),
)


def _sibling_unit(name: str, names: Sequence[str], chance: random.Random) -> str:
    """Another unit, mostly a near one: the bureau of another place, another bureau of the place."""
    place = next(p for p in PLACES if name.startswith(p))
    bureau = name.removeprefix(place)
    other_place = chance.choice([p for p in PLACES if p != place])
    near = [b for b in BUREAUS if b != bureau and b[-2:] == bureau[-2:]] or [b for b in BUREAUS if b != bureau]
    return chance.choice(
        (
            other_place + bureau,
            place + chance.choice(near),
            place + chance.choice(near),
            chance.choice([n for n in names if n != name]),
        )
    )


def _sibling_project(name: str, names: Sequence[str], chance: random.Random) -> str:
    """Another project, mostly a near one: the next phase or number, the same thing with another action."""
    if "一期" in name:
        return name.replace("一期", chance.choice(("二期", "三期")))
    if "文华路" in name:
        number = name[3:6]
        return name.replace(number, str(int(number) + chance.randint(1, 300)))
    if "老城区" in name:
        return name.replace("老城区", "新城区")
    action = next((a for a in ACTIONS if a in name), "")
    thing = next((o for o in OBJECTS if o in name), "")
    others = [a for a in ACTIONS if a[:2] != action[:2]]
    choices = [
        name.replace(action, chance.choice(others)),
        name.replace(thing, chance.choice([o for o in OBJECTS if o != thing])),
        chance.choice([n for n in names if thing not in n]),
    ]
    return chance.choice(choices)


def own_spelling(name: str, chance: random.Random) -> str:
    """A unit's name as another year may print it: with or without （本级）, with or without its place."""
    return _apply(name, ((0.3, _own_level), (0.3, _bare_place)), chance)


def halves(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Every other base name to fit on, the rest held out."""
    return list(names[0::2]), list(names[1::2])


def scores(model: Linkage, pairs: Sequence[Pair], kind: str) -> dict[str, float]:
    """Precision, recall and F1 at one half, the share under review, the share of errors that review holds."""
    hit = wrong = missed = review = caught = 0
    for a, b, same in pairs:
        p = model.probability(name_of(a, kind), name_of(b, kind))
        band = model.low <= p < model.high
        error = (p >= 0.5) != same
        hit, wrong, missed = hit + (p >= 0.5 and same), wrong + (error and not same), missed + (error and same)
        review, caught = review + band, caught + (band and error)
    precision, recall = hit / max(hit + wrong, 1), hit / max(hit + missed, 1)
    return {
        "pairs": len(pairs),
        "precision": precision,
        "recall": recall,
        "f1": 2 * hit / max(2 * hit + wrong + missed, 1),
        "review": review / len(pairs),
        "errors": wrong + missed,
        "errors in review": caught,
    }


def models(seed: int = 1) -> tuple[dict[str, Linkage], dict[str, dict[str, float]]]:
    """Fitted models of units and projects, and their scores on the held-out halves."""
    found, report = {}, {}
    for kind, names, make in (("unit", unit_names(), unit_pairs), ("project", project_names(), project_pairs)):
        fit_on, held_out = halves(names)
        chance = random.Random(seed)  # noqa: S311
        pairs = make(fit_on, chance)
        found[kind] = fit([(name_of(a, kind), name_of(b, kind), same) for a, b, same in pairs], LOW[kind])
        report[kind] = scores(found[kind], make(held_out, chance), kind)
    return found, report


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, report on the held-out half, and store the model with `--write`."""
    parser = argparse.ArgumentParser(prog="python -m zhibiao.research.panel.renamings", description=main.__doc__)
    parser.add_argument("--write", metavar="FILE", help="store the models as JSON")
    args = parser.parse_args(argv)
    found, report = models()
    for kind, row in report.items():
        sys.stdout.write(kind + ": " + ", ".join(f"{k} {v:.4g}" for k, v in row.items()) + "\n")
    if args.write:
        text = json.dumps({k: as_json(m) for k, m in found.items()}, ensure_ascii=False, indent=1, sort_keys=True)
        Path(args.write).write_text(text + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
