"""The page of the architecture: the packages, their layers and the areas of the domain, measured
on the package's own files.
"""

from statistics import median

from referral_api.generated_docs.import_graph import Graph, Module, read_modules
from referral_api.generated_docs.markdown import table

_INTRODUCTION = """\
Measured on the imports of `src/referral_api`; [the architecture](../architecture.md) explains it.
An arrow means "imports". Arrows that follow from two others are left out.
"""
_PACKAGES = """\
A package imports only packages of lower layers. The layer is the length of the longest way down.
"""
_AREAS = """\
An area uses the areas below it, and there is no circle. The loose modules at the end serve every
area or, as `expiry_job` does, run over all of them.
"""


def write() -> str:
    """Write the page."""
    modules = read_modules()
    plain = [module for module in modules.values() if not module.is_package]
    packages, areas = Graph(modules), Graph(modules, "domain")
    counts = (
        f"{len(plain)} modules (`__init__.py` is not counted), "
        f"{median(module.lines for module in plain):g} lines in the median.\n"
    )
    return "\n".join(
        (
            "# The architecture, measured\n",
            _INTRODUCTION,
            counts,
            "## Packages and layers\n",
            packages.draw(),
            _PACKAGES,
            table(("Layer", "Package", "Modules", "What it is for"), _packages(packages, plain)),
            "## Areas of the domain\n",
            _AREAS,
            areas.draw(),
            table(("Package", "Modules", "What it is"), _areas(areas, plain)),
        )
    )


def _packages(graph: Graph, plain: list[Module]) -> list[tuple[object, ...]]:
    return [
        (graph.level[unit], _link(module, unit), _count(plain, unit), module.sentence)
        for unit, module in ((unit, graph.modules[unit]) for unit in graph.units)
    ]


def _areas(graph: Graph, plain: list[Module]) -> list[tuple[object, ...]]:
    units = {unit: graph.modules[f"domain.{unit}"] for unit in graph.units}
    rows: list[tuple[object, ...]] = []
    for unit, area in sorted(units.items(), key=lambda item: not item[1].is_package):
        rows.append((f"**{_link(area, unit)}**", _count(plain, area.name), area.sentence))
        rows += [
            (_link(part, part.name.removeprefix("domain.")), _count(plain, name), part.sentence)
            for name, part in graph.modules.items()
            if name.rpartition(".")[0] == area.name
        ]
    return rows


def _link(module: Module, title: str) -> str:
    return f"[{title.replace('.', '/')}](../../{module.path})"


def _count(plain: list[Module], unit: str) -> int:
    return sum(module.name == unit or module.name.startswith(f"{unit}.") for module in plain)
