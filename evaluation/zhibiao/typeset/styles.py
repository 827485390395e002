"""The table of styles. `held_back` ones are printed only on request."""

from __future__ import annotations

from zhibiao.typeset.style import LANDSCAPE, Rules, Stroke, Style

ALL = (
    "department", "half_full", "signed", "duty", "special", "shanghai", "flat", "central", "self_evaluation", "standard",
)  # fmt: skip
NARROW = ("half_full", "signed", "shanghai", "standard", "central", "duty")
COLUMNS = ("half_full", "standard", "special", "flat", "duty", "central", "self_evaluation", "shanghai")
THIN, THICK, HAIR = Stroke(0.5), Stroke(1.4), Stroke(0.25)
GREY = (0.85, 0.85, 0.85)

# Their features appear in the open styles too, in other company.
HELD_BACK: tuple[Style, ...] = (
    Style("h1_bare_turned", "reportlab", "uming", COLUMNS, True, False, True, page=LANDSCAPE, rotate=270, size=10,
          pad=(5, 4.5), rules=Rules(None, None, None), cut_rows=True, repeat_header=True, label_again=True,
          running_head="附件2", page_number="— {n} —"),
    Style("h2_dashed_bars", "reportlab", "ukai", ALL, True, size=8.5, label_at="top", cut_rows=True, fake_bold=True,
          stamp=True, watermark="征求意见稿", head_fill=(0.93, 0.9, 0.82),
          rules=Rules(Stroke(1.1, "fill"), Stroke(0.4, dash=(2, 2)), Stroke(0.4, "fill"), open_sides=True, gap=1.2)),
    Style("h3_web_three", "chromium", "Noto Serif CJK SC", COLUMNS, True, False, True, size=9.5, pad=(5, 5), cut_rows=True,
          html="table{border-top:2px solid #000;border-bottom:2px solid #000} td.head{border-bottom:1px solid #000}"
               " td.label{text-align:left}"),
    Style("h4_beside_double", "reportlab", "microhei", ("half_full", "shanghai", "standard"), True, page=LANDSCAPE,
          size=7, margin=(34, 38), pad=(2, 2.4), arrange="beside", value_at="top", label_fill=(0.9, 0.93, 0.9),
          rules=Rules(Stroke(0.4, "double"), HAIR, Stroke(0.25, dash=(1, 1)), open_breaks=True)),
)  # fmt: skip

