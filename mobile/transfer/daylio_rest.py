"""What a Daylio backup holds beside entries and words: Daylio's own house, none of it a member's record.

It is not carried, so it is told in words: what each thing is, and its value where that means something to a person.
Codes and secrets, a PIN among them, are only counted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mobile.transfer.daylio_moments import read_moment, read_time
from mobile.transfer.imported import Findings
from mobile.words import t, tn

_SETTINGS = frozenset(
    {
        "prefs", "moodIconsPackId", "preferredMoodIconsIdsForMoodIdsForIconsPack", "moodIconsDefaultFreePackId",
        "isBiometryAllowed", "pin", "autoBackupIsOn", "colorPalette", "darkMode",
    }
)  # fmt: skip
_TOLD = frozenset({"reminders", "isReminderOn", "daysInRowLongestChain", "achievements", "goalSuccessWeeks", "version"})
_REACHED = "_UNLOCKED_AT"  # the end of the name of an award's field that says when it was reached
_KEPT_MAX = 1_000  # of one part


class Rest:
    """Takes in whatever is neither an entry nor a word, and tells of it at the end."""

    def __init__(self) -> None:
        self.metadata: Mapping[str, Any] = {}
        self._parts: dict[str, list[Any]] = {}
        self._setting_count = 0
        self._unknown: Counter[str] = Counter()
        self._goals: list[str] = []
        self._goal_days = 0

    def add(self, key: str, value: Any) -> None:
        """Take in one value, or one item of a list, of the file's part `key`."""
        if key == "metadata" and isinstance(value, dict):
            self.metadata = value
        elif key == "goals":
            self._goals.append(str(value.get("name", "")) if isinstance(value, dict) else "")
        elif key == "goalEntries":
            self._goal_days += 1
        elif key in _TOLD:
            kept = self._parts.setdefault(key, [])
            if len(kept) < _KEPT_MAX:
                kept.append(value)
        elif key in _SETTINGS or not isinstance(value, dict | list):
            self._setting_count += 1
        else:
            self._unknown[key] += 1

    def tell(self, findings: Findings, moods: Iterable[Mapping[str, Any]], tags: Iterable[Mapping[str, Any]]) -> None:
        """Note everything that was left out; of `moods` and `tags` only what Kith has no place for."""
        for name in self._goals:
            findings.add("goals", name)
        if self._goal_days:
            findings.add("goal_days", count=self._goal_days)
        for key, count in self._unknown.items():
            findings.add(
                "unknown_part", tn("{part} ({count} record)", "{part} ({count} records)", count, part=key), count
            )
        for line in (*self._reminders(), *self._counts(), *_of_words(list(moods), list(tags)), *self._file()):
            findings.add("housekeeping", line)

    def _reminders(self) -> list[str]:
        is_off = False in self._parts.get("isReminderOn", ())
        lines = []
        for reminder in self._parts.get("reminders", ()):
            at = read_time(reminder.get("hour"), reminder.get("minute")) if isinstance(reminder, dict) else None
            if at is None:
                lines.append(t("A reminder"))
            elif is_off:
                lines.append(t("Reminder at {time} (switched off)", time=f"{at:%H:%M}"))
            else:
                lines.append(t("Reminder at {time}", time=f"{at:%H:%M}"))
        return lines

    def _counts(self) -> list[str]:
        lines = []
        for days in self._parts.get("daysInRowLongestChain", ()):
            if type(days) is int:
                lines.append(tn("Longest chain: {count} day", "Longest chain: {count} days", days))
        if awards := self._parts.get("achievements"):
            reached = sum(1 for award in awards if isinstance(award, dict) and _is_reached(award))
            lines.append(t("Awards: {reached} of {count}", reached=reached, count=len(awards)))
        if weeks := len(self._parts.get("goalSuccessWeeks", ())):
            lines.append(
                tn("{count} week in which a goal was reached", "{count} weeks in which a goal was reached", weeks)
            )
        if self._setting_count:
            lines.append(tn("{count} setting of the app", "{count} settings of the app", self._setting_count))
        return lines

    def _file(self) -> list[str]:
        lines = []
        made_at = read_moment(self.metadata.get("created_at"), 0)
        if made_at is not None:
            lines.append(t("The backup was made on {day}", day=made_at.date()))
        versions = [number for number in self._parts.get("version", ()) if type(number) is int]
        lines += [t("The backup has the version {number}", number=number) for number in versions]
        return lines


def _is_reached(award: Mapping[str, Any]) -> bool:
    return any(name.endswith(_REACHED) and value for name, value in award.items())


def _of_words(moods: Sequence[Mapping[str, Any]], tags: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = []
    if count := sum(1 for mood in moods if mood.get("icon_id") is not None):
        lines.append(tn("The picture of {count} mood", "The pictures of {count} moods", count))
    if count := sum(1 for tag in tags if tag.get("icon") is not None):
        lines.append(tn("The picture of {count} activity", "The pictures of {count} activities", count))
    if any(word.get("createdAt") is not None for word in (*moods, *tags)):
        lines.append(t("The days on which moods and activities were added"))
    return lines
