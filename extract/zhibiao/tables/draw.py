"""Seeing is checking: rules, cells and merged cells drawn over the picture of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibiao.tables.layout import PageLayout

if TYPE_CHECKING:
    from PIL.Image import Image

Colour = tuple[int, int, int, int]
RULE: Colour = (220, 40, 40, 255)
CELL: Colour = (30, 90, 220, 255)
EMPTY: Colour = (150, 150, 150, 255)
MERGED: Colour = (40, 170, 80, 50)
TEXT: Colour = (240, 150, 30, 255)


def draw(page_image: Image, layout: PageLayout) -> Image:
    """A copy of the picture with rules (red), cells (blue, empty ones grey), merged cells (green) and
    paragraphs (orange); each cell bears its row and column.

    The picture shows the whole page at any resolution.
    """
    from PIL import Image as Pictures
    from PIL import ImageDraw

    base = page_image.convert("RGBA")
    layer = Pictures.new("RGBA", base.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    x, y = base.width / layout.width, base.height / layout.height
    for rule in layout.rules:
        pen.line((rule.x0 * x, rule.y0 * y, rule.x1 * x, rule.y1 * y), fill=RULE, width=1)
    for block in layout.blocks:
        if block.box is not None and block not in layout.tables:
            pen.rectangle((block.box.x0 * x, block.box.y0 * y, block.box.x1 * x, block.box.y1 * y), outline=TEXT)
    for cell in (c for table in layout.tables for c in table.cells):
        if cell.box is None:
            continue
        corners = (cell.box.x0 * x + 2, cell.box.y0 * y + 2, cell.box.x1 * x - 2, cell.box.y1 * y - 2)
        if corners[2] <= corners[0] or corners[3] <= corners[1]:
            continue
        merged = MERGED if cell.rowspan > 1 or cell.colspan > 1 else None
        pen.rectangle(corners, fill=merged, outline=CELL if cell.text else EMPTY)
        pen.text((corners[0] + 1, corners[1]), f"{cell.row},{cell.col}", fill=CELL)
    return Pictures.alpha_composite(base, layer).convert("RGB")
