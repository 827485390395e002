"""What stands on a page when both its text layer and its pixels were looked at; neither is believed blindly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from zhibiao.ocr.frame import Frame
from zhibiao.ocr.scan import Reading
from zhibiao.ocr.triage_layers import Agreement, compare_layer
from zhibiao.records.geometry import Box
from zhibiao.records.issue import Issue
from zhibiao.records.page import Page, Reread, Rule, Word
from zhibiao.records.text import key

GOOD_LAYER = 0.85  # from here on a layer may support or doubt a reading
_SAME_TEXT = 0.5  # a visible layer that agrees less than this does not say what is printed
_DIFFERS = 0.97
_SUPPORT, _DOUBT = 0.4, 0.75  # share of the doubt that stays where both agree; of the trust where they do not
_COVERED = 0.3
_NEAR = 3.0  # points
_LEAST_TEXT = 2  # characters that a picture beside text must show
Found = tuple[Page, tuple[Issue, ...]]


def settle(reading: Reading, layer: Page | None, always: bool = False) -> Found:
    """The page after OCR: of a scan the pixels, of a mixed page both, of a doubted text layer the more believable one.

    `layer` is what the text layer gave, None for a picture file; `always` takes the pixels whatever the layer says.
    """
    repairs = tuple(Reread(r.box, r.raw, r.text, r.evidence) for r in reading.repairs)
    pixels = replace(reading.page, repairs=repairs, to_source=_to_source(reading.frame))
    if layer is None:
        return pixels, reading.issues
    pixels = replace(pixels, number=layer.number)
    if layer.kind == "scan" or always:
        return _scan(pixels, reading, layer)
    if layer.kind == "mixed":
        return _mixed(pixels, reading, layer)
    return _doubted(pixels, reading, layer)


def _to_source(frame: Frame) -> tuple[float, ...]:
    """The way back from the upright page, in points; empty where nothing was moved."""
    matrix = np.array(frame.matrix)
    if np.allclose(matrix, np.eye(3), atol=1e-6):
        return ()
    scale = np.diag([72 / frame.dpi, 72 / frame.dpi, 1.0])
    back = scale @ np.linalg.inv(matrix) @ np.linalg.inv(scale)
    return tuple(round(float(v), 9) for v in (back / back[2, 2]).ravel())


def _scan(pixels: Page, reading: Reading, layer: Page) -> Found:
    """The pixels; a layer that mostly says the same supports or doubts single words."""
    reason = f"{layer.reason}; {pixels.reason}"
    other = (*layer.words, *layer.hidden)
    if not other:
        return replace(pixels, reason=reason), reading.issues
    agreement = compare_layer(other, pixels.words, reading.frame)
    said = f"the text layer agrees in {agreement.share:.0%} of {agreement.characters} characters"
    words, changed = _weighed(pixels.words, agreement)
    issues = reading.issues
    if agreement.share < _DIFFERS:
        used = "supports or doubts single words" if agreement.share >= GOOD_LAYER else "was not used"
        issues = (*issues, Issue("read", "layer_differs", f"{said}; it {used}, the pixels were read", layer.number))
    found = replace(pixels, words=words, reason=f"{reason}; {said}", repairs=(*pixels.repairs, *changed))
    return found, issues


def _weighed(words: Sequence[Word], agreement: Agreement) -> tuple[tuple[Word, ...], tuple[Reread, ...]]:
    """Words with the layer as a second opinion: a doubtful character becomes what both layer and engine offer."""
    if agreement.share < GOOD_LAYER:
        return tuple(words), ()
    done: list[Word] = []
    changed: list[Reread] = []
    for word, text in zip(words, agreement.texts, strict=True):
        if key(text) == key(word.text):
            done.append(replace(word, confidence=1.0 - _SUPPORT * (1.0 - word.confidence)))
            continue
        better = second_opinion(word, text)
        if better != word.text:
            changed.append(Reread(word.box, word.text, better, "the hidden text layer, and the engine's next guess"))
            unsure = tuple(u for u in word.unsure if better[u.at] == word.text[u.at])
            done.append(replace(word, text=better, unsure=unsure))
        else:
            done.append(replace(word, confidence=_DOUBT * word.confidence))
    return tuple(done), tuple(changed)


def second_opinion(word: Word, text: str) -> str:
    """`word` with every doubtful character replaced for which `text` has one of the engine's other guesses.

    Unchanged unless that explains the whole difference.
    """
    if len(text) != len(word.text):
        return word.text
    offers = {u.at: {other for other, _ in u.others} for u in word.unsure}
    chosen = list(word.text)
    for n, (ours, theirs) in enumerate(zip(word.text, text, strict=True)):
        if key(ours) == key(theirs):
            continue
        if theirs not in offers.get(n, ()):
            return word.text
        chosen[n] = theirs
    return "".join(chosen)


def _mixed(pixels: Page, reading: Reading, layer: Page) -> Found:
    """The layer, and from the pixels what stands where the layer has nothing: tables that are pictures."""
    outside = [w for w in _on_page(pixels.words, reading.frame) if not _covered(w.box, layer.words)]
    if sum(len(w.text) for w in outside) < _LEAST_TEXT:
        return replace(layer, reason=f"{layer.reason}; the pictures hold no text"), ()
    area = _around(outside)
    rules = tuple(r for r in pixels.rules if _inside(r, area) and not _known(r, layer.rules))
    reason = f"{layer.reason}; {len(outside)} words read from pixels beside the text layer"
    words = tuple(sorted((*layer.words, *outside), key=lambda w: (round(w.box.y1, 1), w.box.x0)))
    repairs = tuple(r for r in pixels.repairs if r.box is None or not _covered(r.box, layer.words))
    return replace(layer, words=words, rules=(*layer.rules, *rules), reason=reason, repairs=repairs), reading.issues


def _doubted(pixels: Page, reading: Reading, layer: Page) -> Found:
    """A visible layer whose characters are unlikely: kept if the pixels say the same."""
    agreement = compare_layer(layer.words, pixels.words, reading.frame)
    said = f"it agrees with the pixels in {agreement.share:.0%} of {agreement.characters} characters"
    if agreement.share >= _SAME_TEXT:
        return replace(layer, reason=f"{layer.reason}; its characters are unusual, but {said}"), ()
    reason = f"garbled text layer: {said}"
    issue = Issue("read", "text_garbled", f"{reason}; the pixels were read", layer.number)
    return replace(pixels, reason=f"{reason}; {pixels.reason}"), (issue, *reading.issues)


def _on_page(words: Sequence[Word], frame: Frame) -> list[Word]:
    """Words of the upright picture in points of the page as it is stored."""
    found = []
    for word in words:
        corners = frame.quad(word.box) * (72 / frame.dpi)
        (x0, y0), (x1, y1) = np.min(corners, axis=0), np.max(corners, axis=0)
        found.append(replace(word, box=Box(float(x0), float(y0), float(x1), float(y1))))
    return found


def _covered(box: Box, words: Sequence[Word]) -> bool:
    return sum(box.overlap(w.box) for w in words) > _COVERED * box.area


def _around(words: Sequence[Word]) -> Box:
    reach = 4 * max(w.box.height for w in words)
    return Box(
        min(w.box.x0 for w in words) - reach,
        min(w.box.y0 for w in words) - reach,
        max(w.box.x1 for w in words) + reach,
        max(w.box.y1 for w in words) + reach,
    )


def _inside(rule: Rule, area: Box) -> bool:
    x, y = (rule.x0 + rule.x1) / 2, (rule.y0 + rule.y1) / 2
    return area.x0 <= x <= area.x1 and area.y0 <= y <= area.y1


def _known(rule: Rule, others: Sequence[Rule]) -> bool:
    """A rule of the layer runs at the same place along at least half of this one."""
    for other in others:
        if other.horizontal != rule.horizontal:
            continue
        if rule.horizontal:
            near, common = abs(rule.y0 - other.y0), min(rule.x1, other.x1) - max(rule.x0, other.x0)
        else:
            near, common = abs(rule.x0 - other.x0), min(rule.y1, other.y1) - max(rule.y0, other.y0)
        if near <= _NEAR and common >= 0.5 * rule.length:
            return True
    return False
