"""What a browser shows that comes here by itself: at the root, and where a link that invites to a group leads.

Whoever follows such a link may never have heard of Kith. The page says what it is and how to go on; it asks no database
and so says nothing of whether the code is good. No script, nothing from elsewhere.
"""

import re
from html import escape

from fastapi import APIRouter
from starlette.responses import Response

from api_client.wire import limits
from server.host import Here
from server.page import page, paragraph
from server.routing import Route

router = APIRouter(route_class=Route)

# As people pass codes on; anything else in a link would be somebody else's words on this host's page.
_CODE = re.compile(rf"[0-9A-Za-z -]{{1,{2 * limits.JOIN_CODE_LENGTH}}}", re.ASCII)

_WHAT = "Kith is a private mood journal, with small groups in which people listen to each other."


@router.get("/", include_in_schema=False)
async def show_root(host: Here) -> Response:
    """Say whose host this is."""
    how = "To use this host, open Kith and give it the address of this page."
    return page(host.settings.name, paragraph(_WHAT), paragraph(how))


@router.get("/groups/join/{join_code}", include_in_schema=False)
async def show_join(host: Here, join_code: str) -> Response:
    """Show a join code and how to use it; the answer is the same for a code that was never made."""
    if _CODE.fullmatch(join_code) is None:
        broken = "This link is not whole. Ask whoever gave it to you for the code."
        return page(host.settings.name, paragraph(_WHAT), paragraph(broken), status=404)
    how = "Open Kith, choose Groups, Join with a code, and paste this link or the code."
    return page(
        host.settings.name,
        paragraph("Somebody invites you to a group here."),
        f'<p class="code">{escape(join_code)}</p>',
        paragraph(how),
        paragraph(_WHAT),
    )
