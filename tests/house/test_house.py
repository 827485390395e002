"""The rules of the house that no other tool checks: sizes, roots, and what the repository speaks of."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

import zhibiao

ROOT = Path(__file__).parents[2]
ROOTS = ("extract", "models", "evaluation", "app")
SOURCES = sorted(p for root in ROOTS for p in (ROOT / root / "zhibiao").rglob("*.py"))
MAX_FILE, MAX_FUNCTION, MAX_METHODS = 500, 60, 15


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_sizes(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") < MAX_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MAX_FUNCTION, f"{node.name} has {length} lines"
        if isinstance(node, ast.ClassDef):
            methods = [n for n in node.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("__")]
            assert len(methods) < MAX_METHODS, f"{node.name} has {len(methods)} methods"


def test_the_only_package_file_of_the_roots_joins_them() -> None:
    """An `__init__.py` directly in one `zhibiao/` hides the packages of the other roots, unless it extends its path."""
    found = [p for root in ROOTS if (p := ROOT / root / "zhibiao" / "__init__.py").exists()]
    assert [_name(p) for p in found] == ["app/zhibiao/__init__.py"]
    assert {Path(p).parent.name for p in zhibiao.__path__} == set(ROOTS)


def test_every_folder_is_a_package() -> None:
    folders = {p.parent for p in SOURCES}
    missing = [_name(f) for f in folders if f.name != "zhibiao" and not (f / "__init__.py").exists()]
    assert missing == []


def test_public_functions_have_docstrings() -> None:
    missing = []
    for path in SOURCES:
        for node in ast.parse(path.read_text("utf-8")).body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and ast.get_docstring(node) is None:
                missing.append(f"{_name(path)}:{node.name}")
    assert missing == []


def test_no_pickle_and_no_machine_paths() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    forbidden = re.compile(r"^\s*(?:import|from)\s+(?:pickle|joblib|cloudpickle)\b|/work/(?:main|shared|notes)", re.M)
    found = []
    for name in listed.split():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".yml", ".cfg", ".csv", ".txt", ""} and path.is_file():
            text = path.read_text("utf-8", errors="ignore")
            if path != Path(__file__) and forbidden.search(text):
                found.append(name)
    assert found == []


def test_the_global_jieba_is_never_used() -> None:
    calls = re.compile(r"\bjieba\.(?:cut|lcut|load_userdict|add_word|initialize|posseg)\b")
    assert [_name(p) for p in SOURCES if calls.search(p.read_text("utf-8"))] == []
