"""The textbook way, to compare with: `def` endpoints, `Depends(Session)`, ORM entities, response models.

It is what the tutorials of FastAPI and SQLModel show, written with care: indexes, one query per page with the author
joined, and SQLite as durable as the real server's. `python -m tests.bench.textbook --database FILE`.
"""

import argparse
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException, Query
from sqlalchemy import Index, create_engine, event, update
from sqlalchemy.orm import selectinload
from sqlmodel import Field, Relationship, Session, SQLModel, col, select

from api_client.wire.feed import CreatePost, CreateReply, Post, PostPage, Reply
from tests.bench.data import Community


class Account(SQLModel, table=True):
    """A member."""

    id: UUID = Field(primary_key=True)
    display_name: str
    token_hash: bytes = Field(index=True)


class Membership(SQLModel, table=True):
    """A member of a group."""

    group_id: UUID = Field(primary_key=True)
    account_id: UUID = Field(primary_key=True)


class Group(SQLModel, table=True):
    """A group's counters."""

    id: UUID = Field(primary_key=True)
    revision: int = 0
    post_count: int = 0


class Writing(SQLModel, table=True):
    """A post."""

    __table_args__ = (Index("writing_page", "group_id", "posted_at", "id"),)

    id: UUID = Field(primary_key=True)
    group_id: UUID = Field(foreign_key="group.id")
    account_id: UUID = Field(foreign_key="account.id")
    sequence: int
    revision: int
    version: int = 1
    kind: str
    need: str
    title: str | None = None
    body: str
    content_note: str | None = None
    from_journal: bool = False
    posted_at: datetime
    edited_at: datetime | None = None
    reply_count: int = 0
    author: Account = Relationship()
    reactions: list["Reaction"] = Relationship()


class Reaction(SQLModel, table=True):
    """How often a post got one kind of reaction."""

    post_id: UUID = Field(primary_key=True, foreign_key="writing.id")
    kind: str = Field(primary_key=True)
    count: int


class Answer(SQLModel, table=True):
    """A reply."""

    id: UUID = Field(primary_key=True)
    group_id: UUID
    post_id: UUID = Field(foreign_key="writing.id", index=True)
    account_id: UUID = Field(foreign_key="account.id")
    revision: int
    body: str
    posted_at: datetime
    author: Account = Relationship()


class Change(SQLModel, table=True):
    """The change log."""

    group_id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    kind: str
    subject_id: UUID


