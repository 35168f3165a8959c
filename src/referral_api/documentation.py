"""The documentation page of the API: its assets ship with the package and need no internet."""

from fastapi import FastAPI


def install_documentation(app: FastAPI) -> None:
    """Serve the page at /docs."""
