"""The words that start this device's app, and where its data lies when nobody says otherwise."""

import argparse
import logging
import os
import sys
from pathlib import Path

from mobile.app import Options, run

DEFAULT_SERVER = "http://127.0.0.1:8710"
DEFAULT_WEB_PORT = 8720


def default_folder() -> Path:
    """Return the data folder: the platform's own for a packaged app, else `KITH_APP_DATA`, else `~/.kith`."""
    packaged = os.environ.get("FLET_APP_STORAGE_DATA")
    return Path(packaged or os.environ.get("KITH_APP_DATA") or Path.home() / ".kith")


def default_options() -> Options:
    """Return the options of a packaged app, which has no command line."""
    return Options(folder=default_folder(), server_url=os.environ.get("KITH_SERVER", DEFAULT_SERVER))


def command(arguments: list[str] | None = None) -> None:
    """Parse `arguments` (those of the process by default) and run the app until it is closed."""
    parser = argparse.ArgumentParser(prog="kith app", description="Kith on this device.")
    parser.add_argument("--server", default=os.environ.get("KITH_SERVER", DEFAULT_SERVER), help="your host's address")
    parser.add_argument("--data", type=Path, default=default_folder(), help="the folder that holds this device's data")
    parser.add_argument("--web", action="store_true", help="serve the app to this computer's browser")
    parser.add_argument("--port", type=int, default=DEFAULT_WEB_PORT, help="with --web: the port on 127.0.0.1")
    parser.add_argument("--example", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    run(
        Options(
            folder=chosen.data.expanduser().resolve(),
            server_url=chosen.server,
            web=chosen.web,
            port=chosen.port,
            example=chosen.example,
        )
    )
