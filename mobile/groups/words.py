"""Small pieces of text that several screens about groups share."""

from collections.abc import Sequence

import flet as ft

from api_client.wire.groups import Group, JoinPolicy, Role
from mobile.ui import dates, type
from mobile.words import t, tn


def member_count(count: int) -> str:
    """Return how many people are in a group."""
    return tn("{count} member", "{count} members", count)


def role_word(role: Role) -> str:
    """Return what a role is called, empty for what most are."""
    return t("Facilitator") if role is Role.FACILITATOR else ""


def shown_code(code: str) -> str:
    """Return a join code as it is read out and typed: in two halves."""
    middle = len(code) // 2
    return f"{code[:middle]}-{code[middle:]}"


def rule_lines(group: Group) -> list[str]:
    """Return what a group's rules mean for its members, one short sentence each."""
    lines = []
    if group.archived_at is not None:
        lines.append(t("This group is closed for new words. Everything in it can be read."))
    if group.entry is JoinPolicy.OPEN:
        lines.append(t("Everybody on this host can come in."))
    elif group.entry is JoinPolicy.APPROVAL:
        lines.append(t("Who asks is let in by a facilitator."))
    if not group.without_name_allowed:
        lines.append(t("Everybody posts under their name here."))
    if group.quiet_hours is not None:
        begins, ends = dates.clock(group.quiet_hours.begins), dates.clock(group.quiet_hours.ends)
        lines.append(t("Quiet hours from {begins} to {ends}.", begins=begins, ends=ends))
    return lines


def agreement(lines: Sequence[str]) -> ft.Control:
    """Return the group agreement, one line under the other."""
    rows: list[ft.Control] = [type.subheading(t("What we agreed on"))]
    rows += [
        ft.Row(
            [type.body(f"{number}."), ft.Container(type.body(line), expand=True)],
            spacing=10,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        for number, line in enumerate(lines, start=1)
    ]
    return ft.Column(rows, spacing=6, tight=True)