def make_engine(path: Path) -> Any:
    """Return an engine whose connections are as durable as the real server's."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False, "timeout": 30})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    return engine


def fill(path: Path, community: Community) -> None:
    """Make a database with the newest posts of `community`."""
    engine = make_engine(path)
    SQLModel.metadata.create_all(engine, tables=[SQLModel.metadata.tables[name] for name in _TABLES])
    with Session(engine) as session:
        for member in community.members:
            hashed = hashlib.sha256(member.token.encode()).digest()
            session.add(Account(id=member.account_id, display_name=member.name, token_hash=hashed))
            session.add(Membership(group_id=member.group_id, account_id=member.account_id))
        for group_id, posts in community.posts.items():
            session.add(Group(id=group_id, revision=len(posts), post_count=len(posts)))
            session.flush()
            for post in posts:
                words = post.model_dump(include=set(Writing.model_fields))
                session.add(Writing(**words | {"account_id": post.author.account_id}))
                session.add_all(
                    Reaction(post_id=post.id, kind=kind, count=count) for kind, count in post.reactions.items()
                )
        session.commit()
    engine.dispose()


def make_app(path: Path) -> FastAPI:
    """Return the application."""
    engine = make_engine(path)
    app = FastAPI()

    def get_session() -> Iterator[Session]:
        with Session(engine) as session:
            yield session

    Database = Annotated[Session, Depends(get_session)]

    def get_caller(session: Database, authorization: Annotated[str, Header()]) -> Account:
        hashed = hashlib.sha256(authorization.removeprefix("Bearer ").encode()).digest()
        account = session.exec(select(Account).where(Account.token_hash == hashed)).first()
        if account is None:
            raise HTTPException(401)
        return account

    Caller = Annotated[Account, Depends(get_caller)]

    def get_member(session: Database, caller: Caller, group_id: UUID) -> Account:
        if session.get(Membership, (group_id, caller.id)) is None:
            raise HTTPException(404)
        return caller

    InGroup = Annotated[Account, Depends(get_member)]

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/api/v1/groups/{group_id}/posts", response_model=PostPage)
    def list_posts(
        session: Database, member: InGroup, group_id: UUID, limit: Annotated[int, Query(le=100)] = 30
    ) -> Any:
        page = (
            select(Writing)
            .where(Writing.group_id == group_id)
            .order_by(col(Writing.posted_at).desc(), col(Writing.id).desc())
            .limit(limit + 1)
            .options(selectinload(Writing.author), selectinload(Writing.reactions))  # type: ignore[arg-type]
        )
        posts = session.exec(page).all()
        return PostPage(
            posts=tuple(_show(post) for post in posts[:limit]), my_reactions={}, cursor=None, more=len(posts) > limit
        )

    @app.post("/api/v1/groups/{group_id}/posts", response_model=Post, status_code=201)
    def create_post(session: Database, member: InGroup, group_id: UUID, body: CreatePost) -> Any:
        revision, count = move(session, group_id, posts=1)
        words = body.model_dump() | {"kind": body.kind.value, "need": body.need.value}
        words |= {"revision": revision, "sequence": count, "posted_at": datetime.now(UTC)}
        post = Writing(**words, group_id=group_id, account_id=member.id)
        session.add(post)
        session.add(Change(group_id=group_id, revision=revision, kind="post", subject_id=post.id))
        session.commit()
        session.refresh(post)
        return _show(post)

    @app.post("/api/v1/groups/{group_id}/posts/{post_id}/replies", response_model=Reply, status_code=201)
    def create_reply(session: Database, member: InGroup, group_id: UUID, post_id: UUID, body: CreateReply) -> Any:
        post = session.get(Writing, post_id)
        if post is None:
            raise HTTPException(404)
        revision, _ = move(session, group_id)
        post.reply_count += 1
        words = body.model_dump() | {"revision": revision, "posted_at": datetime.now(UTC)}
        reply = Answer(**words, group_id=group_id, post_id=post_id, account_id=member.id)
        session.add(reply)
        session.add(Change(group_id=group_id, revision=revision, kind="reply", subject_id=reply.id))
        session.commit()
        session.refresh(reply)
        return _show_reply(reply)

    return app


def move(session: Session, group_id: UUID, posts: int = 0) -> tuple[int, int]:
    """Take the group's next revision, and a place for each of `posts`; from here on others wait."""
    counters = {"revision": Group.revision + 1, "post_count": Group.post_count + posts}
    moved = update(Group).where(col(Group.id) == group_id).values(counters)
    row = session.exec(moved.returning(col(Group.revision), col(Group.post_count))).one()
    return row[0], row[1]


def _show(post: Writing) -> dict[str, Any]:
    author = {"account_id": post.author.id, "display_name": post.author.display_name}
    reactions = {reaction.kind: reaction.count for reaction in post.reactions}
    times = {"posted_at": post.posted_at.replace(tzinfo=UTC)}
    return {**post.model_dump(exclude={"account_id"}), **times, "author": author, "reactions": reactions}


def _show_reply(reply: Answer) -> dict[str, Any]:
    author = {"account_id": reply.author.id, "display_name": reply.author.display_name}
    times = {"posted_at": reply.posted_at.replace(tzinfo=UTC), "edited_at": None}
    return {**reply.model_dump(exclude={"account_id"}), **times, "version": 1, "author": author}


_TABLES = ("account", "membership", "group", "writing", "reaction", "answer", "change")


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--database", type=Path, required=True)
    chosen = parser.parse_args()
    app = make_app(chosen.database)
    uvicorn.run(app, host="127.0.0.1", port=chosen.port, log_level="warning", access_log=False, ws="none")


if __name__ == "__main__":
    main()
