"""The words and signs of the feed: what a post is, what its writer hopes for, and the reactions that say something.

They stand in one file because the same id must never be called two things on two screens.
"""

import flet as ft

from api_client.wire.feed import Need, PostKind, ReactionKind
from mobile.words import t

# In the order of the filters: what waits for people first, what they tell each other last.
KINDS = (
    PostKind.ASK,
    PostKind.OFFER,
    PostKind.STORY,
    PostKind.STRATEGY,
    PostKind.WIN,
    PostKind.QUESTION,
    PostKind.RESOURCE,
    PostKind.SHARE,
    PostKind.THEME,
)
# The kinds that may carry a title
TITLED = frozenset({PostKind.STRATEGY, PostKind.STORY, PostKind.RESOURCE, PostKind.THEME})
EXPIRING = frozenset({PostKind.ASK, PostKind.OFFER})  # the kinds that end by themselves, and that others can join

# Which reactions a kind of post offers at first sight; the others are one tap away.
_OFFERED = {
    PostKind.SHARE: (ReactionKind.HEAR_YOU, ReactionKind.ME_TOO, ReactionKind.WITH_YOU),
    PostKind.ASK: (ReactionKind.HEAR_YOU, ReactionKind.WITH_YOU),
    PostKind.STORY: (ReactionKind.HEAR_YOU, ReactionKind.ME_TOO),
    PostKind.WIN: (ReactionKind.WITH_YOU, ReactionKind.THANK_YOU),
    PostKind.STRATEGY: (ReactionKind.HELPED_ME, ReactionKind.THANK_YOU),
    PostKind.QUESTION: (ReactionKind.ME_TOO, ReactionKind.HEAR_YOU),
    PostKind.RESOURCE: (ReactionKind.HELPED_ME, ReactionKind.THANK_YOU),
    PostKind.OFFER: (ReactionKind.THANK_YOU,),
    PostKind.THEME: (ReactionKind.ME_TOO, ReactionKind.THANK_YOU),
}
_REACTION_ICONS = {
    ReactionKind.HEAR_YOU: ft.Icons.HEARING_OUTLINED,
    ReactionKind.ME_TOO: ft.Icons.PEOPLE_OUTLINE,
    ReactionKind.WITH_YOU: ft.Icons.FAVORITE_BORDER,
    ReactionKind.THANK_YOU: ft.Icons.LOCAL_FLORIST_OUTLINED,
    ReactionKind.HELPED_ME: ft.Icons.STAR_BORDER,
}


def kind_plural(kind: PostKind) -> str:
    """Return what the posts of a kind are called, as the filters say it."""
    return {
        PostKind.SHARE: t("Shares"),
        PostKind.ASK: t("Asks"),
        PostKind.WIN: t("Wins"),
        PostKind.STRATEGY: t("Strategies"),
        PostKind.QUESTION: t("Questions"),
        PostKind.STORY: t("Stories"),
        PostKind.RESOURCE: t("Resources"),
        PostKind.OFFER: t("Offers"),
        PostKind.THEME: t("Themes"),
    }[kind]


def kind_hint(kind: PostKind) -> str:
    """Return one line about when a kind fits, for the one who writes."""
    return {
        PostKind.SHARE: t("How it is for you right now."),
        PostKind.ASK: t("You would like company or a hand."),
        PostKind.WIN: t("Something that went well, however small."),
        PostKind.STRATEGY: t("Something that helps you and may help others."),
        PostKind.QUESTION: t("Something you would like to know from others."),
        PostKind.STORY: t("What was hard, what you tried, where you are now."),
        PostKind.RESOURCE: t("A page, a book, a number that is worth knowing."),
        PostKind.OFFER: t("Time or a hand that you can give."),
        PostKind.THEME: t("What the group could look at together this week."),
    }[kind]


def body_label(kind: PostKind) -> str:
    """Return what the main text of a post of `kind` is, for the one who writes it."""
    return {
        PostKind.STORY: t("What was hard"),
        PostKind.STRATEGY: t("The idea in a few words"),
        PostKind.RESOURCE: t("Why it is good"),
        PostKind.THEME: t("What it is about"),
        PostKind.OFFER: t("What you can give"),
    }.get(kind, t("Your words"))


def title_label(kind: PostKind) -> str:
    """Return what the title of a post of `kind` is."""
    return t("Its name") if kind in (PostKind.STRATEGY, PostKind.RESOURCE) else t("Title, if you like")


def need_word(need: Need) -> str:
    """Return what the writer hopes for, as a choice and as a line on the card."""
    return {
        Need.LISTEN: t("Just listen"),
        Need.ENCOURAGEMENT: t("Encouragement"),
        Need.IDEAS: t("Ideas"),
        Need.BEEN_THERE: t("Someone who has been there"),
        Need.CHECK_ON_ME: t("Check on me tomorrow"),
    }[need]


def need_sentence(need: Need, name: str) -> str:
    """Return what `name` hopes for, said to the one who is about to reply."""
    return {
        Need.LISTEN: t("{name} would like someone to just listen.", name=name),
        Need.ENCOURAGEMENT: t("{name} would like encouragement.", name=name),
        Need.IDEAS: t("{name} would like ideas.", name=name),
        Need.BEEN_THERE: t("{name} would like to hear from someone who has been there.", name=name),
        Need.CHECK_ON_ME: t("{name} would like someone to check in tomorrow.", name=name),
    }[need]


def openers(kind: PostKind, need: Need | None) -> tuple[str, ...]:
    """Return ways to begin a kind reply that fit what was written and what its writer hopes for; `need` is None below
    one's own post."""
    if need is None:
        return (t("Thank you"), t("That helped"), t("What I did in the end:"))
    by_kind = {
        PostKind.WIN: (t("Good to read this"), t("How did you get there?"), t("Me too")),
        PostKind.STRATEGY: (t("Thank you for this"), t("When I tried it:"), t("Me too")),
        PostKind.RESOURCE: (t("Thank you for this"), t("What I found there:"), t("Me too")),
        PostKind.OFFER: (t("Thank you for offering"), t("I’d like that"), t("When would it be?")),
        PostKind.THEME: (t("For me it is"), t("Thank you for this"), t("Me too")),
    }
    if kind in by_kind:
        return by_kind[kind]
    if need is Need.IDEAS:
        return (t("Something that helped me:"), t("What have you tried?"), t("Me too"))
    if need is Need.ENCOURAGEMENT:
        return (t("You are not alone with this."), t("That took courage"), t("Me too"))
    return (t("That sounds hard"), t("What would help?"), t("Me too"))


def reaction_word(kind: ReactionKind) -> str:
    """Return what a reaction says."""
    return {
        ReactionKind.HEAR_YOU: t("I hear you"),
        ReactionKind.ME_TOO: t("Me too"),
        ReactionKind.WITH_YOU: t("With you"),
        ReactionKind.THANK_YOU: t("Thank you"),
        ReactionKind.HELPED_ME: t("Helped me"),
    }[kind]


def reaction_icon(kind: ReactionKind) -> ft.IconData:
    """Return the sign of a reaction; it never stands without the word."""
    return _REACTION_ICONS[kind]


def offered_reactions(kind: PostKind) -> tuple[ReactionKind, ...]:
    """Return the reactions that a post of `kind` shows before anybody reacted."""
    return _OFFERED[kind]
