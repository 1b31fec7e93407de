"""Each notice as one sentence: who and what, never what was written."""

from collections.abc import Callable

from api_client.wire.notices import Notice, NoticeKind
from mobile.former import as_shown
from mobile.words import t

# By kind: the sentence for one person, and for several. `{who}` and `{group}` are filled in.
_Sentence = Callable[[str, str], str]
_ONE: dict[NoticeKind, _Sentence] = {
    NoticeKind.REPLIED: lambda who, group: t("{who} replied to you in {group}.", who=who, group=group),
    NoticeKind.MENTIONED: lambda who, group: t("{who} mentioned you in {group}.", who=who, group=group),
    NoticeKind.COMPANY: lambda who, group: t("{who} is with you in {group}.", who=who, group=group),
    NoticeKind.CHECK_PROMISED: lambda who, group: t("{who} will ask how you are tomorrow.", who=who),
    NoticeKind.CHECK_DUE: lambda who, group: t("You said you would ask {who} today how it is.", who=who),
    NoticeKind.HELPED: lambda who, group: t("{who} says that your reply in {group} helped.", who=who, group=group),
    NoticeKind.THANKED: lambda who, group: t("{who} thanks you.", who=who),
    NoticeKind.NEEDS_ANSWER: lambda who, group: t("{who} waits for a first answer in {group}.", who=who, group=group),
    NoticeKind.NEWCOMER: lambda who, group: t(
        "{who} is new in {group}. A few words are a welcome.", who=who, group=group
    ),
    NoticeKind.GREETED: lambda who, group: t("{who} says hello to you in {group}.", who=who, group=group),
    NoticeKind.JOIN_REQUEST: lambda who, group: t("{who} asks to be let into {group}.", who=who, group=group),
    NoticeKind.JOINED: lambda who, group: t("You are in {group} now.", group=group),
    NoticeKind.ESCALATED: lambda who, group: t("{who} has waited long for an answer in {group}.", who=who, group=group),
}
_SEVERAL: dict[NoticeKind, _Sentence] = {
    NoticeKind.REPLIED: lambda who, group: t("{who} and others replied to you in {group}.", who=who, group=group),
    NoticeKind.MENTIONED: lambda who, group: t("{who} and others mentioned you in {group}.", who=who, group=group),
    NoticeKind.COMPANY: lambda who, group: t("{who} and others are with you in {group}.", who=who, group=group),
    NoticeKind.HELPED: lambda who, group: t(
        "Replies of yours helped {who} and others in {group}.", who=who, group=group
    ),
    NoticeKind.THANKED: lambda who, group: t("{who} and others thank you.", who=who),
    NoticeKind.NEWCOMER: lambda who, group: t("{who} and others are new in {group}.", who=who, group=group),
    NoticeKind.GREETED: lambda who, group: t("{who} and others say hello to you in {group}.", who=who, group=group),
    NoticeKind.JOIN_REQUEST: lambda who, group: t("{who} and others ask to be let into {group}.", who=who, group=group),
}
# What needs nobody's name.
_ALONE: dict[NoticeKind, Callable[[str], str]] = {
    NoticeKind.COMPANY: lambda group: t("Somebody is with you in {group}.", group=group),
    NoticeKind.CHECK_DUE: lambda group: t("You said you would ask somebody in {group} today how it is.", group=group),
    NoticeKind.HELPED: lambda group: t("Your reply in {group} helped.", group=group),
    NoticeKind.THANKED: lambda group: t("Somebody thanks you."),
    NoticeKind.NEEDS_ANSWER: lambda group: t("A post waits for a first answer in {group}.", group=group),
    NoticeKind.NEWCOMER: lambda group: t("Somebody is new in {group}. A few words are a welcome.", group=group),
    NoticeKind.REST: lambda group: t("You were there for many people this week. It is fine to rest."),
    NoticeKind.ENDED: lambda group: t("What you asked or offered in {group} has ended by itself.", group=group),
    NoticeKind.KEPT: lambda group: t("A few people kept a card of yours from {group}.", group=group),
    NoticeKind.REPORT_OUTCOME: lambda group: t("Somebody looked at what you reported in {group}.", group=group),
    NoticeKind.REPORT_NEW: lambda group: t("Something in {group} was reported and waits for you.", group=group),
    NoticeKind.JOIN_REQUEST: lambda group: t("Somebody asks to be let into {group}.", group=group),
    NoticeKind.JOINED: lambda group: t("You are in {group} now.", group=group),
    NoticeKind.AGREEMENT_CHANGED: lambda group: t("The agreement of {group} has changed.", group=group),
    NoticeKind.ROLE_CHANGED: lambda group: t("What you may do in {group} has changed.", group=group),
    NoticeKind.GRATITUDE: lambda group: t("{group} has a new page of thanks.", group=group),
    NoticeKind.THEME: lambda group: t("{group} has a theme for this week.", group=group),
    NoticeKind.UNMASKED: lambda group: t(
        "Somebody who looks after {group} looked who wrote your post without a name.", group=group
    ),
    NoticeKind.NOTED: lambda group: t(
        "Somebody who looks after {group} changed the content note of your post.", group=group
    ),
    NoticeKind.ESCALATED: lambda group: t("A post in {group} has waited long for an answer.", group=group),
}


