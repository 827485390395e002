"""The command line. Nothing heavy is imported before a command has been chosen."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from zhibiao.records.errors import UsageError, ZhibiaoError


class _Parser(argparse.ArgumentParser):
    """Errors in one line with exit code 2."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError("arguments", message, self.prog, f"see `{self.prog} --help`")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="zhibiao",
        description="Budget performance target tables (预算绩效目标表) to structured, comparable records.",
    )
    from importlib.metadata import version

    parser.add_argument("--version", action="version", version=f"zhibiao {version('zhibiao')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.add_argument("--quiet", action="store_true", help="print errors only")
        return sub

    run = command("run", "read files, folders or globs; write standardised records under DIR")
    run.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help="PDF, picture (PNG, JPEG, TIFF, BMP) or text dump, folder, or glob in quotes",
    )
    run.add_argument("--out", required=True, metavar="DIR", help="folder for the records")
    run.add_argument("--no-names", action="store_true", help="do not standardise indicator names")
    run.add_argument("--model", metavar="DIR", help="another naming model than the shipped one")
    _reader_option(run)

    tables = command("tables", "recover the tables of one file, without forms and names")
    tables.add_argument("file", metavar="FILE")
    tables.add_argument("--out", required=True, metavar="FILE.json", help="where the tables go (- for standard output)")
    tables.add_argument("--show", metavar="PAGE.png", help="draw rules, cells and spans over a page (PDF or picture)")
    tables.add_argument("--page", type=int, default=1, metavar="N", help="the page to draw (default 1)")
    _reader_option(tables)

    _naming_commands(command)

    score = command("score", "compare records with gold")
    score.add_argument("predicted", metavar="PREDICTED", help="folder written by `zhibiao run`")
    score.add_argument("gold", metavar="GOLD", help="folder of gold, or another result")
    score.add_argument("--json", metavar="FILE", help="write counts and errors as JSON too")

    measure = command("measure", "quality of target setting: measures, data set, report")
    measure.add_argument("records", metavar="DIR", help="folder written by `zhibiao run`")
    measure.add_argument("--out", required=True, metavar="DIR", help="folder for the data set and the report")
    measure.add_argument(
        "--formats", default="csv,parquet,dta,xlsx", metavar="LIST", help="default: csv,parquet,dta,xlsx"
    )
    measure.add_argument("--title", default="", help="title of the data set and of the report")
    measure.add_argument("--author", action="append", default=[], metavar="NAME", help="for the citation; repeatable")
    measure.add_argument("--pages", metavar="DIR", help="where the PDF sources are now, for page images")
    measure.add_argument("--no-pdf", action="store_true", help="do not print the report as PDF")
    return parser


def _naming_commands(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    names = command("standardise", "map indicator names to canonical indicators")
    names.add_argument("names", nargs="+", metavar="NAME", help="a CSV with a column `name`, or names")
    names.add_argument("--out", metavar="OUT.csv", help="where the answers to a CSV go")
    names.add_argument("--model", metavar="DIR", help="another naming model than the shipped one")

    train = command("train", "rebuild the naming model from the corpora, byte for byte")
    train.add_argument("--out", required=True, metavar="DIR")
    train.add_argument("--corpora", default="corpora", metavar="DIR", help="default: corpora")
    train.add_argument("--labels", metavar="LABELS.csv", help="decisions of `zhibiao label` to learn from as well")
    train.add_argument(
        "--quick", action="store_true", help="lay the labels over the shipped model: seconds, no training"
    )

    from zhibiao.app import cluster_command, label_command

    label_command.add_options(command("label", "list names worth deciding next, take and keep people's answers"))
    cluster_command.add_options(command("cluster", "group unknown names and propose new leaves"))


def _reader_option(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--reader",
        default="pdfium",
        choices=("pdfium", "pdfplumber"),
        help="PDF text-layer reader (default pdfium)",
    )
    sub.add_argument(
        "--ocr",
        default="auto",
        choices=("never", "auto", "always"),
        help="read pixels: never, where the text layer is missing or doubtful (default), or on every page",
    )
    sub.add_argument(
        "--engine",
        default="auto",
        choices=("auto", "rapidocr", "rapidocr-openvino"),
        help="OCR engine (default: OpenVINO where it is installed, else onnxruntime)",
    )
    sub.add_argument(
        "--page-timeout",
        type=_seconds,
        default=120.0,
        metavar="SECONDS",
        help="give up a page whose OCR takes longer, not its document (default 120)",
    )
    sub.add_argument("--jobs", type=_jobs, default=0, metavar="N", help="OCR processes (default: one a core)")


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds above 0")
    return value


def _jobs(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 64:
        raise argparse.ArgumentTypeError(f"{text} is no number of processes between 0 and 64")
    return value


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, 2 (arguments) or 3 (some documents partial or failed)."""
    try:
        args = _parser().parse_args(argv)
        from zhibiao.app import commands

        return int(getattr(commands, args.command)(args))
    except ZhibiaoError as error:
        print(f"zhibiao: {error.line()}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        print("zhibiao: stopped; what was finished is written", file=sys.stderr)
        return 130


def output_path(text: str) -> Path:
    """A file to write; its folder is made.

    Raises:
        UsageError: the folder cannot be made.
    """
    path = Path(text)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError("bad_output", f"cannot be written ({error.strerror})", text, "choose another path") from error
    return path


if __name__ == "__main__":
    sys.exit(main())
