"""The graded severities as a table. `held_back` ones are for reporting only, never for tuning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["colour", "grey", "bilevel"]
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Severity:
    """What happens to a page; every range is drawn from evenly.

    `skew` degrees either way; `bow` largest bend of a straight line in mm; `blur` sigma in pixels of the scan;
    `noise` standard deviation in grey levels; `ink` grey level of black print (0 is full black); `bleed` share
    of the back side that shines through; `shade` loss of light at the darkest edge, 0 to 1; `tilt` largest
    move of a page corner as a share of its side (photos); `specks` black and white dots a square cm;
    `cut` threshold of a bilevel scan; `jpeg` quality, (100, 100) for none; `dpi` of the scan.
    """

    name: str
    dpi: int
    tone: Tone = "colour"
    skew: Range = (0.0, 0.5)
    bow: Range = (0.0, 0.0)
    blur: Range = (0.3, 0.5)
    noise: Range = (1.0, 3.0)
    ink: Range = (0.0, 20.0)
    bleed: Range = (0.0, 0.0)
    shade: Range = (0.0, 0.05)
    tilt: Range = (0.0, 0.0)
    specks: Range = (0.0, 0.0)
    cut: Range = (160.0, 190.0)
    jpeg: Range = (75.0, 92.0)
    stamps: Range = (0.0, 1.0)
    held_back: bool = False


SEVERITIES: dict[str, Severity] = {
    s.name: s
    for s in (
        Severity("office", 200, skew=(0.0, 1.0)),
        Severity(
            "archive",
            150,
            skew=(0.3, 2.5),
            bow=(0.0, 0.4),
            blur=(0.4, 0.7),
            noise=(3.0, 6.0),
            ink=(20.0, 70.0),
            bleed=(0.0, 0.12),
            shade=(0.05, 0.2),
            specks=(0.0, 0.2),
            jpeg=(60.0, 80.0),
        ),
        Severity(
            "grey",
            200,
            "grey",
            skew=(0.2, 2.0),
            bow=(0.0, 0.3),
            blur=(0.4, 0.6),
            noise=(2.0, 4.0),
            ink=(10.0, 50.0),
            bleed=(0.0, 0.1),
            shade=(0.0, 0.15),
        ),
        Severity(
            "copy",
            200,
            "bilevel",
            skew=(0.3, 3.0),
            bow=(0.0, 0.5),
            blur=(0.5, 0.8),
            noise=(8.0, 16.0),
            ink=(20.0, 70.0),
            shade=(0.0, 0.1),
            specks=(0.5, 3.0),
            jpeg=(100.0, 100.0),
        ),
        Severity(
            "photo",
            200,
            skew=(0.0, 4.0),
            bow=(0.0, 0.6),
            blur=(0.5, 0.9),
            noise=(3.0, 7.0),
            ink=(20.0, 50.0),
            shade=(0.2, 0.5),
            tilt=(0.02, 0.06),
            jpeg=(70.0, 88.0),
        ),
        Severity(
            "office_300", 300, skew=(0.0, 1.5), noise=(2.0, 5.0), ink=(0.0, 40.0), bleed=(0.0, 0.08), held_back=True
        ),
        Severity(
            "archive_grey",
            150,
            "grey",
            skew=(0.5, 3.0),
            bow=(0.0, 0.4),
            blur=(0.4, 0.7),
            noise=(3.0, 6.0),
            ink=(30.0, 80.0),
            bleed=(0.0, 0.12),
            shade=(0.05, 0.2),
            jpeg=(55.0, 80.0),
            held_back=True,
        ),
        Severity(
            "fax",
            204,
            "bilevel",
            skew=(0.5, 4.0),
            blur=(0.5, 0.9),
            noise=(6.0, 14.0),
            ink=(10.0, 60.0),
            specks=(0.5, 2.0),
            cut=(150.0, 195.0),
            jpeg=(100.0, 100.0),
            held_back=True,
        ),
    )
}
