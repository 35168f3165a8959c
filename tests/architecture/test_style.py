"""Rules of style: short files, plain names, and routers that only delegate."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "referral_api"
FILES = sorted(SOURCE.rglob("*.py"))
ROUTERS = sorted(path for path in (SOURCE / "routers").rglob("*.py") if path.name != "__init__.py")
# Routers without the usual three lines: one has a form body, the others need no caller.
_OTHERWISE = {
    "incoming_messages.py", "tokens.py", "health.py", "codelists.py", "metrics.py",
    "screening_instruments.py",
}  # fmt: skip
_MEANINGLESS = {"utils", "helpers", "common", "core", "base", "manager", "service", "misc"}
_ROUTERS_MAY_IMPORT = (
    "typing", "uuid", "urllib.parse", "fastapi", "referral_api.http.", "referral_api.domain.",
    "referral_api.audit.search", "referral_api.audit.tables", "referral_api.errors",
    "referral_api.permissions", "referral_api.schemas", "referral_api.observability.metrics",
    "referral_api.maintenance.watch", "referral_api.reports.",
)  # fmt: skip

FOLDERS = {
    folder: [path for path in FILES if path.parent == folder]
    for folder in sorted({path.parent for path in FILES})
}  # fmt: skip


def _named(folder: Path) -> str:
    return str(folder.relative_to(SOURCE))


def test_there_are_files_to_look_at() -> None:
    assert len(FILES) > 100
    assert len(ROUTERS) > 10


@pytest.mark.parametrize("folder", FOLDERS, ids=_named)
def test_a_file_is_short_says_what_it_is_for_and_has_a_name_that_means_something(
    folder: Path,
) -> None:
    assert folder.name not in _MEANINGLESS
    for path in FOLDERS[folder]:
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 300, path
        assert ast.get_docstring(ast.parse(text)), path
        assert path.stem not in _MEANINGLESS, path


@pytest.mark.parametrize("path", ROUTERS, ids=lambda path: path.stem)
def test_a_router_imports_only_what_stands_between_http_and_the_domain(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            assert name.startswith(_ROUTERS_MAY_IMPORT), name


@pytest.mark.parametrize("path", ROUTERS, ids=lambda path: path.stem)
def test_a_route_runs_one_operation_of_the_domain_and_responds(path: Path) -> None:
    routes = [
        node
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.AsyncFunctionDef) and node.decorator_list
    ]
    assert routes or path.name in _OTHERWISE
    if path.name in _OTHERWISE:
        return
    for route in routes:
        assert ast.get_docstring(route), route.name
        *steps, last = route.body[1:]
        assert 1 <= len(steps) <= 2, route.name
        assigned = [step for step in steps if isinstance(step, ast.Assign)]
        assert assigned == steps, route.name
        assert isinstance(assigned[-1].value, ast.Await), f"{route.name} runs one operation last"
        assert isinstance(last, ast.Return), route.name
        assert ast.unparse(last).startswith("return call.respond"), route.name


_NOT_PROMISED = (
    "fastapi._compat", "fastapi.middleware.asyncexitstack", "prometheus_client.values",
    "sqlalchemy.dialects.postgresql.base", "uvicorn.protocols",
)  # fmt: skip


@pytest.mark.parametrize("folder", FOLDERS, ids=_named)
def test_private_parts_of_libraries_are_imported_in_one_module_only(folder: Path) -> None:
    for path in FOLDERS[folder]:
        private = _private_parts(path)
        assert not private or path.name == "private_apis.py", private
        assert path.name != "private_apis.py" or len(private) == len(_NOT_PROMISED)


def _private_parts(path: Path) -> list[str]:
    names = [
        f"{node.module}.{alias.name}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if not str(node.module).startswith("referral_api")
    ]
    return [
        name for name in names
        if name.startswith(_NOT_PROMISED) or any(part[:1] == "_" for part in name.split("."))
    ]  # fmt: skip


# Names of the house as it was; each has a standard term now (docs/glossary.md).
_FORMER_NAMES = {
    "Act", "Along", "Call", "Door", "Joined", "KeySecrets", "Loan", "OneWrite", "Party", "Parts",
    "Reach", "Sight", "Standing", "Told", "Turns", "Waiting",
}  # fmt: skip


def test_no_class_or_function_has_a_former_name() -> None:
    root = SOURCE.parents[1]
    files = [
        path for top in ("src", "tests", "bench", "faults") for path in root.glob(f"{top}/**/*.py")
    ]
    assert len(files) > 300
    named = {
        (str(path.relative_to(root)), node.name)
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert not {found for found in named if found[1] in _FORMER_NAMES}