STYLES: tuple[Style, ...] = (
    Style("grid_thin", "reportlab", "zenhei", ALL, page_number="第 {n} 页 共 {total} 页", cut_rows=True),
    Style("grid_thick", "reportlab", "uming", ALL, size=10.5, head_fill=GREY, label_at="top", new_pages=True,
          rules=Rules(THICK, THIN, THIN), repeat_header=True, page_number="- {n} -"),
    Style("double_frame", "reportlab", "stsong", ALL, size=9, rules=Rules(Stroke(0.5, "double"), THIN, THIN),
          label_again=True, repeat_header=True),
    Style("open_sides", "reportlab", "microhei", ALL, size=8.5, value_at="top", cut_rows=True,
          rules=Rules(Stroke(0.8), HAIR, HAIR, open_sides=True, open_breaks=True), running_head="部门预算公开附表"),
    Style("gaps", "reportlab", "ukai", ALL, size=10, rules=Rules(THIN, THIN, THIN, gap=2.0), new_pages=True),
    Style("dotted", "reportlab", "zenhei", ALL, size=9, rules=Rules(Stroke(0.9), Stroke(0.5, dash=(1, 1.5)),
          Stroke(0.5, dash=(3, 2))), fake_bold=True, cut_rows=True, label_again=True),
    Style("bars", "reportlab", "uming", ALL, page=LANDSCAPE, size=9, stamp=True, watermark="内部资料",
          rules=Rules(Stroke(0.7, "fill"), Stroke(0.48, "fill"), Stroke(0.48, "fill"), by_cell=True)),
    Style("filled", "reportlab", "microhei", ALL, page=LANDSCAPE, size=9, rules=Rules(None, None, None),
          head_fill=(0.72, 0.8, 0.9), label_fill=(0.84, 0.89, 0.95), stripes=((0.95, 0.95, 0.95), (0.91, 0.93, 0.95))),
    Style("rotated", "reportlab", "zenhei", ALL, page=LANDSCAPE, rotate=90, size=9, repeat_header=True, cut_rows=True,
          head_fill=GREY, page_number="{n}"),
    Style("three_lines", "reportlab", "uming", COLUMNS, ruled=False, plain=True, size=9.5, pad=(4, 4), new_pages=True,
          rules=Rules(Stroke(1.2), None, None, under_header=Stroke(0.6))),
    Style("bare", "reportlab", "zenhei", COLUMNS, ruled=False, plain=True, size=9, pad=(5, 5), page=LANDSCAPE,
          rules=Rules(None, None, None), label_at="top", value_at="top", page_number="第{n}页", new_pages=True),
    Style("bare_centred", "reportlab", "microhei", COLUMNS, ruled=False, plain=True, size=8.5, pad=(5, 5),
          rules=Rules(None, None, None, ), page=LANDSCAPE, repeat_header=True, fake_bold=True, new_pages=True),
    Style("lines_across", "reportlab", "stsong", COLUMNS, ruled=False, plain=True, size=9, pad=(4, 4),
          rules=Rules(Stroke(0.8), HAIR, None), repeat_header=True),
    Style("framed", "reportlab", "ukai", NARROW, size=9.5, arrange="frame", rules=Rules(Stroke(1.0), THIN, THIN)),
    Style("beside", "reportlab", "zenhei", ("half_full", "shanghai", "standard"), page=LANDSCAPE, size=7.5,
          margin=(36, 40), arrange="beside", pad=(2, 2)),
    Style("web_grid", "chromium", "Noto Sans CJK SC", ALL, cut_rows=True, html="td{border:1px solid #000}"),
    Style("web_soft", "chromium", "Noto Serif CJK SC", ALL, size=10, cut_rows=True, page=LANDSCAPE, value_at="top", label_at="top",
          html="td{border:0.5px dotted #555} td.head{background:#dde6f0;font-weight:bold} table{border:2px solid #000}"),
    Style("web_zebra", "chromium", "WenQuanYi Micro Hei", COLUMNS, ruled=False, plain=True, pad=(6, 6), new_pages=True,
          html="tr:nth-child(2n) td{background:#f3f3f3} td.head{background:#e2e2e2} td.label,td.text{background:#fff}"),
    Style("writer_grid", "writer", "zenhei", ALL, size=9, repeat_header=True, leading=1.35),
    Style("writer_kai", "writer", "ukai", ALL, size=10, page=LANDSCAPE, label_at="top", leading=1.35, label_again=True,
          head_fill=GREY, label_fill=(0.95, 0.95, 0.95), cut_rows=True, rules=Rules(THICK, THIN, THIN)),
    Style("calc_sheet", "calc", "uming", ALL, size=9, leading=1.35, pad=(3, 2.5), head_fill=(0.8, 0.9, 0.8)),
    *HELD_BACK,
)  # fmt: skip


def chosen(names: str, held_back: bool) -> tuple[Style, ...]:
    """The styles that `names` (all or a list with commas) asks for; UsageError for an unknown or held-back name."""
    from zhibiao.records.errors import UsageError

    if names == "all":
        return tuple(s for s in STYLES if s.held_back == held_back)
    found: list[Style] = []
    for name in names.split(","):
        style = next((s for s in STYLES if s.name == name.strip()), None)
        if style is None or style.held_back and not held_back:
            known = ", ".join(s.name for s in STYLES if held_back or not s.held_back)
            raise UsageError("unknown_style", f"there is no style {name!r}", "--styles", f"choose from {known}")
        found.append(style)
    return tuple(found)


