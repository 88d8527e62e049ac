"""``./motcua sms kannel|gammu``: the configuration of an SMS gateway, in a folder of its own, and what to set here."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path
from typing import Final

from actions.settings import Settings, settings

TEMPLATES: Final = Path(__file__).parent / "templates"
FOLDERS: Final = ("inbox", "outbox", "sent", "error", "received")
_SMPP: Final = """group = smsc
smsc = smpp
smsc-id = NETWORK
host = {host}
port = {port}
transceiver-mode = true
smsc-username = {name}
smsc-password = {password}
system-type = ""
interface-version = 34
enquire-link-interval = 30
reconnect-delay = 5"""
_FAKE: Final = """# Not a network: Kannel's own test programs connect here. It listens on all addresses of this machine.
group = smsc
smsc = fake
smsc-id = FAKE
port = {port}
connect-allow-ip = 127.0.0.1"""


def main(argv: list[str] | None = None) -> int:
    """Entry point; 0, or 2 where an option is wrong."""
    parser = argparse.ArgumentParser(prog="motcua sms", description="Configure an SMS gateway for Một Cửa.")
    ways = parser.add_subparsers(dest="way", required=True)
    kannel = ways.add_parser("kannel", help="Kannel, connected to a network over SMPP")
    kannel.add_argument("--to", type=Path, required=True, metavar="DIR", help="folder for its configuration and queue")
    kannel.add_argument("--smpp", metavar="HOST:PORT", help="where the network's SMSC is")
    kannel.add_argument("--name", default="", help="system_id that the network gave")
    kannel.add_argument("--password", default="", help="password that the network gave")
    kannel.add_argument("--fake", type=int, metavar="PORT", help="no network: a port for Kannel's test programs")
    kannel.add_argument("--port", type=int, default=13000, help="first of three ports for Kannel (default: 13000)")
    kannel.add_argument(
        "--retry", type=int, default=10, help="seconds until a message that we did not take comes again"
    )
    gammu = ways.add_parser("gammu", help="a modem on this machine with gammu-smsd")
    gammu.add_argument(
        "--to", type=Path, required=True, metavar="DIR", help="folder for its configuration and messages"
    )
    gammu.add_argument("--device", default="/dev/ttyUSB0", help="of the modem (default: /dev/ttyUSB0)")
    gammu.add_argument("--connection", default="at115200", help="kind of its connection (default: at115200)")
    gammu.add_argument("--dummy", action="store_true", help="no modem: gammu's own pretended one, for trying out")
    gammu.add_argument("--every", type=int, default=5, help="seconds between two looks into the modem (default: 5)")
    given = parser.parse_args(argv)
    if given.way == "kannel" and (given.smpp is None) == (given.fake is None):
        parser.error("kannel: exactly one of --smpp and --fake")
    lines = _kannel(given, settings()) if given.way == "kannel" else _gammu(given)
    print("\n".join(lines))
    return 0


def _kannel(given: argparse.Namespace, here: Settings) -> list[str]:
    folder = given.to.resolve()
    (folder / "store").mkdir(parents=True, exist_ok=True, mode=0o700)
    host, _, port = (given.smpp or "").rpartition(":")
    smsc = _FAKE.format(port=given.fake) if given.fake else None
    smsc = smsc or _SMPP.format(host=host, port=port, name=given.name, password=given.password)
    secret = here.sms_secret or secrets.token_urlsafe(24)
    password = here.sms_kannel_password or secrets.token_urlsafe(24)
    callback = here.sms_callback or f"http://127.0.0.1:{here.port}"
    text = (TEMPLATES / "kannel.conf").read_text("utf-8")
    values = {
        "admin_port": given.port, "smsbox_port": given.port + 1, "sendsms_port": given.port + 13, "folder": folder,
        "password": password, "user": here.sms_kannel_user, "smsc": smsc, "callback": callback, "secret": secret,
        "retry": given.retry,
    }  # fmt: skip
    _write(folder / "kannel.conf", text, values, 0o600)
    return [
        f"Written: {folder / 'kannel.conf'}. Start bearerbox -v 4 with it, then smsbox -v 4. Set for Một Cửa:",
        "MOTCUA_SMS_TALK=kannel", f"MOTCUA_SMS_SECRET={secret}", f"MOTCUA_SMS_KANNEL_PASSWORD={password}",
        f"MOTCUA_SMS_KANNEL_URL=http://127.0.0.1:{given.port + 13}/cgi-bin/sendsms",
        "MOTCUA_SMS_NUMBER=(the number that citizens write to)",
    ]  # fmt: skip


def _gammu(given: argparse.Namespace) -> list[str]:
    folder = given.to.resolve()
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o770)
    device = f"device = {given.device}\nconnection = {given.connection}"
    if given.dummy:
        (folder / "phone").mkdir(exist_ok=True)
        device = f"model = dummy\nconnection = none\nport = {folder}/phone\ngammuloc = /dev/null"
    text = (TEMPLATES / "smsdrc").read_text("utf-8")
    _write(folder / "smsdrc", text, {"folder": folder, "device": device, "every": given.every}, 0o640)
    _write(folder / "on_receive.py", (TEMPLATES / "on_receive.py").read_text("utf-8"), {}, 0o750)
    return [
        f"Written: {folder / 'smsdrc'}. Start gammu-smsd with it. Then set for Một Cửa:",
        "MOTCUA_SMS_TALK=gammu", f"MOTCUA_SMS_GAMMU_FOLDER={folder}",
    ]  # fmt: skip


def _write(path: Path, text: str, values: dict[str, object], mode: int) -> None:
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    path.touch(mode=mode)
    path.chmod(mode)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