def sentence(notice: Notice, group: str | None) -> str:
    """Return what a notice says; `group` is the group's name, None where it belongs to none or is not here."""
    place = group or t("a group")
    if notice.actor is not None:
        who = as_shown(notice.actor).display_name
        if notice.and_others and (several := _SEVERAL.get(notice.kind)):
            return several(who, place)
        if one := _ONE.get(notice.kind):
            return one(who, place)
    alone = _ALONE.get(notice.kind)
    return alone(place) if alone else t("Something for you in {group}.", group=place)


def kind_name(kind: NoticeKind) -> str:
    """Return what a kind is called where it can be switched off."""
    return _NAMES[kind]()


_NAMES: dict[NoticeKind, Callable[[], str]] = {
    NoticeKind.REPLIED: lambda: t("Replies to me"),
    NoticeKind.MENTIONED: lambda: t("Somebody mentions me"),
    NoticeKind.COMPANY: lambda: t("Somebody is with me"),
    NoticeKind.CHECK_PROMISED: lambda: t("Somebody will ask how I am"),
    NoticeKind.CHECK_DUE: lambda: t("Whom I said I would ask"),
    NoticeKind.HELPED: lambda: t("My reply helped"),
    NoticeKind.THANKED: lambda: t("Thanks"),
    NoticeKind.NEEDS_ANSWER: lambda: t("Somebody waits for an answer, when I can listen"),
    NoticeKind.NEWCOMER: lambda: t("Newcomers to greet"),
    NoticeKind.GREETED: lambda: t("Somebody says hello"),
    NoticeKind.REST: lambda: t("Time to rest"),
    NoticeKind.ENDED: lambda: t("What I asked or offered has ended"),
    NoticeKind.KEPT: lambda: t("My card was kept"),
    NoticeKind.REPORT_OUTCOME: lambda: t("What became of my report"),
    NoticeKind.JOINED: lambda: t("I was let into a group"),
    NoticeKind.AGREEMENT_CHANGED: lambda: t("A group changes its agreement"),
    NoticeKind.ROLE_CHANGED: lambda: t("What I may do in a group"),
    NoticeKind.GRATITUDE: lambda: t("A group’s page of thanks"),
    NoticeKind.THEME: lambda: t("The theme of the week"),
    NoticeKind.UNMASKED: lambda: t("Somebody looks who wrote my post without a name"),
    NoticeKind.NOTED: lambda: t("A content note is put before my post"),
    NoticeKind.OTHER: lambda: t("What this version of the app has no words for"),
    NoticeKind.REPORT_NEW: lambda: t("Something was reported"),
    NoticeKind.JOIN_REQUEST: lambda: t("Somebody asks to be let in"),
    NoticeKind.ESCALATED: lambda: t("A post has waited too long"),
}
OF_FACILITATORS = (NoticeKind.REPORT_NEW, NoticeKind.JOIN_REQUEST, NoticeKind.ESCALATED)
