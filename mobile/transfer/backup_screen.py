"""The encrypted backup: everything in one file that only a passphrase opens."""

from typing import TYPE_CHECKING, Any, BinaryIO, cast

import flet as ft

from mobile import paths
from mobile.passphrase_field import NewPassphraseField, PassphraseField, new_passphrase_sentence
from mobile.session import use_query, use_services, use_session
from mobile.transfer.archive_writer import Progress, write_archive
from mobile.transfer.backup import new_backup
from mobile.transfer.export_screen import SCOPES, archive_card
from mobile.transfer.exports import archive_sentence, read_contents
from mobile.transfer.making import making_parts, use_making
from mobile.ui import cards, scaffold, theme, type
from mobile.ui.guard import handler, screen
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


async def make_backup(services: "Services", passphrase: str, out: BinaryIO, on_progress: Progress | None = None) -> str:
    """Write everything, encrypted, into `out` and return what was made as a sentence."""
    encrypted = await new_backup(out, passphrase)
    written = await write_archive(services, cast(BinaryIO, encrypted), on_progress=on_progress)
    encrypted.finish()
    return archive_sentence(written)


@screen
def BackupScreen() -> ft.View:
    """What is in it, a passphrase made in the open and typed once more, and the button."""
    services, session = use_services(), use_session()
    contents = use_query(lambda: read_contents(services), scopes=SCOPES)
    passphrase, set_passphrase = ft.use_state("")
    again, set_again = ft.use_state("")
    errors, set_errors = ft.use_state(("", ""))
    making = use_making()
    state = services.account.state
    names = tuple(name for name in (state.handle, state.display_name) if name)

    def typed(setter: Any) -> Any:
        def change(value: str) -> None:
            setter(lambda _: value)
            set_errors(lambda _: ("", ""))

        return change

    async def start(*_event: Any) -> None:
        wrong = new_passphrase_sentence(passphrase, *names) if passphrase else t("Choose a passphrase for this file.")
        differs = "" if wrong or again == passphrase else t("This is not the same passphrase.")
        set_errors(lambda _: (wrong, differs))
        if not wrong and not differs:
            day = services.clock.today().isoformat()
            await making.start(
                lambda out, tell: make_backup(services, passphrase, out, tell), f"kith-backup-{day}.kith"
            )

    loss = t(
        "Without this passphrase nobody can open the file: not Kith, not your host. It need not be that of your "
        "account. Write it down where you keep such things."
    )
    secret: list[ft.Control] = [
        type.subheading(t("A passphrase for this file")),
        type.body(loss),
        NewPassphraseField(passphrase, typed(set_passphrase), names=names, error=errors[0]),
        PassphraseField(t("The same passphrase again"), again, typed(set_again), error=errors[1]),
    ]
    parts: list[ft.Control] = [
        type.body(t("Everything that is private in one file, with your photos. Kith opens it on any device.")),
        *archive_card(contents),
        cards.card(secret, spacing=12, bgcolor=theme.CARD),
        *making_parts(making, t("Make the backup"), handler(start), ft.Icons.LOCK_OUTLINE),
    ]
    wide = session.layout == "wide"
    body = scaffold.scroll(parts, wide=wide, spacing=16)
    return scaffold.page_view(t("Encrypted backup"), body, wide=wide, current=paths.YOU, back_to=paths.DATA)
