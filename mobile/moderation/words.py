"""How reasons, outcomes and acts read."""

from api_client.wire.moderation import OwnReport, ReportOutcome, ReportReason, ReportState
from mobile.words import t


def reason_word(reason: ReportReason) -> str:
    """Return a reason as the one who chooses it would say it."""
    return {
        ReportReason.WORRIED: t("I am worried about somebody"),
        ReportReason.HARASSMENT: t("It attacks or humiliates somebody"),
        ReportReason.METHOD: t("It tells how to harm oneself, or encourages it"),
        ReportReason.PRIVACY: t("It tells something private about somebody"),
        ReportReason.SPAM: t("It is advertising or spam"),
        ReportReason.OTHER: t("Something else"),
    }[reason]


def outcome_word(outcome: ReportOutcome) -> str:
    """Return what was done."""
    return {
        ReportOutcome.NO_ACTION: t("Looked at; nothing needed to change"),
        ReportOutcome.NOTED: t("A content note was put before it"),
        ReportOutcome.REMOVED: t("It was removed"),
        ReportOutcome.TALKED: t("We talked with the person"),
    }[outcome]


def outcome_choice(outcome: ReportOutcome) -> str:
    """Return an outcome as the facilitator chooses it; what the app does with it is said as an act."""
    return {
        ReportOutcome.NO_ACTION: t("Leave it as it is"),
        ReportOutcome.NOTED: t("Put a content note before it"),
        ReportOutcome.REMOVED: t("Remove it from the group"),
        ReportOutcome.TALKED: t("We talked with the person"),
    }[outcome]


def standing(report: OwnReport) -> str:
    """Return where one's own report stands."""
    if report.state is ReportState.OPEN:
        return t("Nobody has looked at it yet.")
    return outcome_word(report.outcome) if report.outcome is not None else t("It was looked at.")


def act_word(kind: str) -> str:
    """Return what a facilitator did; an act of a newer host has a word that holds for any."""
    return {
        "removed_post": t("removed a post"),
        "removed_reply": t("removed a reply"),
        "noted_post": t("changed the content note of a post"),
        "unmasked": t("looked who wrote a post without a name"),
        "resolved": t("closed a report"),
    }.get(kind, t("did something for the group"))
