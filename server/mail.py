"""Sending one plain mail. Off unless the host names a mail server; nothing else of Kith reaches outside.

A mail is read on lock screens and lies with others for years, so what may stand in one is decided where it is written:
never a word of a post, a name of a person, or the name of a group.
"""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from server.settings import SmtpSettings

TIMEOUT_SECONDS = 20.0


class MailFailed(Exception):
    """The mail could not be handed over. What the other side said is left out: it may hold the address."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail; with `stop_url` the reader's program can offer to end such mails at one tap (RFC 8058)."""

    to: str
    subject: str
    text: str
    stop_url: str | None = None


class Mailer:
    """Hands mails to the host's mail server."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings

    async def send(self, mail: Mail) -> None:
        """Hand over one mail; raise MailFailed when that does not succeed."""
        import aiosmtplib  # here, because most hosts send no mail and each waits for the server to start

        settings = self._settings
        try:
            await aiosmtplib.send(
                self._message(mail),
                hostname=settings.host,
                port=settings.port,
                username=settings.username,
                password=settings.password.get_secret_value() if settings.password is not None else None,
                use_tls=settings.security == "tls",
                start_tls=settings.security == "starttls",
                timeout=TIMEOUT_SECONDS,
            )
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise MailFailed(type(error).__name__) from None

    def _message(self, mail: Mail) -> EmailMessage:
        sender = self._settings.sender or ""
        message = EmailMessage()
        message["From"] = sender
        message["To"] = mail.to
        message["Subject"] = mail.subject
        message["Date"] = formatdate(usegmt=True)
        message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].rstrip(">") or None)
        message["Auto-Submitted"] = "auto-generated"
        if mail.stop_url is not None:
            message["List-Unsubscribe"] = f"<{mail.stop_url}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(mail.text)
        return message
