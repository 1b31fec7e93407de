"""The rows of the vault."""

from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from server.schema import Row


class RecordRow(Row, table=True):
    """The newest version of one sealed record. `revision` is the account's counter when it was written."""

    __tablename__ = "vault_record"
    __table_args__ = (Index(None, "account_id", "revision", unique=True),)

    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True)
    id: UUID = Field(primary_key=True)
    revision: int = Field(sa_type=BigInteger)
    mutation_id: UUID
    sealed: bytes


class VaultPhotoRow(Row, table=True):
    """One sealed photo of the journal. The id comes from its content under the member's key: it is never changed."""

    __tablename__ = "vault_photo"
    __table_args__ = (Index(None, "account_id", "id", "size"),)  # which there are and how large, without their bytes

    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True)
    id: UUID = Field(primary_key=True)
    size: int = Field(sa_type=BigInteger)
    sealed: bytes
