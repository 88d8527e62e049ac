"""Every setting of the product, in one class. Environment variables, prefix ``MOTCUA_``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Embedded defaults work without any of these set."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", extra="ignore")

    data: Path = Field(ROOT / "var", description="Folder of the citizens' data: database, exports, media, logs.")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data folder.")
    redis_url: str = Field("", description="Redis of the scaled-out profile; empty: none.")
    content: Path = Field(ROOT / "data", description="Folder of procedures, prompts, answers and localities.")
    places: Path = Field(ROOT / ".motcua" / "places.json", description="Index of communes made at set-up.")
    host: str = Field("127.0.0.1", description="Address the gateway listens on.")
    port: int = Field(8080, description="Port of the gateway.", ge=1, le=65535)
    rasa_url: str = Field("http://127.0.0.1:5005", description="Where Rasa answers (loopback only).")
    actions_url: str = Field("http://127.0.0.1:5055", description="Where the action server answers (loopback).")
    api_token: str = Field("", description="Bearer token that lets callers off loopback name a sender.")
    default_locality: str = Field("", description="Code of the commune this installation serves, if only one.")
    receipt_after: float = Field(5.0, description="Seconds without a result before the citizen gets a receipt.")
    turn_timeout: float = Field(30.0, description="Seconds one try of a turn may take before it is tried again.")
    max_attempts: int = Field(12, description="Tries of a turn before a person has to look at it.", ge=1)
    flood_per_minute: int = Field(60, description="Messages a minute from one sender before it is slowed down.")
    log_level: str = Field("INFO", description="Level of the logs.")
    log_personal: bool = Field(False, description="Show personal values in logs (never with real citizens).")
    failpoint: str = Field("", description="Where to kill the process, for tests only: name:count.")

    @property
    def db_url(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{self.data / 'motcua.db'}"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
