"""Prints made-up performance target forms as real PDFs and keeps the true grid, spans and records.

``python -m zhibiao.typeset --out DIR --seed N --styles all|NAME,... --documents K [--held-back]``
"""
