"""Words after which the one who writes is asked whether support options would help. On this device, kept nowhere.

The answer is for the screen alone: whoever calls this must not log, send, count or store it.
"""

import tomllib
from functools import cache
from pathlib import Path

from mobile.coach.reply import Lexicon, plain, read_lexicon

_FILE = Path(__file__).with_name("support_en.toml")


def asks_for_support(draft: str) -> bool:
    """Tell whether `draft` holds words of wanting to die or to hurt oneself, as far as the list of phrases knows."""
    return support_lexicon().hears(plain(draft))


@cache
def support_lexicon() -> Lexicon:
    """Return the list of phrases, read once."""
    return read_lexicon(tomllib.loads(_FILE.read_text(encoding="utf-8"))["support"])
