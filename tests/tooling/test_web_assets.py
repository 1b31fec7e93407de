"""The bundled fonts and the page of the web app fit the Flutter client that is installed."""

import re
from pathlib import Path

import flet_web
import pytest

from mobile.web_assets import FALLBACK, _index, fallback_file
from mobile.web_guard import ASSETS

CLIENT = Path(flet_web.get_package_web_dir())


def asked_files() -> list[tuple[str, str]]:
    """Family and name of every font file that the client may ask its host for."""
    main = (CLIENT / "main.dart.js").read_text(errors="replace")
    return re.findall(r'"(noto[a-z0-9]+)/v\d+/([^"/]+\.woff2)"', main)


def test_every_bundled_font_is_one_that_flutter_asks_for() -> None:
    answered = {path.name for family, file in asked_files() if (path := fallback_file(family, file))}
    assert answered == {path.name for path in FALLBACK.glob("*.woff2")}
    assert answered == set(_index().values())


@pytest.mark.parametrize(
    "family", ["notosans", "notosansarabic", "notosanshebrew", "notosansdevanagari", "notosansthai"]
)
def test_scripts_are_bundled(family: str) -> None:
    files = [file for asked, file in asked_files() if asked == family]
    assert [fallback_file(family, file) for file in files] == [FALLBACK / f"{family}.woff2"]


def test_emoji_are_bundled_in_flutters_parts() -> None:
    bundled = [fallback_file(family, file) for family, file in asked_files() if family == "notocoloremoji"]
    # The last part holds the seven emoji that are newer than our source.
    assert bundled == [*(FALLBACK / f"notocoloremoji.{part}.woff2" for part in range(11)), None]


def test_no_name_leads_out_of_the_folder() -> None:
    assert fallback_file("..", "index.json") is None
    assert fallback_file("fallback", "../../icon.png") is None


def test_fonts_stay_small() -> None:
    assert sum(path.stat().st_size for path in (ASSETS / "fonts").rglob("*")) < 4 * 2**20


def test_page_has_every_script_of_flets_own_page() -> None:
    own, ours = (CLIENT / "index.html").read_text(), (ASSETS / "index.html").read_text()
    scripts = re.findall(r"<script.*?</script>|<!-- fletAppConfig -->", own, re.DOTALL)
    assert len(scripts) == 5
    for script in scripts:
        assert script in ours


def test_page_names_no_other_host() -> None:
    assert "//" not in re.sub(r"(?m)^\s*//.*$", "", (ASSETS / "index.html").read_text())


@pytest.mark.parametrize("level", range(1, 6))
def test_faces_are_drawings_without_text_or_links(level: int) -> None:
    face = (ASSETS / "faces" / f"level-{level}.svg").read_text()
    assert re.findall(r"<(\w+)", face) == ["svg", "circle", "circle", "circle", "path"]
    assert "href" not in face
