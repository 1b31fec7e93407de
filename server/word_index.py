"""The index of words that search stands on: how text becomes words, how a question is put to the database, and how
words leave the index.

Words are folded here, without case and accents, so that both databases find the same. SQLite keeps them in an FTS5
table over `passage`, which triggers keep up to date: also when rows go by cascade. What FTS5 deletes stays in its old
segments until these are merged, so the writer merges them, a little at a time while nobody waits (`forget_step`).
PostgreSQL searches the same rows by a `tsvector` of the simple kind.
"""

import re
import sqlite3
import unicodedata

from sqlalchemy import Connection

INDEX = "passage_index"  # on SQLite; its own tables begin with the same word
WORDS_MAX = 10  # of one question; the rest is not asked
_STEP_PAGES = 200  # some 20 ms
_NO_SPACES = (  # scripts that put no spaces between words: each sign stands alone
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"(?![\W_])[{_NO_SPACES}]|[^\W_{_NO_SPACES}]+")


def fold_words(text: str) -> list[str]:
    """Return the words of `text` as they are searched, in their order: letters and digits without case and accents."""
    if text.isascii():
        return _WORD.findall(text.lower())
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in apart if not unicodedata.category(character).startswith("M"))
    return _WORD.findall(plain.casefold())


def ask_for(question: str, group_ids: list[str], *, sqlite: bool) -> str | None:
    """Return `question` as the database wants it: every word, each as the beginning of one; None when there is none.

    This is the only place where typed words meet a query language, and nothing but letters and digits passes. A
    single letter is looked for as a word: half of all words begin with it.
    """
    words = list(dict.fromkeys(fold_words(question)))[:WORDS_MAX]
    if not words:
        return None
    if not sqlite:
        return " & ".join(f"'{word}':*" if len(word) > 1 else f"'{word}'" for word in words)
    asked = " AND ".join(f'"{word}"*' if len(word) > 1 else f'"{word}"' for word in words)
    groups = " OR ".join(f'"{group_id}"' for group_id in group_ids)
    return f"group_id : ({groups}) AND words : ({asked})"


def create_index(connection: Connection) -> None:
    """Create the index over the `passage` table, which is there and empty."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(
            "CREATE INDEX ix_passage_words ON passage USING gin (to_tsvector('simple'::regconfig, words))"
        )
        return
    for statement in _SQLITE:
        connection.exec_driver_sql(statement)


def drop_index(connection: Connection) -> None:
    """Drop what `create_index` created."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TABLE passage_index")  # its triggers go with `passage`
        return
    connection.exec_driver_sql("DROP INDEX ix_passage_words")


def forget_step(driver: sqlite3.Connection) -> bool:
    """Merge a little more of the index into one segment, in which no removed word is left; return whether more is to
    do."""
    before = driver.total_changes
    # A negative number of pages: all segments, however few they are.
    driver.execute("INSERT INTO passage_index(passage_index, rank) VALUES ('merge', ?)", (-_STEP_PAGES,))
    return driver.total_changes - before > 1  # as FTS5's documentation says how to see the end


_SQLITE = (
    "CREATE VIRTUAL TABLE passage_index USING fts5(group_id, words, content='passage', content_rowid='id', "
    "detail=column, columnsize=0, prefix='2 3', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER passage_added AFTER INSERT ON passage BEGIN "
    "INSERT INTO passage_index(rowid, group_id, words) VALUES (new.id, new.group_id, new.words); END",
    "CREATE TRIGGER passage_removed AFTER DELETE ON passage BEGIN INSERT INTO "
    "passage_index(passage_index, rowid, group_id, words) VALUES ('delete', old.id, old.group_id, old.words); END",
    "CREATE TRIGGER passage_changed AFTER UPDATE OF words ON passage BEGIN INSERT INTO "
    "passage_index(passage_index, rowid, group_id, words) VALUES ('delete', old.id, old.group_id, old.words); "
    "INSERT INTO passage_index(rowid, group_id, words) VALUES (new.id, new.group_id, new.words); END",
)
