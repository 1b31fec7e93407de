"""Which screen stands at which path. The one file that imports every slice's screens.

On a phone a group, its feed and a thread are views on top of each other. On a wide window they stand side by side in
one view, so the same paths lead to one component there.
"""

from typing import Any

import flet as ft

from mobile.account.app_lock_screen import AppLockScreen
from mobile.account.devices_screen import DevicesScreen
from mobile.account.leave_screen import LeaveScreen
from mobile.account.passphrase_screen import PassphraseScreen
from mobile.account.privacy_screen import PrivacyScreen
from mobile.account.recover_screen import RecoverScreen
from mobile.account.recovery_code_screen import RecoveryCodeScreen
from mobile.account.sign_in_screen import SignInScreen
from mobile.account.sign_up_screen import SignUpScreen
from mobile.account.start_screen import StartingScreen
from mobile.account.unlock_screen import UnlockScreen
from mobile.account.unsent_screen import UnsentScreen
from mobile.account.welcome_screen import WelcomeScreen
from mobile.account.you_screen import YouScreen
from mobile.aid.answered_screen import AnsweredScreen
from mobile.aid.board_screen import BoardScreen
from mobile.aid.gratitude_screen import GratitudeScreen
from mobile.aid.thank_screen import ThankScreen
from mobile.aid.thanks_screen import ThanksScreen
from mobile.aid.waiting_screen import WaitingScreen
from mobile.feed.edit_post_screen import EditPostScreen
from mobile.feed.feed_screen import FeedScreen
from mobile.feed.search_screen import SearchScreen
from mobile.feed.share_screen import ShareScreen
from mobile.feed.thread_screen import ThreadScreen
from mobile.feed.versions_screen import VersionsScreen
from mobile.feed.write_screen import WriteScreen
from mobile.goals.goal_form_screen import GoalFormScreen
from mobile.goals.obstacle_screen import ObstacleScreen
from mobile.goals.share_screen import ShareGoalScreen
from mobile.groups.about_screen import AboutScreen
from mobile.groups.agreement_screen import AgreementScreen
from mobile.groups.discover_screen import DiscoverScreen
from mobile.groups.edit_group_screen import EditGroupScreen
from mobile.groups.groups_screen import GroupsScreen
from mobile.groups.invites_screen import InvitesScreen
from mobile.groups.join_screen import JoinScreen
from mobile.groups.member_screen import MemberScreen
from mobile.groups.new_group_screen import NewGroupScreen
from mobile.groups.profile_screen import ProfileScreen
from mobile.insight_day_screen import InsightDayScreen
from mobile.insights.insights_screen import InsightsScreen
from mobile.insights.link_screens import LinkScreen, LinksScreen
from mobile.insights.report_screen import JournalReportScreen
from mobile.insights.year_screen import YearScreen
from mobile.journal.calendar_screen import CalendarScreen
from mobile.journal.check_in_screen import CheckInScreen
from mobile.journal.search_screen import JournalSearchScreen
from mobile.journal.tag_screen import TagScreen
from mobile.journal.timeline_screen import TimelineScreen
from mobile.measures.measure_screen import MeasureScreen
from mobile.measures.measures_screen import MeasuresScreen
from mobile.moderation.acts_screen import ActsScreen
from mobile.moderation.own_reports_screen import OwnReportsScreen
from mobile.moderation.report_screen import ReportScreen
from mobile.moderation.reports_screen import ReportsScreen
from mobile.moderation.resolve_screen import ResolveScreen
from mobile.moderation.unwanted_screen import UnwantedScreen
from mobile.notices.inbox_screen import InboxScreen
from mobile.notices.settings_screen import NoticeSettingsScreen
from mobile.nowhere_screen import NowhereScreen
from mobile.own_words.mood_form_screen import MoodFormScreen
from mobile.own_words.moods_screen import MoodsScreen
from mobile.own_words.scale_form_screen import ScaleFormScreen
from mobile.own_words.scales_screen import ScalesScreen
from mobile.own_words.tag_form_screen import TagFormScreen
from mobile.own_words.tags_screen import TagsScreen
from mobile.own_words.template_form_screen import TemplateFormScreen
from mobile.own_words.templates_screen import TemplatesScreen
from mobile.own_words.words_screen import WordsScreen
from mobile.reminders.settings_screen import RemindersScreen
from mobile.safety.breathe_screen import BreatheScreen
from mobile.safety.help_screen import HelpScreen
from mobile.safety.plan_screen import SafetyPlanScreen
from mobile.sentences import problem_sentence
from mobile.session import Session
from mobile.strategies.answers_screen import AnswersScreen
from mobile.strategies.own_form_screen import OwnStrategyScreen
from mobile.strategies.save_screen import SaveStrategyScreen
from mobile.today_screen import TodayScreen
from mobile.toolkit_screen import (
    GoalScreen,
    LibraryScreen,
    ResourcesScreen,
    SavedScreen,
    SavedStrategyScreen,
    ToolkitScreen,
    WideToolkitScreen,
)
from mobile.transfer.backup_screen import BackupScreen
from mobile.transfer.data_screen import DataScreen
from mobile.transfer.export_screen import ExportScreen
from mobile.transfer.import_screen import ImportScreen
from mobile.transfer.past_screen import PastImportScreen
from mobile.transfer.restore_screen import RestoreScreen
from mobile.ui.guard import explain_with
from mobile.wide import WideGroupsScreen, WideJournalScreen

