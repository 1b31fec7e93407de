"""What a post of a certain kind holds beside its words: the parts of a story, the steps of a strategy, a link.

The body always stands: of a story it is what was hard, of a strategy what it is, of a resource why it is good, of a
theme what the week is about.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from api_client.wire import limits
from api_client.wire.model import WireModel
from api_client.wire.text import Language, StoryPart, StrategyLine, Url


class StoryDetails(WireModel):
    """The second and third part of a story; the first, what was hard, is the body."""

    kind: Literal["story"] = "story"
    tried: StoryPart
    now: StoryPart


class StrategyDetails(WireModel):
    """How a strategy is done."""

    kind: Literal["strategy"] = "strategy"
    when: StrategyLine | None = None
    steps: tuple[StrategyLine, ...] = Field(default=(), max_length=limits.STRATEGY_STEPS_MAX)
    minutes: int | None = Field(default=None, ge=1, le=limits.STRATEGY_MINUTES_MAX)
    cautions: StrategyLine | None = None
    source: StrategyLine | None = None


class ResourceDetails(WireModel):
    """A link, in which language it is, and who looked at it when. The host never opens it."""

    kind: Literal["resource"] = "resource"
    url: Url
    language: Language | None = None
    checked_by: StrategyLine | None = None
    checked_on: date | None = None


class ThemeDetails(WireModel):
    """The week that a theme is for, named by its Monday."""

    kind: Literal["theme"] = "theme"
    week_of: date


Details = Annotated[StoryDetails | StrategyDetails | ResourceDetails | ThemeDetails, Field(discriminator="kind")]
