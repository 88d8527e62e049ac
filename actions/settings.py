"""Every setting of the product, in one class. Environment variables, prefix ``MOTCUA_``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

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
    rasa_url: str = Field(
        "http://127.0.0.1:5005", description="Where Rasa answers (loopback); several workers: with commas between."
    )
    actions_url: str = Field("http://127.0.0.1:5055", description="Where the action server answers (loopback).")
    api_token: str = Field("", description="Bearer token that lets callers off loopback name a sender.")
    default_locality: str = Field("", description="Code of the commune this installation serves, if only one.")
    receipt_after: float = Field(5.0, description="Seconds without a result before the citizen gets a receipt.")
    turn_timeout: float = Field(30.0, description="Seconds one try of a turn may take before it is tried again.")
    max_attempts: int = Field(12, description="Tries of a turn before a person has to look at it.", ge=1)
    flood_per_minute: int = Field(60, description="Messages a minute from one sender before it is slowed down.")
    sms_talk: Literal["", "kannel", "gammu", "android"] = Field("", description="Way of the conversations by SMS.")
    sms_notices: Literal["", "kannel", "gammu", "android", "esms"] = Field(
        "", description="Way of what is sent unasked by SMS; empty: that of the conversations."
    )
    sms_secret: str = Field(
        "", description="Part of the addresses that Kannel and eSMS call us at; 16 letters or more."
    )
    sms_number: str = Field("", description="Number that citizens write to (short code, or that of the SIM).")
    sms_per_second: float = Field(1.0, description="SMS a second that the way takes.", gt=0)
    sms_quick: float = Field(
        1.0, description="Seconds after a letter of ours within which no person answers by SMS; 0: not looked at."
    )
    sms_callback: str = Field("", description="Where SMS gateways reach us, https://…; empty: this machine's port.")
    sms_kannel_url: str = Field("http://127.0.0.1:13013/cgi-bin/sendsms", description="Kannel's sendsms.")
    sms_kannel_user: str = Field("motcua", description="Name of the sendsms-user of Kannel.")
    sms_kannel_password: str = Field("", description="Password of the sendsms-user of Kannel.")
    sms_gammu_folder: Path | None = Field(None, description="Folder made by ./motcua sms gammu; None: no modem.")
    sms_esms_url: str = Field("https://rest.esms.vn/MainService.svc/json/", description="Where eSMS answers.")
    sms_esms_key: str = Field("", description="ApiKey of eSMS.")
    sms_esms_secret: str = Field("", description="SecretKey of eSMS.")
    sms_esms_brand: str = Field("", description="Brandname of eSMS; empty: its fixed number.")
    sms_android_url: str = Field("", description="Address for sending of the Android gateway, up to /message(s).")
    sms_android_user: str = Field("", description="Its name.")
    sms_android_password: str = Field("", description="Its password.")
    sms_android_key: str = Field("", description="Key that it signs its webhooks with.")
    sms_android_oldest: float = Field(
        259_200.0, description="Seconds that a signed webhook may be old (its repetitions end after about two days)."
    )
    public_url: str = Field("", description='https address that citizens reach the gateway by, for "Nghe" on Zalo.')
    zalo_app_id: str = Field("", description="Id of the app at developers.zalo.me; empty: Zalo is not used.")
    zalo_oa_id: str = Field("", description="Id of the official account; empty: any account of the app.")
    zalo_app_secret: str = Field("", description="Secret key of the app, to renew the tokens.")
    zalo_oa_secret_key: str = Field(
        "", description="Key on the app's Webhook page that signs webhooks; two, with a comma, while it is changed."
    )
    zalo_signed_with_oa: bool = Field(False, description="Also take webhooks signed with the account's id in front.")
    zalo_api_url: str = Field("https://openapi.zalo.me", description="Where messages to Zalo go.")
    zalo_oauth_url: str = Field("https://oauth.zaloapp.com", description="Where Zalo's tokens are renewed.")
    zalo_per_second: float = Field(5.0, description="Messages a second to Zalo (its own limit is not published).", gt=0)
    zalo_button_template: bool = Field(False, description='Send buttons with template_type "button".')
    zalo_info_image: str = Field(
        "", description="https address of the picture on the card that asks for a telephone number; empty: no card."
    )
    zalo_media_hosts: str = Field(
        "zadn.vn, zdn.vn, zaloapp.com, zalo.me, dlfl.vn",
        description="Hosts, with all below them, that files of citizens are fetched from by https. An address with a "
        "port (10.0.0.5:8080) is taken as it is, by http.",
    )
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
