"""One table recogniser for every source of evidence: words and ruled lines in, tables and text out."""

from zhibiao.tables.assemble import assemble
from zhibiao.tables.draw import draw
from zhibiao.tables.layout import PageLayout
from zhibiao.tables.recognise import recognise, recognise_pages

__all__ = ["PageLayout", "assemble", "draw", "recognise", "recognise_pages"]
