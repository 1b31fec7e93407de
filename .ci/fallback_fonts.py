"""Make mobile/assets/fonts/fallback, by hand and rarely: when Flet, and with it Flutter's table of fonts, changes.

Needs fonttools, brotli and pillow, the programs npm and pngquant, and the file NotoColorEmoji.ttf of a distribution:
    python .ci/fallback_fonts.py path/to/flet_web path/to/NotoColorEmoji.ttf

Flutter's client holds a table of which font file has which sign and asks its host for these files. What we answer is
smaller than what Google would: emoji at 57 pixels with 32 colours each and without the pairs of people in two skin
tones, one file of signs for all families of signs, and the scripts that many people write. CJK would be 15 MB.
"""

import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from PIL import Image

OUT = Path(__file__).parents[1] / "mobile" / "assets" / "fonts" / "fallback"
EMOJI_SCALE = 0.42
EMOJI_COLOURS = 32
SCRIPTS = (
    *("arabic", "armenian", "bengali", "devanagari", "ethiopic", "georgian", "gujarati"),
    *("gurmukhi", "hebrew", "kannada", "malayalam", "tamil", "telugu", "thai"),
)
CJK = ("notosanssc", "notosanstc", "notosansjp", "notosanskr", "notosanshk")
# Where the large families of signs lie; letters are left to the fonts of their scripts.
SIGN_RANGES = [(0x2010, 0x206F), (0x20A0, 0x2BFF), (0x1D100, 0x1D7FF), (0x1F000, 0x1F0FF), (0x1F100, 0x1FBFF)]
Ranges = list[tuple[int, int]]


def engine_table(main_js: str) -> dict[str, Ranges]:
    """Decode the table in Flutter's compiled client: the key of a file, `family` or `family.part`, to its ranges.

    The first string lists sets of font indexes (a..z ends a number of base 26 and is the step from the font before),
    the second, for each stretch of code points, a length (a..z, 1 if left out) and the index of its set (A..Z).
    """
    files = re.findall(r'"Noto [^"]+","(noto[a-z0-9]+/v\d+/[^"]+\.woff2)"', main_js)
    packed_sets, packed_ranges = re.findall(r'"([0-9a-zA-Z,]{3000,})"', main_js)
    sets: list[list[int]] = [[]]
    number, index = 0, -1
    for sign in packed_sets:
        if sign == ",":
            sets.append([])
            index = -1
        elif sign.isdigit():
            number = number * 10 + int(sign)
        else:
            index += number * 26 + ord(sign) - ord("a") + 1
            sets[-1].append(index)
            number = 0
    table: dict[str, Ranges] = {file_key(file): [] for file in files}
    start, length, number = 0, 1, 0
    for sign in packed_ranges:
        if sign.isdigit():
            number = number * 10 + int(sign)
        elif sign.islower():
            length, number = number * 26 + ord(sign) - ord("a") + 2, 0
        else:
            for font in sets[number * 26 + ord(sign) - ord("A")]:
                table[file_key(files[font])].append((start, start + length - 1))
            start, length, number = start + length, 1, 0
    if start != 0x110000:
        raise ValueError(f"the table ends at {start:#x}: Flutter packs it in another way now")
    return table


def file_key(file: str) -> str:
    """`notosanssc/v37/abc.118.woff2` -> `notosanssc.118`."""
    part = re.search(r"\.(\d+)\.woff2$", file)
    family = file.split("/")[0]
    return f"{family}.{part[1]}" if part else family


def npm_fonts(name: str, *subsets: str) -> list[TTFont]:
    """The regular weight of some subsets of a font, from its npm package."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", f"@fontsource/{name}"], cwd=folder, check=True, capture_output=True)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            members = [f"package/files/{name}-{subset}-400-normal.woff2" for subset in subsets]
            return [TTFont(io.BytesIO(archive.extractfile(member).read())) for member in members]


def subset(font: TTFont, code_points: Iterable[int], *, layout: bool = True) -> TTFont:
    """Keep only these code points, and with `layout` the ligatures and marks made of them."""
    options = Options(layout_features=["*"] if layout else [], notdef_outline=True, glyph_names=False, hinting=False)
    options.drop_tables += (
        ["STAT", "vhea", "vmtx"] if layout else ["GSUB", "GPOS", "GDEF", "MATH", "STAT", "vhea", "vmtx"]
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=list(code_points))
    subsetter.subset(font)
    return font


def save(font: TTFont, name: str) -> None:
    font.flavor = "woff2"
    font.save(OUT / name)
    print(name, (OUT / name).stat().st_size)


def merged(fonts: list[TTFont]) -> TTFont:
    """One font of several that have no layout tables."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, font in enumerate(fonts):
            font.flavor = None
            paths.append(str(Path(folder) / f"{number}.ttf"))
            font.save(paths[-1])
        return Merger().merge(paths)


def inside(code_point: int, ranges: Ranges) -> bool:
    return any(first <= code_point <= last for first, last in ranges)


