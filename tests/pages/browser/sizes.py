"""How large pages are on the line: a table that the run prints."""

from typing import Any

TABLE: list[str] = []
_BYTES = """() => {
  const own = performance.getEntriesByType('navigation')[0].encodedBodySize;
  const files = performance.getEntriesByType('resource');
  return [own, files.reduce((sum, each) => sum + each.encodedBodySize, own)];
}"""


async def measure(page: Any, name: str) -> tuple[float, float]:
    """Return the kB of a page by itself, and with all that it loads; keep them for the table."""
    own, whole = await page.evaluate(_BYTES)
    assert own > 0
    TABLE.append(f"{name:<30}{own / 1000:6.1f} kB  {whole / 1000:6.1f} kB with all it loads")
    return own / 1000, whole / 1000
