"""Pages that nobody would print on purpose: the recogniser answers, and no word is lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from zhibiao.records.geometry import Box
from zhibiao.records.page import Page, Rule, Word
from zhibiao.records.table import Paragraph, Table
from zhibiao.tables import assemble, recognise_pages

AT = st.integers(-20, 220).map(float)
SIDE = st.sampled_from((0.0, 0.1, 3.0, 10.0, 14.0, 60.0, 200.0))
TEXTS = st.sampled_from(
    ("一级指标", "数量指标", "≥95", "%", "合计", "a b", " ", "", "$", "单位名称：", "12.5", "绩" * 30)
)
THICK = st.sampled_from((0.0, 0.5, 8.0))


@st.composite
def words(draw: st.DrawFn) -> Word:
    x, y = draw(AT), draw(AT)
    return Word(draw(TEXTS), Box(x, y, x + draw(SIDE), y + draw(SIDE)))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    x, y, length = draw(AT), draw(AT), draw(SIDE)
    if draw(st.booleans()):
        return Rule(x, y, x + length, y, draw(THICK))
    return Rule(x, y, x, y + length, draw(THICK))


@st.composite
def pages(draw: st.DrawFn) -> list[Page]:
    count = draw(st.integers(1, 2))
    return [
        Page(
            n + 1,
            200.0,
            200.0,
            "text",
            tuple(draw(st.lists(words(), max_size=14))),
            tuple(draw(st.lists(rules(), max_size=10))),
        )
        for n in range(count)
    ]


def letters(text: str) -> list[str]:
    return sorted(ch for ch in text if not ch.isspace())


@settings(max_examples=150, deadline=None)
@given(pages())
def test_any_page_is_read_and_keeps_its_characters(document: list[Page]) -> None:
    layouts = list(recognise_pages(document))
    assemble(layouts)
    for page, layout in zip(document, layouts, strict=True):
        texts = [b.text for b in layout.blocks if isinstance(b, Paragraph)]
        texts += [c.text for b in layout.blocks if isinstance(b, Table) for c in b.cells]
        assert letters("".join(texts)) == letters("".join(w.text for w in page.words))


def test_a_frame_around_nothing_but_a_blank() -> None:
    frame = (
        Rule(10, 10, 100, 10),
        Rule(10, 100, 100, 100),
        Rule(10, 10, 10, 100),
        Rule(100, 10, 100, 100),
        Rule(50, 10, 50, 100),
    )
    page = Page(1, 200, 200, "text", (Word(" ", Box(20, 20, 30, 30)),), frame)
    (layout,) = recognise_pages([page])
    assert [len(t.cells) for t in layout.tables] in ([2], [])
