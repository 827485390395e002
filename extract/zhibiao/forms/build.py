"""Tables to forms: the one function that joins the steps of this stage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from zhibiao.forms.claims import read_claims
from zhibiao.forms.consistency import check_forms
from zhibiao.forms.doubts import cut_off
from zhibiao.forms.flat import flat_fund, flat_header, split_projects
from zhibiao.forms.funds import has_tree, read_department_funds, read_project_funds
from zhibiao.forms.grid import Row
from zhibiao.forms.header_block import read_fields, read_lines
from zhibiao.forms.indicators import read_indicators
from zhibiao.forms.places import Division, heading_contradicts, place_by_majority, place_in
from zhibiao.forms.report import read_report
from zhibiao.forms.rows import printed_rows
from zhibiao.forms.segment import Draft, Region, is_form_title, segment
from zhibiao.forms.special_fund import read_special_fund
from zhibiao.forms.stream import rebuild_tables
from zhibiao.records.extraction import Records
from zhibiao.records.form import EmptySlot, Form, FormKind, Fund, Indicator, Place, Policy
from zhibiao.records.issue import Issue
from zhibiao.records.table import Layout, Paragraph, Table
from zhibiao.records.text import tidy

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:年|[-—]\d|$)")
_TITLE_UNIT = re.compile(
    r"^(.*?(?:局|委|委员会|办公室|中心|院|部|厅|校|学院|医院|公司|站|所|队|会|处|街道|镇|乡)(?:[(（][^()（）]*[)）])?)(?=(?:\d{4}年|政府专项|专项|部门|整体|市级|区级|县级|预算|绩效|项目))"
)
_UNIT_IN_BRACKETS = re.compile(
    r"[(（]([^()（）]{2,24}(?:局|委|委员会|办公室|中心|院|部|厅|校|学院|医院|站|所|队|会|处|街道|镇|乡))[)）]$"
)
_YEARS = re.compile(r"(?:19|20)\d\d\s*(?:[-—至]\s*(?:19|20)\d\d)?\s*年?(?:度)?|附件\d*")
_REPORTING = re.compile(
    r"([一-鿿]{2,28}?(?:局|委|委员会|办公室|中心|院|部|厅|校|学院|医院|公司|站|所|队|会|处|街道|街道办事处|镇|乡|政府)(?:[(（][^()（）]*[)）])?)"
    r"(?=[|“\"《]|关于|部门|整体|专项|项目|预算|绩效|本级|单位|机关)"
)
_STATED_UNIT = re.compile(r"单位[:：]?\s*(?:人民币)?(亿元|万元|元)")
_REPORT_LENGTH = 150  # characters of running text; less beside tables is a cover or a note
_CODE_PREFIX = re.compile(r"^\d{2}年")


Found = Indicator | EmptySlot | Fund | Policy | Issue


@dataclass
class _Out:
    """What the forms of a document have given so far."""

    forms: list[Form] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    slots: list[EmptySlot] = field(default_factory=list)
    funds: list[Fund] = field(default_factory=list)
    policies: list[Policy] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def add(self, record: Found) -> None:
        if isinstance(record, Issue):
            self.issues.append(record)
        elif isinstance(record, Indicator):
            self.indicators.append(record)
        elif isinstance(record, EmptySlot):
            self.slots.append(record)
        elif isinstance(record, Fund):
            self.funds.append(record)
        else:
            self.policies.append(record)


def read_forms(layout: Layout) -> Records:
    """Every form of a document with its records and the doubts about them; a report in front of tables is one."""
    if not any(table.geometry for table in layout.tables):
        layout = replace(layout, blocks=rebuild_tables(layout.blocks))
    report = _report(layout)
    if not layout.tables:
        return report or Records(
            issues=(Issue("forms", "unknown_form", "no table and no evaluation report was found", 1, 1),)
        )
    out = _Out(forms=list(report.forms) if report else [])
    drafts = segment(layout.blocks)
    for draft in drafts:
        for part in split_projects(draft):
            _read_draft(part, out)
    out.issues += _cut_off(drafts, layout)
    if not drafts and not report:
        out.issues.append(Issue("forms", "unknown_form", "titles only: no table below them was found", 1, 1))
    _complete_headers(out, layout)
    indicators = [replace(r, record_id=_record_id(layout.sha256, i)) for i, r in enumerate(out.indicators, 1)]
    records = Records(
        forms=tuple(out.forms),
        indicators=tuple(indicators),
        empty_slots=tuple(out.slots),
        funds=tuple(out.funds),
        policies=tuple(out.policies),
        claims=report.claims if report else (),
        sections=report.sections if report else (),
        issues=tuple(out.issues),
    )
    return replace(records, issues=(*records.issues, *check_forms(records)))


def _cut_off(drafts: Sequence[Draft], layout: Layout) -> Iterator[Issue]:
    last = drafts[-1].regions[-1] if drafts else None
    if last is not None and last.kind in ("indicators", "duty"):
        yield from cut_off(layout, list(printed_rows(last)))


def _record_id(sha256: str, number: int) -> str:
    return f"{sha256[:12]}-{number:05d}"


def _read_draft(draft: Draft, out: _Out) -> None:
    form_no = len(out.forms) + 1
    fields_rows = [row for region in draft.regions if region.kind == "fields" for row in region.rows]
    header = flat_header(draft) | read_lines([*draft.titles, *draft.notes]) | read_fields(fields_rows)
    title = _title(draft)
    kind = _kind(draft, title, header, fields_rows)
    out.forms.append(_form(form_no, kind, title, draft, header))
    before = len(out.indicators)
    reader = read_department_funds if has_tree(fields_rows) else read_project_funds
    unit = _money_unit(draft)
    for fund in (*reader(fields_rows, form_no, unit), *flat_fund(draft, form_no, unit)):
        out.add(fund)
    for region in draft.regions:
        if region.columns and not region.columns.texts:
            out.issues.append(_header_missing(region))
        for record in _region_records(region, form_no, unit):
            out.add(_with_project(record, header.get("project", "")))
    if kind == "other" or (len(out.indicators) == before and kind in ("project", "department", "duty")):
        out.issues.append(_unread(kind, draft, title))


def _with_project(record: Found, project: str) -> Found:
    if isinstance(record, Indicator) and not record.project:
        return replace(record, project=project)
    return record


def _money_unit(draft: Draft) -> str:
    """The unit stated above the tables (金额单位：万元), or an empty string."""
    found = (_STATED_UNIT.search(tidy(p.text)) for p in (*draft.titles, *draft.notes))
    return next((m[1] for m in found if m), "")


def _region_records(region: Region, form_no: int, unit: str) -> Iterator[Found]:
    if region.kind in ("indicators", "duty"):
        yield from read_indicators(region, form_no)
    elif region.kind == "special_fund":
        yield from read_special_fund(region, form_no, unit)


def _header_missing(region: Region) -> Issue:
    place = region.rows[0].place
    message = "the row with the column names is missing; the columns were told by what they hold"
    return Issue("forms", "header_missing", message, place.page, place.line)


def _unread(kind: FormKind, draft: Draft, title: str) -> Issue:
    place = _place(draft)
    if kind == "other":
        message = f"no known form: “{title or 'without a title'}”; its tables are kept, its values are not read"
        return Issue("forms", "unknown_form", message, place.page, place.line)
    message = f"the form “{title}” holds no indicator row"
    return Issue("forms", "no_indicators", message, place.page, place.line)


def _title(draft: Draft) -> str:
    titled = [tidy(p.text) for p in draft.titles if is_form_title(p.text)]
    if titled:
        return titled[-1]
    long = [tidy(p.text) for p in draft.titles if 4 <= len(p.text) <= 60 and not _YEAR.fullmatch(tidy(p.text))]
    return long[-1] if long else ""


def _kind(draft: Draft, title: str, header: dict[str, str], rows: Sequence[Row]) -> FormKind:
    kinds = {region.kind for region in draft.regions}
    if "special_fund" in kinds:
        return "special_fund"
    if "duty" in kinds:
        return "duty"
    if "indicators" not in kinds and not has_tree(rows):
        return "project" if header.get("project") and "绩效" in title else "other"
    whole = re.search(r"整体|部门(?:预算)?绩效|单位(?:预算)?绩效", title) is not None
    if not header.get("project") and (whole or has_tree(rows) or header.get("unit_name")):
        return "department"
    return "project"


def _form(form_no: int, kind: FormKind, title: str, draft: Draft, header: dict[str, str]) -> Form:
    pages = [r.tokens[0].cell.page for region in draft.regions for r in region.rows]
    known = {k: v for k, v in header.items() if k in Form.__dataclass_fields__ and k != "fiscal_year"}
    year = next((m[1] for p in [*draft.titles] if (m := _YEAR.search(tidy(p.text)))), "")
    if not year and (m := re.search(r"(?:19|20)\d\d", header.get("fiscal_year", ""))):
        year = m[0]
    unit = known.pop("unit_name", "") or _unit_in_title(title)
    place = _place(draft)
    return Form(
        form_no=form_no,
        form_kind=kind,
        title=title,
        fiscal_year=year,
        unit_name=unit,
        first_page=min(pages, default=place.page),
        last_page=max(pages, default=place.page),
        place=place,
        **known,
    )


def _unit_in_title(title: str) -> str:
    match = _UNIT_IN_BRACKETS.search(title)
    if match:
        return match[1]
    match = _TITLE_UNIT.match(title)
    return _CODE_PREFIX.sub("", match[1]) if match else ""


def _place(draft: Draft) -> Place:
    titled = [p for p in draft.titles if is_form_title(p.text)] or list(draft.titles)
    if titled:
        p = titled[-1]
        return Place(p.page, None, None, p.box, p.line)
    return draft.regions[0].rows[0].place if draft.regions and draft.regions[0].rows else Place()


def _complete_headers(out: _Out, layout: Layout) -> None:
    """Places for every form, and a fiscal year where only other forms of the document print it."""
    years = {f.fiscal_year for f in out.forms if f.fiscal_year}
    everything: Division | None = None
    for index, form in enumerate(out.forms):
        division = place_in((form.unit_name, form.implementing_unit, form.department, form.title))
        if not division.province:
            everything = everything or place_by_majority(_texts(layout))
            division = everything
            if division.province:
                found = division.county or division.city
                message = f"the form names no place; the document speaks of {found}"
                out.issues.append(_inferred("place_inferred", message, form))
        claimed = heading_contradicts(form.title, place_in((form.unit_name, form.implementing_unit)))
        if claimed:
            message = f"the heading says {claimed}, the unit “{form.unit_name}” belongs to {division.county}"
            out.issues.append(_inferred("heading_level_differs", message, form))
        year = form.fiscal_year
        if not year and len(years) == 1:
            year = next(iter(years))
            out.issues.append(_inferred("year_inferred", f"the form prints no year; all others say {year}", form))
        out.forms[index] = replace(
            form,
            fiscal_year=year,
            province=division.province,
            city=division.city,
            county=division.county,
            division=division.code,
        )


def _inferred(kind: str, message: str, form: Form) -> Issue:
    return Issue("forms", kind, message, form.place.page, form.place.line)


def _texts(layout: Layout) -> Iterator[str]:
    for block in layout.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells)


def _report(layout: Layout) -> Records | None:
    """The evaluation report that the running text of a document is, as form 1; None where it is none."""
    paragraphs = [b for b in layout.blocks if not isinstance(b, Table)]
    report = read_report(paragraphs, 1)
    if report is None or (layout.tables and sum(len(s.text) for s in report.sections) < _REPORT_LENGTH):
        return None
    year = match[1] if (match := _YEAR.search(report.title)) else ""
    place = place_in([report.title])
    form = Form(
        1, "evaluation_report", report.title, year, place.province, place.city, place.county,
        unit_name=_report_unit(report.title), project=_report_project(report.title), division=place.code,
        first_page=min(p.page for p in paragraphs), last_page=max(p.page for p in paragraphs),
        place=report.title_place,
    )  # fmt: skip
    return Records(forms=(form,), claims=tuple(read_claims(report.sections, 1, year)), sections=report.sections)


def _report_unit(title: str) -> str:
    """The body that a report's title names in front of what it reports on."""
    match = _REPORTING.search(_YEARS.sub("|", title))
    return match[1] if match else ""


def _report_project(title: str) -> str:
    """The project of a report on one, in quotation marks or between the body and 绩效; empty for a whole body."""
    if re.search(r"整体|部门(?:预算)?绩效", title):
        return ""
    quoted = re.search(r"[“\"《]([^”\"》]{2,40})[”\"》]", title)
    if quoted:
        return quoted[1]
    rest = _YEARS.sub("|", title).split("|")[-1].removeprefix(_report_unit(title)).removeprefix("关于")
    named = re.match(r"^(.{2,40}?(?:项目|专项资金|经费|工程|资金))(?:支出)?(?=.{0,6}(?:绩效|自评|评价|评估))", rest)
    return named[1] if named else ""
