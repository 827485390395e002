"""Features of what stands around a name: printed level, unit, target, and how they go with the name's ending."""

from __future__ import annotations

from zhibiao.naming.parts import NameParts
from zhibiao.naming.signs import TargetSigns
from zhibiao.records.naming import NameQuery

_LONGEST_STEP = 6
Spoken = list[tuple[str, ...]]


def context_features(query: NameQuery, parts: NameParts, target: TargetSigns, group: str) -> list[str]:
    """Single signs and pairs: group, unit, kind of target, comparator, attribute, act."""
    kind, unit = parts.attribute_kind, target.unit
    found = [f"group:{group}", f"dim:{group[:2]}", f"group+attr:{group}|{kind}"] if group else ["group:?"]
    if unit:
        found += [f"unit:{unit}", f"unit+attr:{unit}|{kind}"]
        found += [f"unit+act:{unit}|{parts.act}"] if parts.act else []
        found += [f"unit+group:{unit}|{group}"] if group else []
    if target.kind != "empty":
        found += [f"kind:{target.kind}", f"kind+attr:{target.kind}|{kind}"]
    found += [f"cmp:{target.comparator}"] if target.comparator else []
    found += [f"number:{target.number}"] if target.number else []
    found += [f"says:{target.word}"] if target.word else []
    if "履职" in query.level1:
        found.append("duty")
    return found


def joint_features(
    name: str, parts: NameParts, target: TargetSigns, group: str, spoken: Spoken, duty: Spoken
) -> list[str]:
    """Unit, group and attribute together, the name's ending and length, the printed unit, size, date.

    `spoken` are the concepts of the target's own words, `duty` those of a level 2 that is a task and no label.
    """
    duties = [f"l2c:{kind}" for kinds in duty for kind in kinds]
    return [*_together(name, parts, target, group or "?", spoken), *duties, *(f"{d}|{target.unit}" for d in duties)]


def _together(name: str, parts: NameParts, target: TargetSigns, group: str, spoken: Spoken) -> list[str]:
    unit, end = target.unit or "?", name[-2:]
    found = [f"ugk:{unit}|{group}|{parts.attribute_kind}", f"len:{min(_LONGEST_STEP, len(name) // 3)}"]
    found += [f"e2:{end}", f"e2u:{end}|{unit}", f"e2g:{end}|{group}"]
    found += [f"ag:{parts.act}|{group}|{unit}"] if parts.act else []
    if target.kind == "empty":
        return [*found, "tnone"]
    found += ["tdate", f"tdate|{group}"] if target.dated else []
    found += [f"ru:{target.printed_unit}", f"ru:{target.printed_unit}|{group}"] if target.printed_unit else []
    found += [f"mag:{target.size}|{unit}"] if target.size else []
    found += ["tlong"] if target.long else []
    return found + [f"tc:{kind}" for kinds in spoken for kind in kinds]
