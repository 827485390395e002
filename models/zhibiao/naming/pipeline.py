"""The splitter as a spaCy component: `blank("zh")` with the domain tokenizer and `doc._.name_parts`.

For analyses and notebooks; the standardiser calls the same functions without importing spaCy, which
takes about a second to load.
"""

from __future__ import annotations

from typing import Any

from zhibiao.naming.lexicons import Lexicons
from zhibiao.naming.parts import split_name
from zhibiao.naming.words import Cut
from zhibiao.records.text import key


def make_pipeline(cut: Cut, lexicons: Lexicons) -> Any:
    """A spaCy pipeline: words by `cut`, and `doc._.name_parts` (a `NameParts`) on every document."""
    import spacy
    from spacy.language import Language
    from spacy.tokens import Doc

    nlp = spacy.blank("zh")

    def tokenize(text: str) -> Doc:
        words = cut(key(text))
        return Doc(nlp.vocab, words=words, spaces=[False] * len(words))

    def name_parts(doc: Doc) -> Doc:
        doc._.name_parts = split_name(doc.text, lexicons)
        return doc

    nlp.tokenizer = tokenize
    Doc.set_extension("name_parts", default=None, force=True)
    Language.component("zhibiao_name_parts", func=name_parts)
    nlp.add_pipe("zhibiao_name_parts")
    return nlp
