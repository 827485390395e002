"""Segmentation: an own jieba tokenizer with a domain dictionary, never the global one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Cut = Callable[[str], list[str]]
_GENERAL_FREQUENCY = 400
_DOMAIN_FREQUENCY = 20_000


def make_cut(dictionary: dict[str, int]) -> Cut:
    """A cutter over `dictionary` (word → frequency); no file is read and none is written."""
    import jieba

    tokenizer: Any = jieba.Tokenizer()
    frequencies = dict(dictionary)
    for word in dictionary:
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, sum(dictionary.values()), True
    return lambda text: list(tokenizer.cut(text, HMM=False))


def make_dictionary(texts: Iterable[str], domain_words: Iterable[str]) -> dict[str, int]:
    """Frequent words of jieba's own list, its rarer words that occur in `texts`, and the domain's words."""
    seen = {text[i : i + n] for text in texts for n in range(2, 7) for i in range(len(text) - n + 1)}
    chosen = {
        word: count for word, count in _general() if len(word) == 1 or count >= _GENERAL_FREQUENCY or word in seen
    }
    for word in domain_words:
        if len(word) > 1:
            chosen[word] = max(chosen.get(word, 0), _DOMAIN_FREQUENCY)
    return dict(sorted(chosen.items()))


def _general() -> Iterable[tuple[str, int]]:
    import jieba

    with jieba.get_module_res("dict.txt") as stream:
        for line in stream:
            word, count, *_ = line.decode("utf-8").split()
            yield word, int(count)
