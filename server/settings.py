"""What a host decides, from `KITH_*` in the environment. Everything has a value that is right for a small community."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_HOUSE_RULES = (
    "Be kind. Everybody here is carrying something.",
    "Speak from your own life. Offer ideas only when somebody asks for them.",
    "What is said here stays here.",
    "This is not an emergency service. In danger, call your local emergency number.",
)


class RateSettings(BaseSettings):
    """How often a thing may be tried. A figure of 0 switches that limit off."""

    model_config = SettingsConfigDict(env_prefix="KITH_RATE_")

    sign_in_failures_per_account: int = Field(5, ge=0)  # per account and address, in 15 minutes
    sign_in_failures_per_address: int = Field(20, ge=0)  # per address, in 15 minutes
    sign_ups_per_hour: int = Field(3, ge=0)  # per address
    join_guesses_per_hour: int = Field(10, ge=0)  # wrong codes, per account and per address
    renames_per_hour: int = Field(10, ge=0)  # a new display name rewrites every post of its bearer


class AidSettings(BaseSettings):
    """When whom is asked to help, and how much of anybody."""

    model_config = SettingsConfigDict(env_prefix="KITH_AID_")

    volunteer_after_hours: float = Field(4, gt=0)  # an unanswered post goes to who said "I can listen"
    ask_again_after_hours: float = Field(4, gt=0)  # ...and to the next of them
    facilitator_after_hours: float = Field(12, gt=0)  # ...and then to who looks after the group
    asked_at_once: int = Field(3, ge=1)
    fair_load_replies_per_week: int = Field(20, ge=1)  # from there on nobody asks; resting is offered
    greet_within_hours: float = Field(24, gt=0)


class SmtpSettings(BaseSettings):
    """The mail server that takes what this host sends. Without `host` no mail is sent at all."""

    model_config = SettingsConfigDict(env_prefix="KITH_SMTP_")

    host: str | None = None
    port: int = Field(587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str | None = None
    password: SecretStr | None = None
    sender: str | None = None  # such as "Kith <kith@example.org>"

    @model_validator(mode="after")
    def _check_sender(self) -> "SmtpSettings":
        if self.host is not None and self.sender is None:
            raise ValueError("KITH_SMTP_SENDER is needed with KITH_SMTP_HOST")
        return self


class Settings(BaseSettings):
    """One host. Times and sizes that both ends share stand in `api_client.wire.limits` instead."""

    model_config = SettingsConfigDict(env_prefix="KITH_")

    data: Path = Path("kith-data")
    database_url: str | None = None  # e.g. postgresql+psycopg://...; without it, SQLite in the data folder
    host: str = "127.0.0.1"
    port: int = Field(8710, ge=0, le=65535)
    public_url: str | None = None
    name: str = "Kith"
    house_rules: tuple[str, ...] = DEFAULT_HOUSE_RULES
    age_min: int = Field(18, ge=16)
    sign_up_open: bool = True
    listing: bool = False  # on: groups may let themselves be found by everybody with an account here
    backup_days: int = Field(30, ge=0)  # for how long its backups are kept; 0: there are none. Members are told
    contact_email: str | None = None  # where the host is mailed when something waits that no facilitator may judge
    crisis_lines: Path | None = None  # a file of this host's own lines; `kith crisis-lines check` says how it stands
    measures: Path | None = None  # a folder of measures that this host adds; see `kith measures check`
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    trusted_proxies: str = "127.0.0.1"  # addresses whose X-Forwarded-For is believed
    rates: RateSettings = Field(default_factory=RateSettings)
    aid: AidSettings = Field(default_factory=AidSettings)
    smtp: SmtpSettings = Field(default_factory=SmtpSettings)

    @property
    def sends_mail(self) -> bool:
        """Whether members may be mailed: there is a mail server, and an address that a mail can lead back to."""
        return self.smtp.host is not None and self.public_url is not None

    def get_database_url(self) -> str:
        """Return the SQLAlchemy address of the database; makes the data folder when SQLite needs it."""
        if self.database_url is not None:
            return self.database_url
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return f"sqlite:///{self.data / 'kith.sqlite'}"
