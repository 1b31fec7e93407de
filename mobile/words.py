"""Every sentence that a person reads passes through here, from the first line on.

The English text is the message id (gettext), so the code reads as the app speaks. The pseudo language marks and
stretches each message: a test renders every screen in it and finds whatever slipped past.
"""

import gettext
from pathlib import Path

PSEUDO = "en_XA"
DEFAULT_LANGUAGE = "en_GB"
_LOCALE_DIR = Path(__file__).parent / "locale"
_GROUPED_FROM, _GROUPED_BELOW = 1000, 10**15  # no language groups fewer digits, and Babel no number of any length
_ACCENTS = str.maketrans("aceinouyACEINOUY", "áçéîñöüÿÁÇÉÎÑÖÜÝ")


class _Catalog:
    """The one language of this process: a device serves one person."""

    def __init__(self) -> None:
        self.language = DEFAULT_LANGUAGE
        self.translations: gettext.NullTranslations = gettext.NullTranslations()


_catalog = _Catalog()


def set_language(language: str) -> None:
    """Speak `language` (a locale such as `de_DE`) from now on; English stands in for what has no translation yet."""
    _catalog.language = language
    _catalog.translations = gettext.translation("kith", _LOCALE_DIR, [language], fallback=True)


def language() -> str:
    """Return the locale that dates and numbers follow."""
    return DEFAULT_LANGUAGE if _catalog.language == PSEUDO else _catalog.language


def spoken() -> str:
    """Return the locale whose words are spoken, also the pseudo language: what was worded in another is out of date."""
    return _catalog.language


def t(message: str, **values: object) -> str:
    """Return `message` in the member's language with `{names}` filled in."""
    return _fill(_catalog.translations.gettext(message), values)


def tn(one: str, many: str, count: int, **values: object) -> str:
    """Return the form of the message that fits `count`, which is also filled in as `{count}`, as `number` writes it."""
    return _fill(_catalog.translations.ngettext(one, many, count), {"count": number(count), **values})


def number(value: int) -> str:
    """Return a whole number as the member's language groups its digits, such as `12,000`; one that counts nothing any
    more, for a file may claim what it likes, as it is."""
    if not _GROUPED_FROM <= abs(value) < _GROUPED_BELOW:
        return str(value)
    from babel.numbers import format_decimal  # hardly ever wanted before the first frame, which it would hold up

    return str(format_decimal(value, locale=language()))


def _fill(message: str, values: dict[str, object]) -> str:
    if _catalog.language == PSEUDO:
        message = _pseudo(message)
    return message.format(**values) if values else message


def _pseudo(message: str) -> str:
    """Return `message` accented, a third longer and in brackets, with its `{names}` left alone."""
    parts = message.replace("}", "{").split("{")
    accented = "".join(
        part.translate(_ACCENTS) if index % 2 == 0 else "{" + part + "}" for index, part in enumerate(parts)
    )
    return f"⟦{accented}{'~' * (len(message) // 3)}⟧"
