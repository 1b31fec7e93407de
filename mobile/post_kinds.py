"""What one post of each kind is called, on every surface the same: in the feed, on the board, in the queue."""

from api_client.wire.feed import PostKind
from mobile.words import t


def kind_word(kind: PostKind) -> str:
    """Return what one post of a kind is called."""
    return {
        PostKind.SHARE: t("Share"),
        PostKind.ASK: t("Ask"),
        PostKind.WIN: t("Win"),
        PostKind.STRATEGY: t("Strategy"),
        PostKind.QUESTION: t("Question"),
        PostKind.STORY: t("Story"),
        PostKind.RESOURCE: t("Resource"),
        PostKind.OFFER: t("Offer"),
        PostKind.THEME: t("Theme of the week"),
    }[kind]
