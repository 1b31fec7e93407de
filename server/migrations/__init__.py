"""How the database came to its present shape. A host is brought up to date when it starts."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from server.word_index import INDEX

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0012"  # the newest revision; a test holds it against the files
FOLDER = Path(__file__).parent


def migrate(engine: Engine, revision: str = HEAD) -> None:
    """Bring the database to `revision`. One that is there already costs a single query and no import of Alembic."""
    with engine.connect() as connection:
        if inspect(connection).has_table("alembic_version"):
            current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            if current == revision:
                return
    # Alembic's templates would load a highlighter of code for pages that nobody sees: 0.13 s and 6 MB of a first start.
    sys.modules.setdefault("mako.ext.pygmentplugin", None)  # type: ignore[arg-type]  # as if it were not installed
    from alembic import command

    with engine.connect() as connection:
        command.upgrade(make_config(connection), revision)


def is_described(name: str | None, kind: str, _parents: object) -> bool:
    """Return whether Alembic should hold a table against the models: the index of words is SQLite's own affair."""
    return kind != "table" or not (name or "").startswith(INDEX)


def make_config(connection: Connection) -> "Config":
    """Return Alembic's configuration for one open connection; there is no alembic.ini."""
    from alembic.config import Config

    config = Config(stdout=sys.stdout)  # Alembic would keep whatever stood there when it was imported
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
