"""The documentation page of the API: its assets ship with the package and need no internet."""

from importlib.resources import files

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

_ASSETS = "/docs/assets"
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:"
)


def install_documentation(app: FastAPI) -> None:
    """Serve the page at /docs."""
    folder = str(files("fastapi_offline") / "static")
    app.mount(_ASSETS, StaticFiles(directory=folder), name="documentation-assets")

    @app.get("/docs", include_in_schema=False)
    async def read_documentation() -> HTMLResponse:
        page = get_swagger_ui_html(
            openapi_url="/openapi.json", title=app.title,
            swagger_js_url=f"{_ASSETS}/swagger-ui-bundle.js",
            swagger_css_url=f"{_ASSETS}/swagger-ui.css",
            swagger_favicon_url=f"{_ASSETS}/favicon.png",
        )  # fmt: skip
        page.headers["Content-Security-Policy"] = _POLICY
        return page
