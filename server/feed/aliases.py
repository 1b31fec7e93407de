"""The name that somebody wears for one post. It comes from chance alone: made from anything of the account, two posts
of one person would show it."""

import random
from uuid import UUID

from sqlmodel import bindparam, col, select

from server.feed.tables import PostRow
from server.statements import fast
from server.tables import AccountRow, MemberRow
from server.transaction import Transaction

RECENT = 500  # posts of a group, whose aliases are not given again
_TRIES_MAX = 40  # among 4,096; should all be taken, one comes twice

_FIRST = """Amber Autumn Blue Brave Bright Calm Cedar Clear Copper Coral Cosy Dawn Dear Drifting Early Easy Evening Fair
Fern Gentle Glad Golden Green Hazel Honey Indigo Ivory Kind Late Lilac Little Lunar Mellow Mild Misty Morning Mossy
Muted Olive Open Patient Pearl Plain Quiet Resting River Rosy Sandy Silver Slow Small Snowy Soft Spring Starry Steady
Still Sunny Tender Velvet Violet Warm Willow Winter"""
_SECOND = """Acorn Badger Beech Birch Bluebell Brook Cat Clover Cricket Crane Curlew Daisy Deer Dolphin Dove Dragonfly
Elm Falcon Finch Fox Hare Hawk Heron Hedgehog Ibis Jay Juniper Kestrel Kite Lark Lemur Linden Lynx Magpie Maple Marten
Meadow Moth Newt Nightjar Oak Orchid Otter Owl Panda Pebble Pine Plover Poppy Puffin Quail Rabbit Raven Robin Rook
Rowan Seal Sparrow Starling Swallow Swan Thrush Turtle Wren"""
FIRST, SECOND = _FIRST.split(), _SECOND.split()

_list_recent = fast(
    select(col(PostRow.alias))
    .where(col(PostRow.group_id) == bindparam("in_group"))
    .order_by(col(PostRow.posted_at).desc(), col(PostRow.id).desc())
    .limit(RECENT)
)
_list_names = fast(
    select(col(AccountRow.display_name))
    .join(MemberRow, col(MemberRow.account_id) == col(AccountRow.id))
    .where(col(MemberRow.group_id) == bindparam("in_group"))
)


def make_alias(tx: Transaction, group_id: UUID, chance: random.Random) -> str:
    """Return two kind words that nobody in the group is called, neither by alias lately nor by name."""
    taken = {alias for (alias,) in _list_recent.all(tx, in_group=group_id)}
    taken |= {name for (name,) in _list_names.all(tx, in_group=group_id)}
    alias = ""
    for _ in range(_TRIES_MAX):
        alias = f"{chance.choice(FIRST)} {chance.choice(SECOND)}"
        if alias not in taken:
            break
    return alias
