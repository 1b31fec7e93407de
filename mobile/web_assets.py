"""The fonts that Flutter asks its host for when a text needs a sign that Figtree does not have.

In a browser Flutter never uses the fonts of the system. Told not to call Google, it asks its own host for the same
files: /assets/fonts/<family>/<version>/<name>.woff2, the large families in numbered parts. `fonts/README.md` says
which of them are bundled and how they were made.
"""

import json
import re
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

FALLBACK = Path(__file__).parent / "assets" / "fonts" / "fallback"
_PART = re.compile(r"\.(\d+)\.woff2$")
# The names hold a version, so what they hold never changes; what we do not bundle is not asked for again today.
_FOUND = {"cache-control": "public, max-age=31536000, immutable"}
_MISSING = {"cache-control": "public, max-age=86400"}


async def fallback_font(request: Request) -> Response:
    """Answer with the bundled file for this family and part, or 404: then the sign is drawn as an empty box."""
    path = fallback_file(request.path_params["family"], request.path_params["file"])
    if path is None:
        return Response(status_code=404, headers=_MISSING)
    return FileResponse(path, media_type="font/woff2", headers=_FOUND)


def fallback_file(family: str, file: str) -> Path | None:
    """The bundled file for Flutter's name of a family and of a file in it, if there is one."""
    part = _PART.search(file)
    name = _index().get(f"{family}.{part[1]}" if part else family)
    return FALLBACK / name if name else None


@cache
def _index() -> dict[str, str]:
    index: dict[str, str] = json.loads((FALLBACK / "index.json").read_text())
    return index
