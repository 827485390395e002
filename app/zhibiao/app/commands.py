"""One function a command; each imports what it needs."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from zhibiao.records.errors import UsageError

if TYPE_CHECKING:
    from zhibiao.app.evidence import Options
    from zhibiao.research.compute import Measured


def run(args: Namespace) -> int:
    """`zhibiao run`."""
    from zhibiao.app.inputs import find_inputs
    from zhibiao.app.progress import print_summary
    from zhibiao.app.run import run as run_files

    files, names = find_inputs(args.inputs), not args.no_names
    done = run_files(files, Path(args.out), _options(args), names, args.quiet, model_folder(args))
    if not args.quiet:
        print_summary(done, args.out)
    else:
        _print_reasons(done)
    return 3 if any(d.status != "done" for d in done) else 0


def model_folder(args: Namespace) -> Path | None:
    """The folder of `--model`, None for the shipped model."""
    return Path(args.model) if args.model else None


def _options(args: Namespace) -> Options:
    from zhibiao.app.evidence import Options

    return Options(args.reader, args.ocr, args.engine, args.page_timeout, args.jobs)


def _print_reasons(done: list) -> None:  # type: ignore[type-arg]
    for d in done:
        if d.reason:
            print(f"{d.source}: {d.status}: {d.reason}", file=sys.stderr)


def tables(args: Namespace) -> int:
    """`zhibiao tables`."""
    from zhibiao.app.as_json import tables_json
    from zhibiao.app.cli import output_path
    from zhibiao.app.pipeline import LOSSES, file_digest, read_layout

    path = Path(args.file)
    options = _options(args)
    seen = read_layout(path, args.file, file_digest(path), options)
    layout = seen.layout
    shape = tables_json(layout.source, layout.sha256, layout.pages, layout.tables)
    text = json.dumps(shape, ensure_ascii=False, indent=1) + "\n"
    if args.out == "-":
        sys.stdout.write(text)
    else:
        output_path(args.out).write_text(text, "utf-8")
    for issue in layout.issues:
        print(f"{args.file}: page {issue.page}: {issue.message}", file=sys.stderr)
    if args.show:
        from zhibiao.app.show import show_page

        show_page(path, args.page, output_path(args.show), seen)
    if not args.quiet and args.out != "-":
        print(f"{len(layout.tables)} tables on {len(layout.pages)} pages, written to {args.out}")
    return 3 if any(issue.kind in LOSSES for issue in layout.issues) else 0


def standardise(args: Namespace) -> int:
    """`zhibiao standardise`."""
    from zhibiao.app.names import standardise_file, standardise_typed

    if len(args.names) == 1 and args.names[0].lower().endswith(".csv"):
        if not args.out:
            raise UsageError("no_output", "a CSV needs --out", args.names[0], "add --out OUT.csv")
        count = standardise_file(Path(args.names[0]), Path(args.out), model_folder(args))
        if not args.quiet:
            print(f"{count} names, written to {args.out}")
    else:
        standardise_typed(args.names, model_folder(args))
    return 0


def train(args: Namespace) -> int:
    """`zhibiao train`."""
    from zhibiao.naming import train as train_model

    corpora = Path(args.corpora)
    if args.quick:
        from zhibiao.app.label_command import train_quickly

        return train_quickly(args)
    if not (corpora / "taxonomy").is_dir():
        raise UsageError("no_corpora", "holds no taxonomy", str(corpora), "give the corpora folder with --corpora")
    if args.labels:
        from zhibiao.app.label_command import train_on_labels

        return train_on_labels(args)
    from zhibiao.naming.label_model import forget

    forget(Path(args.out))
    train_model(corpora, Path(args.out))
    if not args.quiet:
        print(f"model written to {args.out}")
    return 0


def label(args: Namespace) -> int:
    """`zhibiao label`."""
    from zhibiao.app.label_command import label as run_label

    return run_label(args)


def cluster(args: Namespace) -> int:
    """`zhibiao cluster`."""
    from zhibiao.app.cluster_command import cluster as run_cluster

    return run_cluster(args)


def score(args: Namespace) -> int:
    """`zhibiao score`."""
    from zhibiao.app.scores import print_score, score_json
    from zhibiao.scoring.folder import read_folder
    from zhibiao.scoring.score import score as score_folders

    found = score_folders(read_folder(Path(args.predicted)), read_folder(Path(args.gold)))
    if args.json:
        Path(args.json).write_text(json.dumps(score_json(found), ensure_ascii=False, indent=1) + "\n", "utf-8")
    print_score(found, args.quiet)
    return 0


def measure(args: Namespace) -> int:
    """`zhibiao measure`."""
    from zhibiao.research.run import TITLE, measure_folder

    formats = [f.strip() for f in args.formats.split(",") if f.strip()]
    pages = Path(args.pages) if args.pages else None
    title = args.title or TITLE
    written = measure_folder(Path(args.records), Path(args.out), formats, title, args.author, pages, not args.no_pdf)
    if not args.quiet:
        _print_measures(written.measured)
        print(f"{len(written.files)} files written to {args.out}")
        if written.note:
            print(f"no PDF of the report: {written.note}")
    return 0


def _print_measures(measured: Measured) -> None:
    """The headline figures; M1 never without M5 and M13 beside it."""
    titles = {
        "M1": "targets that are numbers",
        "M5.vague": "targets that are grade words",
        "M5.pseudo": "effects in % of nothing",
        "M13": "names that the value does not measure",
        "M3": "at 100 %",
        "M6": "misplaced",
        "M10": "projects with an outcome",
        "M15": "copied rows",
    }
    for part, title in titles.items():
        figure = measured.figure(part)
        if figure:
            print(f"{part:10} {title:40} {figure.value:7.1%}  {figure.numerator:g} of {figure.denominator:g}")
