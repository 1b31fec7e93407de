"""A mail server on loopback that keeps what it is handed: as much of RFC 5321 as a client needs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

_ENDS = (b"QUIT",)


@dataclass
class PostOffice:
    """What arrived. While it `refuses`, nothing is taken."""

    port: int = 0
    refuses: bool = False
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    def text(self, number: int = -1) -> str:
        """Return the words of one mail."""
        return str(self.mails[number].get_content())

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk with one client until it quits."""
        try:
            writer.write(b"220 loopback\r\n")
            while line := await reader.readline():
                command = line.strip()
                verb = command.split(b" ")[0].upper()
                if verb == b"DATA" and not self.refuses:
                    writer.write(b"354 go on\r\n")
                    self.mails.append(await _read_mail(reader))
                    writer.write(b"250 taken\r\n")
                elif self.refuses and verb in (b"MAIL", b"DATA"):
                    writer.write(b"451 not now\r\n")
                else:
                    if verb == b"RCPT":
                        self.recipients.append(command.partition(b":")[2].strip(b" <>").decode())
                    writer.write(b"221 bye\r\n" if verb in _ENDS else b"250 fine\r\n")
                await writer.drain()
                if verb in _ENDS:
                    break
        except ConnectionError:
            pass
        finally:
            writer.close()


async def _read_mail(reader: asyncio.StreamReader) -> EmailMessage:
    lines = []
    while (line := await reader.readline()).rstrip(b"\r\n") != b".":
        lines.append(line[1:] if line.startswith(b"..") else line)
    mail = message_from_bytes(b"".join(lines), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


@asynccontextmanager
async def post_office() -> AsyncIterator[PostOffice]:
    """Run a mail server until the block ends."""
    office = PostOffice()
    server = await asyncio.start_server(office.serve, "127.0.0.1", 0)
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        server.close()
