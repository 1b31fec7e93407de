"""A proxy on loopback that counts bytes, for what a sync costs on the wire. Times are never taken through it."""

import asyncio
from typing import Self


class Meter:
    """Passes everything on to `port`; `up` and `down` count bytes from and to the device, headers included."""

    def __init__(self, port: int) -> None:
        self.up = 0
        self.down = 0
        self.requests = 0
        self._port = port
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def url(self) -> str:
        """The address to give to a device."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def reset(self) -> None:
        """Count from zero."""
        self.up = self.down = self.requests = 0

    async def _serve(self, from_device: asyncio.StreamReader, to_device: asyncio.StreamWriter) -> None:
        from_host, to_host = await asyncio.open_connection("127.0.0.1", self._port)
        pumps = (
            asyncio.ensure_future(self._pump(from_device, to_host, up=True)),
            asyncio.ensure_future(self._pump(from_host, to_device, up=False)),
        )
        self._tasks.update(pumps)
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
                self._tasks.discard(pump)
            to_host.close()
            to_device.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, up: bool) -> None:
        while piece := await reader.read(1 << 16):
            if up:
                self.up += len(piece)
                self.requests += piece.count(b" HTTP/1.1\r\n")
            else:
                self.down += len(piece)
            writer.write(piece)
            await writer.drain()
