"""Prints laid-out pages with LibreOffice: as a text document (writer) or as one spreadsheet a page (calc).

Rows have exact heights and lines break where the layout broke them, so that LibreOffice draws but does not decide.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from zhibiao.records.errors import DocumentError, UsageError
from zhibiao.typeset.style import PlacedPage, Style

FAMILIES = {
    "zenhei": "WenQuanYi Zen Hei",
    "microhei": "WenQuanYi Micro Hei",
    "uming": "AR PL UMing CN",
    "ukai": "AR PL UKai CN",
}
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)


def find_office() -> str:
    """Path of the office program; UsageError where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        remedy = "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui"
        raise UsageError("missing_program", "LibreOffice is not installed", "writer and calc styles", remedy)
    return found


def write_office(pages: tuple[PlacedPage, ...], style: Style, path: Path) -> None:
    """One PDF by LibreOffice; DocumentError where the conversion gives none."""
    from zhibiao.typeset.office_calc import spreadsheet
    from zhibiao.typeset.office_writer import text_document

    made, ending = (spreadsheet, "fods") if style.producer == "calc" else (text_document, "fodt")
    program = find_office()
    with tempfile.TemporaryDirectory(prefix="typeset-office-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"{path.stem}.{ending}"
        source.write_text(made(pages, style), encoding="utf-8")
        command = [
            program,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(source),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)  # noqa: S603
        result = source.with_suffix(".pdf")
        if not result.exists():
            raise DocumentError("conversion_failed", done.stderr.strip() or "no PDF came out", path.name)
        shutil.copyfile(result, path)


def document(mimetype: str, styles: str, masters: str, automatic: str, body: str) -> str:
    """A flat OpenDocument file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NAMESPACES} office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.{mimetype}"><office:styles>{styles}</office:styles>'
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:master-styles>{masters}</office:master-styles><office:body>{body}</office:body></office:document>"
    )


def fonts(style: Style, size: float, bold: bool = False) -> str:
    """Text properties with one font for Chinese and Latin characters."""
    family = FAMILIES[style.font]
    weight = ' fo:font-weight="bold" style:font-weight-asian="bold"' if bold and style.fake_bold else ""
    return (
        f'<style:text-properties fo:font-family="{family}" style:font-family-asian="{family}" fo:font-size="{size:g}pt"'
        f' style:font-size-asian="{size:g}pt" style:letter-kerning="false" fo:language="zh" fo:country="CN" '
        f'style:language-asian="zh" style:country-asian="CN"{weight}/>'
    )


def paragraph(name: str, align: str, lead: float, text: str, extra: str = "") -> str:
    """A paragraph style with an exact line height and none of the spacing of Asian typography."""
    side = {"left": "start", "right": "end"}.get(align, "center")
    return (
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties '
        f'fo:text-align="{side}" fo:line-height="{lead:.2f}pt" fo:margin-top="0pt" fo:margin-bottom="0pt" '
        f'style:text-autospace="none" style:punctuation-wrap="simple" fo:orphans="0" fo:widows="0" {extra}/>'
        f"{text}</style:style>"
    )


def page_layout(style: Style, slack: float = 0.0) -> str:
    """Page size and margins; the sides that content may not reach get `slack` points less."""
    width, height = style.page
    side, top = style.margin
    turned = "landscape" if width > height else "portrait"
    return (
        f'<style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="{width:.2f}pt" '
        f'fo:page-height="{height:.2f}pt" style:print-orientation="{turned}" fo:margin-left="{side:.2f}pt" '
        f'fo:margin-right="{side - slack:.2f}pt" fo:margin-top="{top:.2f}pt" fo:margin-bottom="{top - slack:.2f}pt"/>'
        f"<style:header-style/><style:footer-style/></style:page-layout>"
    )


def broken(lines: list[str]) -> str:
    """Lines with explicit breaks between them."""
    return "<text:line-break/>".join(escape(x) for x in lines)


def borders(style: Style) -> str:
    """Border attributes of a cell."""
    rules = style.rules
    across = f"{rules.horizontal.width:g}pt solid #000000" if rules.horizontal else "none"
    down = f"{rules.vertical.width:g}pt solid #000000" if rules.vertical else "none"
    return f'fo:border-top="{across}" fo:border-bottom="{across}" fo:border-left="{down}" fo:border-right="{down}"'


def hexed(colour: tuple[float, float, float] | None) -> str:
    """A colour as six hexadecimal digits."""
    return "transparent" if colour is None else "#" + "".join(f"{round(v * 255):02x}" for v in colour)
