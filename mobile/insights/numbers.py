"""Levels and differences as the member's language writes numbers (Unicode CLDR, through Babel)."""

from babel.numbers import format_decimal

from mobile.words import language


def level(value: float) -> str:
    """Return a mean level with one decimal, such as `3.4`."""
    return str(format_decimal(round(value, 1), format="0.0", locale=language()))


def signed(value: float) -> str:
    """Return a difference with its sign, such as `+0.9` or `−0.5`; what rounds to nothing has none."""
    rounded = round(abs(value), 1)
    text = level(rounded)
    return text if rounded == 0 else f"+{text}" if value > 0 else f"\N{MINUS SIGN}{text}"


def plain(value: float) -> str:
    """Return a reading with a decimal only where it has one, such as `4` or `3.5`."""
    return str(format_decimal(round(value, 1), format="#,##0.#", locale=language()))
