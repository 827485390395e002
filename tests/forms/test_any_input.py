"""Nothing crashes and nothing takes long, whatever the file holds."""

from __future__ import annotations

import time
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dumps.check import records_of
from dumps.content import WORLDS
from dumps.families import FAMILIES, make
from dumps.write import WRITERS

HEADER = "项目绩效目标表\n项目名称\t甲项目\n一级指标\t二级指标\t三级指标\t半年指标值\t全年指标值\n产出指标\t数量指标\t甲\t1\t1\n"
SCRAPS = st.sampled_from(["\t", "\n", " ", "  ", "|", "产出指标", "数量指标", "一级指标", "≥95%", "±", "-", "<table>", "<td>", "</td>", "〔",
                          "项目名称", "收入", "支出", "12", "序号", "万元", "#", "<p>", "&nbsp;", "一", "绩效目标表", "……", "\u3000"])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(SCRAPS, st.text(max_size=8)), min_size=1, max_size=120))
def test_arbitrary_text_gives_records_or_an_issue(scraps: list[str]) -> None:
    data = ("甲" + "".join(scraps)).encode("utf-8", "ignore").replace(b"\0", b"")
    control = sum(1 for b in data if b < 0x20 and b not in (9, 10, 11, 12, 13))
    if control <= len(data) * 0.02:
        records, _ = records_of(data)
        assert records.indicators or records.forms or records.issues


CHANGES = st.lists(st.tuples(st.integers(0, 6), st.floats(0, 1), st.integers(1, 12)), min_size=1, max_size=10)


def changed(text: str, changes: list[tuple[int, float, int]]) -> str:
    """A dump with lines lost, doubled, cut, moved, shifted, joined or cut off."""
    lines = text.split("\n")
    for kind, where, count in changes:
        i = min(int(where * len(lines)), len(lines) - 1)
        part = lines[i : i + count]
        if kind == 0:
            del lines[i : i + count]
        elif kind == 1:
            lines[i:i] = part
        elif kind == 2:
            lines[i] = lines[i][: int(len(lines[i]) * where)]
        elif kind == 3:
            lines[i : i + count] = part[::-1]
        elif kind == 4:
            lines[i : i + count] = ["\t" * (count % 4) + line for line in part]
        elif kind == 5:
            lines[i] = lines[i].replace("\t", "")
        else:
            lines = lines[: i + 1]
        lines = lines or [""]
    return "\n".join(lines)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(FAMILIES)), st.sampled_from(sorted(WRITERS)), CHANGES)
def test_damaged_dumps_never_crash(family: str, writer: str, changes: list[tuple[int, float, int]]) -> None:
    document = make((family,), Random(f"any/{family}"), WORLDS["open"])
    text = changed(WRITERS[writer](document), changes)
    if text.strip():
        records, _ = records_of(text.encode())
        assert all(r.name for r in records.indicators)


LONG = {
    "rows": lambda n: HEADER + "".join(f"\t\t改造面积{i}\t≥{i}米\t≥{i}米\n" for i in range(n)),
    "labels": lambda n: HEADER + "".join(f"\t{('数量', '质量')[i % 2]}指标\t改造面积{i}\t1\t2\n" for i in range(n)),
    "rows without targets": lambda n: HEADER + "".join(f"\t\t名称{i}\n" for i in range(n)),
    "continued cell": lambda n: HEADER + "目标内容继续叙述下去\n" * n,
    "headers": lambda n: HEADER + "一级指标\t二级指标\t三级指标\t半年指标值\t全年指标值\n" * n,
    "wide row": lambda n: HEADER + "\t".join(["改造面积"] * n),
    "stream": lambda n: (
        "一级指标\n二级指标\n三级指标\n指标值\n" + "".join(f"数量指标\n改造{i}\n≥{i}个\n" for i in range(n // 3))
    ),
    "run together": lambda n: (
        "一级指标二级指标三级指标指标值" + "".join(f"数量指标改造{i}≥{i}个" for i in range(n // 3))
    ),
    "html": lambda n: "<table>" + "<tr><td>数量指标</td>\n<td>名称</td><td>1</td></tr>" * n + "</table>",
    "open tags": lambda n: "<table><tr><td>\n" * n,
    "angle brackets": lambda n: ("<" * 400 + "\n") * (n // 20),
    "blanks": lambda n: "甲 \u3000 乙   丙\n" * n,
    "report": lambda n: "某局绩效评价报告\n一、完成情况\n" + "全年目标培训120次，支出100万元，完成率98%。\n" * n,
    "dashes": lambda n: HEADER + "\t\t名\t" + "1-" * n + "\t1",
}


@pytest.mark.parametrize("shape", LONG)
def test_the_cost_grows_with_the_length(shape: str) -> None:
    """Four times the input may cost about four times the time; quadratic work would cost sixteen times."""
    make_text = LONG[shape]

    def seconds(n: int) -> float:
        data = make_text(n).encode()
        began = time.process_time()
        records_of(data)
        return time.process_time() - began

    seconds(200)
    small, large = seconds(500), seconds(2000)
    assert large < 10 * small + 0.3
