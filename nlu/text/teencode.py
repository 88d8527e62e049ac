"""Short forms of phones and chats, one word for one word. Names are never read through these."""

from __future__ import annotations

from typing import Final

_GROUPS: Final[dict[str, str]] = {
    "không": "ko k kg kh hk hok hem khum kô hông hổng hong khg hôg kog khog hơm",
    "được": "dc đc đx dx đuoc đuọc dươc",
    "rồi": "r rùi rui ròi gòi oy ròy roy rôi rùii rồii",
    "vợ": "vk zợ dzợ",
    "chồng": "ck",
    "em": "e iem",
    "chưa": "chx chưaa",
    "ừ": "uh uk uhm um ừm ừa ừh uhu ờ ukm uki ùa ừk",
    "ok": "oke okie okê oki okela okay okey okla ôkê okk okee",
    "biết": "bik bít bjt bic bit pít bek bt biêt",
    "gì": "j ji gj",
    "vậy": "z dz zậy zay",
    "mình": "mik mk mềnh",
    "đang": "đag dag đg dg",
    "làm": "lm lèm",
    "cũng": "cx cg củng cug",
    "trước": "trc trk trướk",
    "người": "ng ngừi",
    "tôi": "tui tôy",
    "với": "vs zới",
    "tháng": "thg thág",
    "nghìn": "ngìn ngàn ngàng",
    "vâng": "vâg vag vg dzâng zâng vângg",
    "dạ": "dạạ zạ dzạ dạaa",
    "đúng": "đúg dug đúngg đún",
    "nhiêu": "nhìu nhiu",
}

SPOKEN: Final[dict[str, str]] = {short: word for word, shorts in _GROUPS.items() for short in shorts.split()}
"""What a short form stands for (lower case, tone placed)."""
