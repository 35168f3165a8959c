"""Which module imports which, read from the package's own files with ``ast``."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_NAME = f"{_ROOT.name}."


@dataclass(frozen=True, slots=True)
class Module:
    """One module or package: ``name`` below the root package, ``path`` in the repository."""

    name: str
    path: str
    is_package: bool
    sentence: str
    lines: int
    imports: frozenset[str]


def read_modules() -> dict[str, Module]:
    """Read every module of the package, by name. A folder without ``__init__.py`` is left out."""
    found = {}
    for path in sorted(_ROOT.rglob("*.py")):
        folders = path.relative_to(_ROOT).parts[:-1]
        is_package = path.stem == "__init__"
        name = ".".join(folders if is_package else (*folders, path.stem))
        if name and all((_ROOT / folder / "__init__.py").is_file() for folder in folders[:1]):
            found[name] = _read(path, name, is_package=is_package)
    return found


def _read(path: Path, name: str, *, is_package: bool) -> Module:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    sentence = _first_sentence(ast.get_docstring(tree) or "")
    imports = frozenset(
        imported.removeprefix(_NAME) for imported in _imports(tree) if imported.startswith(_NAME)
    )
    place = (path.parent if is_package else path).relative_to(_ROOT.parents[1])
    return Module(name, place.as_posix(), is_package, sentence, text.count("\n"), imports)


def _first_sentence(docstring: str) -> str:
    words = " ".join(docstring.replace("``", "`").split())
    return re.split(r"(?<=\.) ", words)[0]


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


class Graph:
    """The imports between the units directly inside one package (the root without a name).

    ``units`` come from the top layer to the lowest. CycleError if two import each other.
    """

    def __init__(self, modules: dict[str, Module], container: str = "") -> None:
        self.modules = modules
        prefix = f"{container}." if container else ""
        self._arrows: dict[str, set[str]] = {}
        for name, module in modules.items():
            if name.startswith(prefix):
                unit = name.removeprefix(prefix).partition(".")[0]
                self._arrows.setdefault(unit, set()).update(
                    imported.removeprefix(prefix).partition(".")[0]
                    for imported in module.imports
                    if imported.startswith(prefix)
                )
        for unit, below in self._arrows.items():
            below.discard(unit)
        self.level: dict[str, int] = {}
        self._reach: dict[str, set[str]] = {}
        for unit in TopologicalSorter(self._arrows).static_order():
            below = self._arrows[unit]
            self.level[unit] = 1 + max((self.level[other] for other in below), default=0)
            self._reach[unit] = below.union(*(self._reach[other] for other in below))
        self.units = sorted(self.level, key=lambda unit: (-self.level[unit], unit))

    def draw(self) -> str:
        """Draw it as a Mermaid diagram, without the arrows that follow from two others."""
        lines = ["flowchart TD", *(f"    {unit}" for unit in self.units)]
        lines += [
            f"    {unit} --> {other}"
            for unit in self.units
            for other in sorted(self._arrows[unit], key=self.units.index)
            if not any(other in self._reach[beside] for beside in self._arrows[unit])
        ]
        return "```mermaid\n" + "\n".join(lines) + "\n```\n"
