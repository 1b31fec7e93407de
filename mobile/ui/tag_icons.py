"""The small drawings that a tag can have. Their names stand in documents and stay; a word always stands beside one."""

import flet as ft

from mobile.words import t

ICONS: dict[str, ft.IconData] = {
    "person": ft.Icons.PERSON_OUTLINE, "group": ft.Icons.GROUP_OUTLINED, "family": ft.Icons.FAMILY_RESTROOM,
    "heart": ft.Icons.FAVORITE_BORDER, "child": ft.Icons.CHILD_CARE, "paw": ft.Icons.PETS,
    "hands": ft.Icons.HANDSHAKE_OUTLINED, "talk": ft.Icons.CHAT_BUBBLE_OUTLINE, "phone": ft.Icons.PHONE_OUTLINED,
    "party": ft.Icons.CELEBRATION_OUTLINED, "bed": ft.Icons.BEDTIME_OUTLINED, "pulse": ft.Icons.MONITOR_HEART_OUTLINED,
    "run": ft.Icons.DIRECTIONS_RUN, "walk": ft.Icons.DIRECTIONS_WALK, "bike": ft.Icons.DIRECTIONS_BIKE,
    "swim": ft.Icons.POOL, "strength": ft.Icons.FITNESS_CENTER, "food": ft.Icons.RESTAURANT,
    "coffee": ft.Icons.LOCAL_CAFE_OUTLINED, "wine": ft.Icons.WINE_BAR_OUTLINED, "smoke": ft.Icons.SMOKING_ROOMS,
    "water": ft.Icons.WATER_DROP_OUTLINED, "pill": ft.Icons.MEDICATION_OUTLINED, "sick": ft.Icons.SICK_OUTLINED,
    "clinic": ft.Icons.LOCAL_HOSPITAL_OUTLINED, "spa": ft.Icons.SPA_OUTLINED, "calm": ft.Icons.SELF_IMPROVEMENT,
    "work": ft.Icons.WORK_OUTLINE, "school": ft.Icons.SCHOOL_OUTLINED, "computer": ft.Icons.COMPUTER,
    "checklist": ft.Icons.CHECKLIST, "clean": ft.Icons.CLEANING_SERVICES_OUTLINED, "tools": ft.Icons.BUILD_OUTLINED,
    "palette": ft.Icons.PALETTE_OUTLINED, "music": ft.Icons.MUSIC_NOTE, "book": ft.Icons.MENU_BOOK_OUTLINED,
    "film": ft.Icons.MOVIE_OUTLINED, "game": ft.Icons.SPORTS_ESPORTS_OUTLINED, "camera": ft.Icons.CAMERA_ALT_OUTLINED,
    "shopping": ft.Icons.SHOPPING_BAG_OUTLINED, "home": ft.Icons.HOME_OUTLINED, "park": ft.Icons.PARK_OUTLINED,
    "flower": ft.Icons.LOCAL_FLORIST_OUTLINED, "sun": ft.Icons.WB_SUNNY_OUTLINED, "cloud": ft.Icons.CLOUD_OUTLINED,
    "snow": ft.Icons.AC_UNIT, "beach": ft.Icons.BEACH_ACCESS_OUTLINED, "plane": ft.Icons.FLIGHT_OUTLINED,
    "train": ft.Icons.TRAIN_OUTLINED, "place": ft.Icons.LOCATION_ON_OUTLINED, "calendar": ft.Icons.EVENT_OUTLINED,
    "savings": ft.Icons.SAVINGS_OUTLINED, "news": ft.Icons.NEWSPAPER, "mind": ft.Icons.PSYCHOLOGY_OUTLINED,
    "light": ft.Icons.LIGHTBULB_OUTLINE, "star": ft.Icons.STAR_OUTLINE, "flag": ft.Icons.FLAG_OUTLINED,
}  # fmt: skip


def tag_icon(name: str | None) -> ft.IconData | None:
    """Return the drawing of that name; None for none, or for one that this version does not know."""
    return ICONS.get(name or "")


def icon_words() -> dict[str, str]:
    """Return what each drawing shows, for whoever chooses one."""
    return {
        "person": t("one person"), "group": t("people"), "family": t("family"), "heart": t("heart"),
        "child": t("child"), "paw": t("paw"), "hands": t("hands"), "talk": t("talk"), "phone": t("telephone"),
        "party": t("party"), "bed": t("night"), "pulse": t("pulse"), "run": t("running"), "walk": t("walking"),
        "bike": t("bicycle"), "swim": t("swimming"), "strength": t("strength"), "food": t("food"),
        "coffee": t("coffee"), "wine": t("wine"), "smoke": t("smoke"), "water": t("water"), "pill": t("pill"),
        "sick": t("unwell"), "clinic": t("hospital"), "spa": t("leaves"), "calm": t("sitting still"),
        "work": t("briefcase"), "school": t("school"), "computer": t("computer"), "checklist": t("checklist"),
        "clean": t("cleaning"), "tools": t("tools"), "palette": t("paint"), "music": t("music"), "book": t("book"),
        "film": t("film"), "game": t("game"), "camera": t("camera"), "shopping": t("shopping"), "home": t("house"),
        "park": t("trees"), "flower": t("flower"), "sun": t("sun"), "cloud": t("cloud"), "snow": t("snow"),
        "beach": t("beach"), "plane": t("plane"), "train": t("train"), "place": t("place"),
        "calendar": t("calendar"), "savings": t("savings"), "news": t("newspaper"), "mind": t("mind"),
        "light": t("light bulb"), "star": t("star"), "flag": t("flag"),
    }  # fmt: skip
