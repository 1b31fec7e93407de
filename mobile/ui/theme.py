"""Colours, radii and space, named once, light and dark.

Screens use the names of Material's colour scheme through the constants here, so that one tree of controls serves both
brightnesses and follows the system while the app is open.
"""

import flet as ft

BACKGROUND = ft.Colors.SURFACE
CARD = ft.Colors.SURFACE_CONTAINER
VARIANT = ft.Colors.SURFACE_CONTAINER_HIGHEST
TEXT = ft.Colors.ON_SURFACE
QUIET = ft.Colors.ON_SURFACE_VARIANT
PRIMARY = ft.Colors.PRIMARY
ON_PRIMARY = ft.Colors.ON_PRIMARY
PRIMARY_CONTAINER = ft.Colors.PRIMARY_CONTAINER
OUTLINE = ft.Colors.OUTLINE_VARIANT
WARM = ft.Colors.TERTIARY
WARM_CONTAINER = ft.Colors.TERTIARY_CONTAINER
ON_WARM = ft.Colors.ON_TERTIARY_CONTAINER
ERROR = ft.Colors.ERROR

LEVEL_COLOURS = {1: "#5B5F97", 2: "#7C9CCB", 3: "#A9BC93", 4: "#F2C14E", 5: "#EE8B4F"}
AVATAR_COLOURS = ("#8F6BB3", "#C1714F", "#4F8B6B", "#3D5A89", "#B5862E", "#2B6B66", "#9A5A7B", "#5C7080")

CARD_RADIUS = 22
CHIP_RADIUS = 12
PILL_RADIUS = 28
SIDE = 20  # space at the sides of a phone screen
TOUCH = 48  # the least height of anything that is tapped
READING_WIDTH = 640  # a column of text is never wider
DETAIL_WIDTH = 460  # the pane beside a list on a wide window
WIDE_FROM = 840  # from here on a rail, and list and detail side by side

FONT = "Figtree"  # one variable font: weight alone chooses the cut
SEMIBOLD, BOLD = ft.FontWeight.W_600, ft.FontWeight.W_700

_LIGHT = ft.ColorScheme(
    primary="#2B6B66",
    on_primary="#FFFFFF",
    primary_container="#D3E9E4",
    on_primary_container="#1F2B29",
    secondary="#2B6B66",
    on_secondary="#FFFFFF",
    secondary_container="#D3E9E4",
    on_secondary_container="#1F2B29",
    tertiary="#B9602B",
    on_tertiary="#FFFFFF",
    tertiary_container="#FBE5D6",
    on_tertiary_container="#9A4A1B",  # a shade under warm: small text needs 4.5 to 1 (WCAG 1.4.3)
    error="#A8324A",
    on_error="#FFFFFF",
    error_container="#F9DFE3",
    on_error_container="#7A1F33",
    surface="#FAF7F2",
    on_surface="#1F2B29",
    on_surface_variant="#5B6967",
    surface_container_lowest="#FFFFFF",
    surface_container_low="#FFFFFF",
    surface_container="#FFFFFF",
    surface_container_high="#FFFFFF",
    surface_container_highest="#F2ECE3",
    surface_tint="#FAF7F2",
    outline="#7A8784",
    outline_variant="#E6DFD3",
    inverse_surface="#27312F",
    on_inverse_surface="#EAF0EE",
    inverse_primary="#8CCFC5",
    shadow="#000000",
)
_DARK = ft.ColorScheme(
    primary="#8CCFC5",
    on_primary="#10211F",
    primary_container="#234A46",
    on_primary_container="#EAF0EE",
    secondary="#8CCFC5",
    on_secondary="#10211F",
    secondary_container="#234A46",
    on_secondary_container="#EAF0EE",
    tertiary="#F2B48A",
    on_tertiary="#2A1608",
    tertiary_container="#4A3020",
    on_tertiary_container="#F2B48A",
    error="#F0A3B1",
    on_error="#3A0A16",
    error_container="#4D2029",
    on_error_container="#F7D3D9",
    surface="#141A19",
    on_surface="#EAF0EE",
    on_surface_variant="#A3B1AE",
    surface_container_lowest="#1D2524",
    surface_container_low="#1D2524",
    surface_container="#1D2524",
    surface_container_high="#1D2524",
    surface_container_highest="#27312F",
    surface_tint="#141A19",
    outline="#7F8C89",
    outline_variant="#313D3B",
    inverse_surface="#EAF0EE",
    on_inverse_surface="#1F2B29",
    inverse_primary="#2B6B66",
    shadow="#000000",
)


def _theme(scheme: ft.ColorScheme) -> ft.Theme:
    label = ft.TextStyle(weight=ft.FontWeight.W_500, size=12, letter_spacing=0)
    return ft.Theme(
        color_scheme=scheme,
        font_family=FONT,
        visual_density=ft.VisualDensity.STANDARD,  # also with a mouse: a target of 48 is a target of 48
        scaffold_bgcolor=scheme.surface,
        appbar_theme=ft.AppBarTheme(bgcolor=scheme.surface, elevation=0, title_spacing=8, center_title=False),
        navigation_bar_theme=ft.NavigationBarTheme(
            bgcolor=scheme.surface_container,
            indicator_color=scheme.primary_container,
            elevation=0,
            label_text_style=label,
        ),
        navigation_rail_theme=ft.NavigationRailTheme(
            bgcolor=scheme.surface_container, indicator_color=scheme.primary_container, elevation=0
        ),
        divider_theme=ft.DividerTheme(color=scheme.outline_variant, thickness=1, space=1),
        snackbar_theme=ft.SnackBarTheme(
            shape=ft.RoundedRectangleBorder(radius=CHIP_RADIUS), behavior=ft.SnackBarBehavior.FLOATING
        ),
    )


LIGHT = _theme(_LIGHT)
DARK = _theme(_DARK)


def apply(page: ft.Page, mode: str) -> None:
    """Set fonts and both themes on `page`; `mode` is `system`, `light` or `dark`."""
    page.fonts = {FONT: "fonts/Figtree.ttf"}
    page.theme = LIGHT
    page.dark_theme = DARK
    page.theme_mode = {"light": ft.ThemeMode.LIGHT, "dark": ft.ThemeMode.DARK}.get(mode, ft.ThemeMode.SYSTEM)


def avatar_colour(key: str) -> str:
    """Return one of the avatar colours, always the same for the same key."""
    return AVATAR_COLOURS[sum(key.encode()) % len(AVATAR_COLOURS)]
