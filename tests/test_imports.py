"""Do imports run one way, and does `import search` stay light?"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import search

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for package in ("indexer", "search") for path in (ROOT / package).rglob("*.py"))
STANDARD = set(sys.stdlib_module_names)

ROOMS_OF_SEARCH = [
    "postings",
    "errors",
    "processes",
    "text",
    "article",
    "schema",
    "sheaf",
    "tree",
    "filters",
    "scanner",
    "query",
    "suggest",
    "backends",
    "snippet",
    "result",
    "second_run",
    "near",
    "asking",
    "archive",
    "render",
    "commands",
]
"""In the order in which they may import: a room imports from those before it only."""
ASIDE = {
    "traditional": "text",
    "numerals": "text",
    "characters": "text",
    "dates": "filters",
    "web": "commands",
    "__main__": "commands",
}
"""Modules that belong to a room."""
FOR_THE_INDEXER = {"article", "text", "schema", "sheaf", "query", "tree", "backends", "errors", "processes"}


def dotted(path: Path) -> str:
    """The name that a module is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> Iterator[str]:
    """Everything that a module imports, wherever in it, by its whole name; of `from x import y` both `x` and `x.y`."""
    package = dotted(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            yield source
            yield from (f"{source}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "import_module":
            yield from (argument.value for argument in node.args if isinstance(argument, ast.Constant))


def rooms(path: Path, package: str) -> set[str]:
    """The rooms of a package that a module imports from."""
    names = {name.split(".")[1] for name in imported(path) if name.startswith(package + ".")}
    known = {each.stem for each in (ROOT / package).iterdir() if not each.name.startswith(("_", "."))}
    return {ASIDE.get(name, name) for name in names & known}


def room(path: Path) -> str:
    name = path.relative_to(ROOT / "search").with_suffix("").parts[0]
    return ASIDE.get(name, name)


def test_every_module_of_search_has_a_room() -> None:
    found = {room(path) for path in MODULES if path.is_relative_to(ROOT / "search")}
    assert found <= {*ROOMS_OF_SEARCH, "__init__"}


@pytest.mark.parametrize("path", [path for path in MODULES if path.is_relative_to(ROOT / "search")], ids=dotted)
def test_within_search_imports_run_one_way(path: Path) -> None:
    if path == ROOT / "search" / "__init__.py":
        assert rooms(path, "search") <= {"archive", "article", "errors", "query", "result", "snippet"}
        return
    place = ROOMS_OF_SEARCH.index(room(path))
    allowed = set(ROOMS_OF_SEARCH[: place + (path.parent != ROOT / "search" or room(path) != path.stem)])
    assert rooms(path, "search") <= allowed | {room(path)}
    if path.parent == ROOT / "search" and path.stem == room(path):
        assert path.stem not in {name.split(".")[1] for name in imported(path) if name.startswith("search.")}


@pytest.mark.parametrize("path", [path for path in MODULES if path.is_relative_to(ROOT / "search")], ids=dotted)
def test_search_never_imports_the_indexer(path: Path) -> None:
    assert not [name for name in imported(path) if name.split(".")[0] == "indexer"]


@pytest.mark.parametrize("path", [path for path in MODULES if path.is_relative_to(ROOT / "indexer")], ids=dotted)
def test_the_indexer_imports_no_more_of_search_than_it_may(path: Path) -> None:
    assert rooms(path, "search") <= FOR_THE_INDEXER
    assert "search" not in set(imported(path))


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_package_names_itself_relatively(path: Path) -> None:
    # A host may own the name `search` too.
    own = dotted(path).split(".")[0]
    absolute = [
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").split(".")[0] == own)
        or (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == own for alias in node.names))
    ]
    assert not absolute


def importers(*libraries: str) -> set[str]:
    """The modules that import any of some libraries."""
    return {dotted(path) for path in MODULES for name in imported(path) if name.split(".")[0] in libraries}


def test_only_text_imports_jieba() -> None:
    assert importers("jieba", "rjieba") == {"search.text"}


def test_only_one_module_imports_pypinyin() -> None:
    assert importers("pypinyin") == {"search.suggest.pinyin"}


def test_only_one_module_decides_what_compresses() -> None:
    assert importers("backports", "compression") == {"search.backends.whoosh_index.records"}


def test_only_its_backend_imports_whoosh() -> None:
    assert importers("whoosh")
    assert all(name.startswith("search.backends.whoosh_index") for name in importers("whoosh"))


def test_postings_need_numpy_and_nothing_else() -> None:
    rooms = ("search.postings", "search.backends.whoosh_index")
    of_many_texts = {
        "search.characters",
        "indexer.build",
        "indexer.cutting",
        "indexer.numbering",
        "indexer.sketch",
        "indexer.texts",
    }
    assert {name for name in importers("numpy") if not name.startswith(rooms)} == of_many_texts
    for path in (ROOT / "search" / "postings").glob("*.py"):
        libraries = {name.split(".")[0] for name in imported(path)} - STANDARD
        assert libraries <= {"numpy", "search"}
        assert all(name.startswith("search.postings") for name in imported(path) if name.startswith("search"))


def test_only_the_commands_import_click() -> None:
    assert all(".commands" in name for name in importers("click", "click_default_group"))


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_no_module_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_every_module_says_what_it_answers(path: Path) -> None:
    text = path.read_text("utf-8")
    if text.strip():
        docstring = ast.get_docstring(ast.parse(text))
        assert docstring
        # A command says what it does; every other module opens with the question that it answers.
        assert "?" in docstring.split("\n\n")[0] or ".commands" in dotted(path) or path.stem == "__main__"


def loaded_by(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after some code, those of Python itself left out."""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"import sys; {code}; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.split(".")[0] for name in run.stdout.split()} - STANDARD - {"search", "__main__"}


def test_importing_search_loads_nothing_but_python() -> None:
    bare = loaded_by("pass")  # what the environment itself loads into every interpreter
    assert loaded_by("import search") - bare == set()
    assert loaded_by("import search.query, search.schema, search.backends.memory, search.snippet") - bare == set()


def test_a_query_of_known_words_loads_no_dictionary(tmp_path: Path) -> None:
    from .archives import article, on_disk

    on_disk(tmp_path / "index", [article("a", body="台风来了。")]).close()
    ask = (
        f"from search import open_archive; a = open_archive({str(tmp_path / 'index')!r}); assert a.search('台风').total"
    )
    code = f"import warnings; warnings.simplefilter('ignore'); {ask}; a.close()"
    assert not {"jieba", "rjieba", "pypinyin", "click", "pdfplumber", "fastapi"} & loaded_by(code)


def test_a_search_that_finds_nothing_loads_nothing_to_unpack_with(tmp_path: Path) -> None:
    from .archives import article, on_disk

    on_disk(tmp_path / "index", [article("a", body="台风来了。")]).close()
    ask = f"from search import open_archive; a = open_archive({str(tmp_path / 'index')!r}); n = a.search(%r).total"
    names = "print(*(name for name in sys.modules if name.endswith('.zstd')))"

    def loaded(query: str) -> str:
        code = f"import sys, warnings; warnings.simplefilter('ignore'); {ask % query}; a.close(); {names}"
        return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert loaded("停") == "\n"
    assert loaded("风") != "\n"


def test_all_of_search_is_public_and_everything_public_is_in_it() -> None:
    public = {name for name in vars(search) if not name.startswith("_")}
    submodules = {path.stem for path in (ROOT / "search").iterdir()}
    assert set(search.__all__) == public - submodules
    assert search.__all__ == sorted(search.__all__)
    for name in search.__all__:
        assert getattr(search, name).__doc__ or name == "Query"