Route = ft.Route
explain_with(problem_sentence)

_ACCOUNT = [
    Route(path="sign-up", component=SignUpScreen),
    Route(path="sign-in", component=SignInScreen),
    Route(path="recover", component=RecoverScreen),
    Route(path="passphrase", component=PassphraseScreen),
    Route(path="leave", component=LeaveScreen),
    Route(path="recovery-code", component=RecoveryCodeScreen),
    Route(path="devices", component=DevicesScreen),
    Route(path="unsent", component=UnsentScreen),
    Route(path="moods", component=MoodsScreen),
    Route(path="words", component=WordsScreen),
    Route(path="tags", component=TagsScreen),
    Route(path="scales", component=ScalesScreen),
    Route(path="texts", component=TemplatesScreen),
    Route(path="profile", component=ProfileScreen),
    Route(
        path="data",
        component=DataScreen,
        children=[
            Route(path="export", component=ExportScreen),
            Route(path="backup", component=BackupScreen),
            Route(path="import", component=ImportScreen),
            Route(path="restore", component=RestoreScreen),
            Route(path="imports/:import_id", component=PastImportScreen),
        ],
    ),
    Route(path="privacy", component=PrivacyScreen),
    Route(path="app-lock", component=AppLockScreen),
    Route(path="unwanted", component=UnwantedScreen),
    Route(path="reports", component=OwnReportsScreen),
    Route(path="notices", component=NoticeSettingsScreen),
    Route(path="reminders", component=RemindersScreen),
]
_EVERYWHERE = [
    Route(path="check-in", component=CheckInScreen, modal=True),
    Route(path="check-in/:entry_id", component=CheckInScreen, modal=True),
    Route(path="tag/:tag_id", component=TagScreen, modal=True),
    Route(path="share/:entry_id", component=ShareScreen, modal=True),
    Route(path="groups/new", component=NewGroupScreen, modal=True),
    Route(path="groups/join", component=JoinScreen, modal=True),
    Route(path="groups/join/:code", component=JoinScreen, modal=True),
    Route(path="groups/discover", component=DiscoverScreen, modal=True),
    Route(path="groups/:group_id/members/:account_id", component=MemberScreen, modal=True),
    Route(path="groups/board", component=BoardScreen, modal=True),
    Route(path="groups/waiting", component=WaitingScreen, modal=True),
    Route(path="groups/:group_id/answered", component=AnsweredScreen, modal=True),
    Route(path="groups/:group_id/gratitude", component=GratitudeScreen, modal=True),
    Route(path="groups/:group_id/posts/:post_id/thank/:reply_id", component=ThankScreen, modal=True),
    Route(path="groups/:group_id/posts/:post_id/thank-company/:account_id", component=ThankScreen, modal=True),
    Route(path="thanks", component=ThanksScreen, modal=True),
    Route(path="groups/:group_id/edit", component=EditGroupScreen, modal=True),
    Route(path="groups/:group_id/invites", component=InvitesScreen, modal=True),
    Route(path="groups/:group_id/agreement", component=AgreementScreen, modal=True),
    Route(path="groups/:group_id/write", component=WriteScreen, modal=True),
    Route(path="report/:group_id/posts/:post_id", component=ReportScreen, modal=True),
    Route(path="report/:group_id/posts/:post_id/:reply_id", component=ReportScreen, modal=True),
    Route(path="report/:group_id/members/:account_id", component=ReportScreen, modal=True),
    Route(path="groups/:group_id/posts/:post_id/edit", component=EditPostScreen, modal=True),
    Route(path="groups/:group_id/posts/:post_id/versions", component=VersionsScreen, modal=True),
    Route(path="groups/:group_id/search", component=SearchScreen, modal=True),
    Route(path="search", component=SearchScreen, modal=True),
    Route(path="you/moods/new", component=MoodFormScreen, modal=True),
    Route(path="you/moods/:mood_id", component=MoodFormScreen, modal=True),
    Route(path="you/tags/:tag_id", component=TagFormScreen, modal=True),
    Route(path="you/scales/new", component=ScaleFormScreen, modal=True),
    Route(path="you/scales/:scale_id", component=ScaleFormScreen, modal=True),
    Route(path="you/texts/new", component=TemplateFormScreen, modal=True),
    Route(path="you/texts/:template_id", component=TemplateFormScreen, modal=True),
    Route(path="toolkit/saved/new", component=OwnStrategyScreen, modal=True),
    Route(path="toolkit/saved/:document_id/edit", component=OwnStrategyScreen, modal=True),
    Route(path="toolkit/answers/:group_id/:post_id", component=AnswersScreen, modal=True),
    Route(path="toolkit/save/:group_id/:post_id", component=SaveStrategyScreen, modal=True),
    Route(path="toolkit/goals/new", component=GoalFormScreen, modal=True),
    Route(path="toolkit/goals/:goal_id/edit", component=GoalFormScreen, modal=True),
    Route(path="toolkit/goals/:goal_id/obstacle", component=ObstacleScreen, modal=True),
    Route(path="toolkit/goals/:goal_id/share", component=ShareGoalScreen, modal=True),
    Route(path="you", component=YouScreen, children=_ACCOUNT),
    Route(path="notices", component=InboxScreen, modal=True),
    Route(path="help", component=HelpScreen, modal=True),
    Route(path="toolkit/safety-plan", component=SafetyPlanScreen, modal=True),
    Route(path="measures", component=MeasuresScreen, modal=True),
    Route(path="measures/:pack_id", component=MeasureScreen, modal=True),
    Route(path="toolkit/breathe", component=BreatheScreen, modal=True),
]
_INSIGHTS = Route(
    path="insights",
    component=InsightsScreen,
    children=[
        Route(path="report", component=JournalReportScreen),
        Route(path="year/:year", component=YearScreen, children=[Route(path="day/:day", component=InsightDayScreen)]),
        Route(path="day/:day", component=InsightDayScreen),
        Route(path=":view/links", component=LinksScreen),
        Route(
            path=":view/link/:kind/:identity",
            component=LinkScreen,
            children=[Route(path="day/:day", component=InsightDayScreen)],
        ),
    ],
)
# Last of all. Flet's own `not_found` puts a view inside a view, which shows as a grey box.
_NOWHERE = Route(path=":rest*", component=NowhereScreen)
PHONE = [
    *_EVERYWHERE,
    Route(
        path="",
        component=TodayScreen,
        children=[
            Route(
                path="journal",
                component=TimelineScreen,
                children=[
                    Route(path="search", component=JournalSearchScreen),
                    Route(path="calendar", component=CalendarScreen),
                    Route(path="calendar/:month", component=CalendarScreen),
                ],
            )
        ],
    ),
    _INSIGHTS,
    Route(
        path="groups",
        component=GroupsScreen,
        children=[
            Route(
                path=":group_id",
                component=FeedScreen,
                children=[
                    Route(path="about", component=AboutScreen),
                    Route(
                        path="reports",
                        component=ReportsScreen,
                        children=[Route(path=":report_id", component=ResolveScreen)],
                    ),
                    Route(path="acts", component=ActsScreen),
                    Route(path="posts/:post_id", component=ThreadScreen),
                ],
            )
        ],
    ),
    Route(
        path="toolkit/saved",
        component=SavedScreen,
        children=[Route(path=":document_id", component=SavedStrategyScreen)],
    ),
    Route(
        path="toolkit",
        component=ToolkitScreen,
        children=[
            Route(path="goals/:goal_id", component=GoalScreen),
            Route(path="library", component=LibraryScreen),
            Route(path="resources", component=ResourcesScreen),
        ],
    ),
    _NOWHERE,
]
WIDE = [
    *_EVERYWHERE,
    Route(index=True, component=TodayScreen),
    Route(path="journal", component=WideJournalScreen),
    Route(path="journal/search", component=WideJournalScreen),
    Route(path="journal/calendar", component=WideJournalScreen),
    Route(path="journal/calendar/:month", component=WideJournalScreen),
    _INSIGHTS,
    Route(path="groups", component=WideGroupsScreen),
    Route(path="groups/:group_id", component=WideGroupsScreen),
    Route(path="groups/:group_id/about", component=WideGroupsScreen),
    Route(path="groups/:group_id/reports", component=ReportsScreen),
    Route(path="groups/:group_id/reports/:report_id", component=ResolveScreen),
    Route(path="groups/:group_id/acts", component=ActsScreen),
    Route(path="groups/:group_id/posts/:post_id", component=WideGroupsScreen),
    Route(path="toolkit", component=WideToolkitScreen),
    Route(path="toolkit/goals/:goal_id", component=WideToolkitScreen),
    Route(path="toolkit/saved", component=WideToolkitScreen),
    Route(path="toolkit/saved/:document_id", component=WideToolkitScreen),
    Route(path="toolkit/library", component=WideToolkitScreen),
    Route(path="toolkit/resources", component=WideToolkitScreen),
    _NOWHERE,
]
# Before there is anything on this device: begin, or come back with an account.
NEW = [
    Route(
        path="",
        component=WelcomeScreen,
        children=[
            Route(path="you/sign-in", component=SignInScreen),
            Route(path="you/recover", component=RecoverScreen),
        ],
    ),
    Route(path=":rest*", component=WelcomeScreen),
]


def routes(session: Session) -> Any:
    """Return the views for where the session stands, once its data is open: starting, new, locked, or in the app."""
    if session.account is None or session.account.phase == "starting":
        return [StartingScreen()]
    phase = session.account.phase
    if phase == "locked":
        return [UnlockScreen()]
    if phase == "new":
        return _router(NEW, key="new")
    return _router(WIDE if session.layout == "wide" else PHONE, key="app")


def _router(routes: list[Route], *, key: str) -> Any:
    """By its key it is another router than the one before, whose last place would lie below what opens first."""
    return ft.Router(routes, manage_views=True, key=key)  # type: ignore[call-arg]  # what every component takes
