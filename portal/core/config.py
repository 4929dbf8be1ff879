"""The portal's settings: `PORTAL_*` in the environment, secrets from files."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that an operator may set. Times are in seconds unless the name says otherwise."""

    model_config = SettingsConfigDict(env_prefix="PORTAL_", env_file=None, extra="ignore")

    mode: Literal["production", "development", "demo"] = "production"
    home: Path = Path(".portal")
    database_url: str | None = None
    """A URL of the owner role. The other roles use the same URL with their own names."""
    database_password_dir: Path | None = None
    """A folder with one file per role (`portal_web`, ...) that holds its password."""
    keys_file: Path | None = None
    public_url: str = "http://127.0.0.1:8000"
    mail_url: str | None = None
    """`smtp://host:port`, or nothing: then mails are files in the outbox under `home`."""
    files_url: str | None = None
    """`s3://bucket?endpoint=...&region=...`, or nothing: then sealed files under `home`."""
    files_credentials_dir: Path | None = None
    """A folder with `access_key_id` and `secret_access_key`; without it `AWS_*` are read."""
    mail_from: str = "Common Ground <no-reply@common-ground.example>"
    session_idle: int = Field(default=30 * 60, gt=0)
    session_absolute: int = Field(default=12 * 60 * 60, gt=0)
    invitation_days: int = Field(default=7, gt=0)
    argon2_memory_kib: int = Field(default=47_104, ge=8)
    argon2_time: int = Field(default=1, ge=1)
    gate_questions_per_day: int = Field(default=120, gt=0)
    answer_delay_min: int = Field(default=2 * 60 * 60, ge=0)
    answer_delay_max: int = Field(default=24 * 60 * 60, ge=0)
    """What a hidden author says becomes visible after a random time between these two."""
    upload_bytes: int = Field(default=20 * 1024 * 1024, gt=0)
    workers: int = Field(default=1, ge=1)
    secure_cookies: bool = True

    notice_delay: int = Field(default=10 * 60, ge=0)
    """So long what was published waits before mail about it goes out."""

    @property
    def demo(self) -> bool:
        return self.mode == "demo"

    @property
    def answer_delay(self) -> tuple[int, int]:
        """The bounds of `core.delay.visible_from`."""
        return self.answer_delay_min, self.answer_delay_max

    @property
    def outbox(self) -> Path:
        """Where mails wait as files when no SMTP server is named."""
        return self.home / "outbox"
