"""How the file on the device became what it is: one step per version, from the first on.

A step is written once and never changed, because there are phones that stand before it. `PRAGMA user_version` says
where a file stands. The statements are spelled out, not made from the tables of today.
"""

import sqlite3

_VERSION_1 = (
    """CREATE TABLE account (
        "only" INTEGER NOT NULL PRIMARY KEY, account_id CHAR(32) NOT NULL, writer VARCHAR NOT NULL,
        started BOOLEAN NOT NULL, session_ended BOOLEAN NOT NULL, server_url VARCHAR, device_name VARCHAR NOT NULL,
        account JSON, parameters JSON, wrapped_key BLOB, sealed_token BLOB)""",
    """CREATE TABLE document (
        id CHAR(32) NOT NULL PRIMARY KEY, revision BIGINT NOT NULL, version BIGINT NOT NULL, pending BOOLEAN NOT NULL,
        mutation_id CHAR(32) NOT NULL, sealed BLOB NOT NULL)""",
    "CREATE INDEX document_pending ON document (id) WHERE pending",
    "CREATE TABLE quarantine (id CHAR(32) NOT NULL PRIMARY KEY, revision BIGINT NOT NULL, sealed BLOB NOT NULL)",
    """CREATE TABLE outbox (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name CHAR(32) NOT NULL, operation VARCHAR NOT NULL,
        subject VARCHAR NOT NULL, state VARCHAR NOT NULL, error_code VARCHAR, error_fields JSON NOT NULL,
        created_at VARCHAR NOT NULL, sealed BLOB NOT NULL)""",
    "CREATE TABLE membership (group_id CHAR(32) NOT NULL PRIMARY KEY, sealed BLOB NOT NULL)",
    """CREATE TABLE feed (
        group_id CHAR(32) NOT NULL PRIMARY KEY, from_at BIGINT NOT NULL, from_id CHAR(32) NOT NULL, history VARCHAR)""",
    """CREATE TABLE post (
        id CHAR(32) NOT NULL PRIMARY KEY, group_id CHAR(32) NOT NULL, posted_at BIGINT NOT NULL, kind VARCHAR NOT NULL,
        need VARCHAR NOT NULL, revision BIGINT NOT NULL, replies_whole BOOLEAN NOT NULL, sealed BLOB NOT NULL,
        sealed_mine BLOB)""",
    "CREATE INDEX post_newest ON post (group_id, posted_at, id)",
    """CREATE TABLE reply (
        id CHAR(32) NOT NULL PRIMARY KEY, group_id CHAR(32) NOT NULL, post_id CHAR(32) NOT NULL,
        posted_at BIGINT NOT NULL, revision BIGINT NOT NULL, sealed BLOB NOT NULL)""",
    "CREATE INDEX reply_oldest ON reply (post_id, posted_at, id)",
    """CREATE TABLE member (
        group_id CHAR(32) NOT NULL, account_id CHAR(32) NOT NULL, joined_at BIGINT NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (group_id, account_id))""",
    "CREATE TABLE cursor (scope VARCHAR NOT NULL PRIMARY KEY, position BIGINT NOT NULL, epoch CHAR(32))",
    "CREATE TABLE draft (key VARCHAR NOT NULL PRIMARY KEY, sealed BLOB NOT NULL)",
    "CREATE TABLE preference (key VARCHAR NOT NULL PRIMARY KEY, value JSON)",
)

_VERSION_2 = (
    """CREATE TABLE shared (
        kind VARCHAR NOT NULL, id CHAR(32) NOT NULL, group_id CHAR(32), post_id CHAR(32), position BIGINT NOT NULL,
        sealed BLOB NOT NULL, PRIMARY KEY (kind, id))""",
    "CREATE INDEX shared_order ON shared (kind, position, id)",
    "CREATE INDEX shared_group ON shared (group_id)",
    "CREATE INDEX shared_post ON shared (post_id)",
)

_VERSION_3 = (
    "ALTER TABLE post ADD COLUMN pinned_at BIGINT",
    "CREATE INDEX post_pinned ON post (group_id, pinned_at) WHERE pinned_at IS NOT NULL",
)

_VERSION_4 = (
    """CREATE TABLE journal_photo (
        id CHAR(32) NOT NULL PRIMARY KEY, size BIGINT NOT NULL, pending BOOLEAN NOT NULL, placed_at BIGINT NOT NULL,
        unused_since BIGINT, sealed BLOB)""",
    "CREATE INDEX journal_photo_size ON journal_photo (size)",
    "CREATE INDEX journal_photo_pending ON journal_photo (id) WHERE pending",
)

STEPS: tuple[tuple[str, ...], ...] = (_VERSION_1, _VERSION_2, _VERSION_3, _VERSION_4)
LATEST = len(STEPS)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to the latest version, each step whole or not at all; the connection is in autocommit."""
    for version in range(version_of(connection), LATEST):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in STEPS[version]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version that the file stands at, 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
