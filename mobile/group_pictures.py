"""A group's picture wherever the group is named: a photo, or else a colour from a fixed set with a symbol or the first
letter."""

from collections.abc import Callable
from uuid import UUID

import flet as ft

from api_client.wire.groups import Picture, PictureColour, PictureSymbol
from mobile.ui import cards, theme
from mobile.words import t

COLOURS: dict[PictureColour, str] = dict(zip(PictureColour, theme.AVATAR_COLOURS, strict=True))
SYMBOLS: dict[PictureSymbol, ft.IconData] = {
    PictureSymbol.MOON: ft.Icons.DARK_MODE_OUTLINED,
    PictureSymbol.SUN: ft.Icons.WB_SUNNY_OUTLINED,
    PictureSymbol.LEAF: ft.Icons.ECO_OUTLINED,
    PictureSymbol.TREE: ft.Icons.PARK_OUTLINED,
    PictureSymbol.FLOWER: ft.Icons.LOCAL_FLORIST_OUTLINED,
    PictureSymbol.WAVES: ft.Icons.WAVES,
    PictureSymbol.MOUNTAIN: ft.Icons.TERRAIN_OUTLINED,
    PictureSymbol.HOME: ft.Icons.HOME_OUTLINED,
    PictureSymbol.CUP: ft.Icons.LOCAL_CAFE_OUTLINED,
    PictureSymbol.BOOK: ft.Icons.MENU_BOOK_OUTLINED,
    PictureSymbol.MUSIC: ft.Icons.MUSIC_NOTE_OUTLINED,
    PictureSymbol.HEART: ft.Icons.FAVORITE_OUTLINE,
    PictureSymbol.HANDS: ft.Icons.HANDSHAKE_OUTLINED,
    PictureSymbol.PEOPLE: ft.Icons.PEOPLE_OUTLINE,
    PictureSymbol.COMPASS: ft.Icons.EXPLORE_OUTLINED,
    PictureSymbol.BRIEFCASE: ft.Icons.WORK_OUTLINE,
}


def group_picture(name: str, group_id: UUID | str, picture: Picture | None, *, size: float = 38) -> ft.Control:
    """Return the round picture of a group; without one of its own, the first letter in the colour of its id. The name
    stands beside it, so it is decoration only."""
    if picture is None:
        return cards.avatar(name, str(group_id), size=size)
    if picture.photo is not None:
        return cards.round_photo(picture.photo, size=size)
    inner: ft.Control
    if picture.symbol is not None:
        inner = ft.Icon(SYMBOLS[picture.symbol], color="#FFFFFF", size=size * 0.55)
    else:
        inner = ft.Text(name[:1].upper(), color="#FFFFFF", weight=theme.SEMIBOLD, size=size * 0.42)
    colour = COLOURS[picture.colour]
    return ft.Semantics(exclude_semantics=True, content=ft.CircleAvatar(inner, radius=size / 2, bgcolor=colour))


def colour_word(colour: PictureColour) -> str:
    """Return what a colour is called."""
    return _COLOUR_WORDS[colour]()


def symbol_word(symbol: PictureSymbol) -> str:
    """Return what a symbol is called."""
    return _SYMBOL_WORDS[symbol]()


_COLOUR_WORDS: dict[PictureColour, Callable[[], str]] = {
    PictureColour.PLUM: lambda: t("Plum"),
    PictureColour.CLAY: lambda: t("Clay"),
    PictureColour.MOSS: lambda: t("Moss"),
    PictureColour.NIGHT: lambda: t("Night blue"),
    PictureColour.HONEY: lambda: t("Honey"),
    PictureColour.SEA: lambda: t("Sea green"),
    PictureColour.ROSE: lambda: t("Rose"),
    PictureColour.SLATE: lambda: t("Slate"),
}
_SYMBOL_WORDS: dict[PictureSymbol, Callable[[], str]] = {
    PictureSymbol.MOON: lambda: t("Moon"),
    PictureSymbol.SUN: lambda: t("Sun"),
    PictureSymbol.LEAF: lambda: t("Leaf"),
    PictureSymbol.TREE: lambda: t("Tree"),
    PictureSymbol.FLOWER: lambda: t("Flower"),
    PictureSymbol.WAVES: lambda: t("Waves"),
    PictureSymbol.MOUNTAIN: lambda: t("Mountain"),
    PictureSymbol.HOME: lambda: t("House"),
    PictureSymbol.CUP: lambda: t("Cup"),
    PictureSymbol.BOOK: lambda: t("Book"),
    PictureSymbol.MUSIC: lambda: t("Music"),
    PictureSymbol.HEART: lambda: t("Heart"),
    PictureSymbol.HANDS: lambda: t("Hands"),
    PictureSymbol.PEOPLE: lambda: t("People"),
    PictureSymbol.COMPASS: lambda: t("Compass"),
    PictureSymbol.BRIEFCASE: lambda: t("Briefcase"),
}
