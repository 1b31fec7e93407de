"""The command line inside the test's own process, which leaves the process as it was."""

import logging

from typer.testing import CliRunner, Result

from server import cli

_LOGGERS = ("", "asyncio", "uvicorn", "uvicorn.error", "uvicorn.access", "sqlalchemy", "alembic")


def typed(*arguments: str, env: dict[str, str] | None = None) -> Result:
    """Run a command as if it was typed. A host that starts takes the logging of its process over, and would go on
    writing into what was caught here, long after this test."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [(one.level, one.propagate, one.handlers[:]) for one in loggers]
    try:
        return CliRunner().invoke(cli.app, list(arguments), env=env)
    finally:
        for one, (level, propagate, handlers) in zip(loggers, before, strict=True):
            one.setLevel(level)
            one.propagate, one.handlers = propagate, handlers