def make_signs(table: dict[str, Ranges], index: dict[str, str]) -> None:
    """One file for mathematics, arrows, shapes and symbols, and for the CJK parts that hold some of them too."""
    fonts, held = [], set()
    sources = [
        *npm_fonts("noto-sans-symbols", "symbols"),
        *npm_fonts("noto-sans-symbols-2", "symbols", "math", "braille"),
        *npm_fonts("noto-sans-math", "latin"),
        *npm_fonts("noto-music", "music"),
    ]
    for font in sources:
        own = {code for code in font.getBestCmap() if inside(code, SIGN_RANGES)} - held
        held |= own
        fonts.append(subset(font, own, layout=False))
    save(merged(fonts), "signs.woff2")
    for key, ranges in table.items():
        family = key.split(".")[0]
        wanted = {code for first, last in ranges for code in range(first, last + 1) if inside(code, SIGN_RANGES)}
        own_family = family in ("notosanssymbols", "notosanssymbols2", "notosansmath", "notomusic")
        if wanted & held and (own_family or family in CJK):
            index[key] = "signs.woff2"


def make_emoji(source: Path, table: dict[str, Ranges], index: dict[str, str]) -> None:
    """Shrink the bitmaps once, then cut the font into Flutter's parts."""
    font = TTFont(source)
    dropped = pairs_in_two_tones(font)
    strike, locator = font["CBDT"].strikeData[0], font["CBLC"].strikes[0]
    images = sorted({strike[name].imageData for name in strike})
    with ThreadPoolExecutor() as pool:
        small = dict(zip(images, pool.map(shrunk, images), strict=True))
    for name in strike:
        bitmap = strike[name]
        bitmap.imageData = small[bitmap.imageData]
        for field in ("height", "width", "BearingX", "BearingY", "Advance"):
            setattr(bitmap.metrics, field, round(getattr(bitmap.metrics, field) * EMOJI_SCALE))
    size = locator.bitmapSizeTable
    for line in (size.hori, size.vert):
        for field in ("ascender", "descender", "widthMax", "minOriginSB", "minAdvanceSB", "maxBeforeBL", "minAfterBL"):
            setattr(line, field, round(getattr(line, field) * EMOJI_SCALE))
    size.ppemX = size.ppemY = round(size.ppemX * EMOJI_SCALE)
    drop_ligatures(font, dropped)
    buffer = io.BytesIO()
    font.save(buffer)
    for key, ranges in table.items():
        if not key.startswith("notocoloremoji."):
            continue
        codes = {code for first, last in ranges for code in range(first, last + 1)} | {0x200D, 0xFE0F, 0x20E3}
        part = TTFont(io.BytesIO(buffer.getvalue()))
        if len(codes & set(part.getBestCmap())) > 3:
            save(subset(part, codes), f"{key}.woff2")
            index[key] = f"{key}.woff2"


def ligature_tables(font: TTFont) -> Iterable[dict]:
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if hasattr(table, "ligatures"):
                yield table.ligatures


def pairs_in_two_tones(font: TTFont) -> set[str]:
    """The glyphs that are only reached through two skin tones in one sign."""
    names = font.getBestCmap()
    tones = {names[code] for code in range(0x1F3FB, 0x1F400)}
    counts: dict[str, set[int]] = {}
    for ligatures in ligature_tables(font):
        for first, followers in ligatures.items():
            for ligature in followers:
                count = sum(part in tones for part in (first, *ligature.Component))
                counts.setdefault(ligature.LigGlyph, set()).add(count)
    return {glyph for glyph, found in counts.items() if min(found) >= 2}


def drop_ligatures(font: TTFont, glyphs: set[str]) -> None:
    for ligatures in ligature_tables(font):
        for first in list(ligatures):
            ligatures[first] = [ligature for ligature in ligatures[first] if ligature.LigGlyph not in glyphs]
            if not ligatures[first]:
                del ligatures[first]


def shrunk(data: bytes) -> bytes:
    """A PNG in the small size and with few colours."""
    image = Image.open(io.BytesIO(data)).convert("RGBA")
    size = (round(image.width * EMOJI_SCALE), round(image.height * EMOJI_SCALE))
    buffer = io.BytesIO()
    image.resize(size, Image.Resampling.LANCZOS).save(buffer, "PNG")
    command = ["pngquant", "--speed", "1", "--strip", "--nofs", str(EMOJI_COLOURS), "-"]
    return subprocess.run(command, input=buffer.getvalue(), capture_output=True, check=True).stdout


def main(flet_web: Path, emoji: Path) -> None:
    """Write every file, and `index.json`: the key of Flutter's file to the name of ours."""
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    table = engine_table((flet_web / "web" / "main.dart.js").read_text(errors="replace"))
    index: dict[str, str] = {}
    for script in SCRIPTS:
        (font,) = npm_fonts(f"noto-sans-{script}", script)
        save(font, f"notosans{script}.woff2")
        index[f"notosans{script}"] = f"notosans{script}.woff2"
    # Flutter takes Devanagari from here too, with the layout that it needs; the letters of the others stand alone.
    letters = npm_fonts(
        "noto-sans", "devanagari", "latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "greek-ext"
    )
    letters += npm_fonts("noto-sans", "vietnamese")
    held: set[int] = set()
    parts = []
    for font in letters:
        own = set(font.getBestCmap()) - held
        held |= own
        parts.append(subset(font, own, layout=font is letters[0]))
    save(merged(parts), "notosans.woff2")
    index["notosans"] = "notosans.woff2"
    make_signs(table, index)
    make_emoji(emoji, table, index)
    unknown = index.keys() - table.keys()
    if unknown:
        raise ValueError(f"Flutter never asks for {unknown}")
    (OUT / "index.json").write_text(json.dumps(dict(sorted(index.items())), indent=1) + "\n")
    print("in all", sum(path.stat().st_size for path in OUT.iterdir()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
