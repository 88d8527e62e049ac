"""Words around a place: denial, doubt, other times, and what stands between "xã" and its name."""

from __future__ import annotations

from typing import Final

from nlu.text import Phrases
from nlu.text.lists import phrases, words

DENIED: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        không phải, không phải là, không phải ở, không có phải, đâu phải, đâu phải là, chẳng phải, chả phải, nỏ phải,
        chứ không phải, chứ không phải là, chứ không phải ở, chớ không phải, chớ không phải là, mà không phải,
        chứ đâu phải, chớ đâu phải, chứ chẳng phải, chứ không, chớ không, chứ không ở, chớ không ở, không ở, hết ở,
        không còn ở, thôi không ở, đừng ghi, chứ đừng ghi, chớ đừng ghi, đừng viết, chứ nỏ phải, không ghi
        """
    )
)
THEN: Final = words("mà là nhưng chứ chớ nữa")
"""Words behind what was denied: what holds comes next."""

TOPICS: Final = Phrases[str](
    [(p, "now") for p in phrases(
        """
        chừ, bây chừ, giờ, bây giờ, giờ thì, hiện, hiện nay, hiện giờ, hiện tại, hiện đang, nay, bữa ni, giờ đang,
        giờ đã, nay đã, chuyển về, chuyển đến, chuyển sang, chuyển qua, chuyển lên, chuyển xuống, chuyển vào, dọn về,
        dọn đến, dọn sang, dọn qua,
        lấy chồng ở, lấy vợ ở, lấy chồng về, lấy vợ về, theo chồng về, theo vợ về, làm dâu,
         gả về, định cư,
        đang ở, tạm trú, đang tạm trú, đang trọ, trọ ở, ở trọ, đang sống, nay về, giờ về, chừ về
        """
    )]
    + [(p, "before") for p in phrases(
        """
        trước, hồi trước, trước kia, trước đây, trước thì, hồi xưa, ngày xưa, ngày trước, lúc trước, bữa tê, hồi nớ,
        hồi tê, bữa trước, năm ngoái, năm trước, năm kia, hồi đó, hồi nhỏ, hồi bé, xưa, hồi xửa, chuyển từ, dọn từ,
        mới chuyển từ, từng ở, đã từng ở, từ
        """
    )]
    + [(p, "origin") for p in ("quê", "quê gốc", "gốc", "quê quán", "quê ở", "quê gốc ở", "gốc ở", "sinh ra ở",
        "sinh ở", "đẻ ở", "sinh ra",
         "lớn lên", "đi làm ở", "làm thuê ở", "đang làm ở", "đi học ở", "quê em ở", "quê tôi ở", "nguyên quán")]
    + [(p, "registered") for p in ("hộ khẩu", "thường trú", "đăng ký thường trú", "hộ khẩu thường trú")]
)  # fmt: skip
OR: Final = words("hay hoặc")
ONE_WORD_CORRECTIONS: Final = words("nhầm lộn")
BRIDGE: Final = words("mình em tôi tui cháu con nhà của tên gọi là thì nó hắn ở nhớ chúng bọn tụi")
LONGEST_BRIDGE: Final = 6
FILLERS: Final = words("ừ ờ ừm ờm")
"""Sounds of somebody who thinks."""
RENAMED: Final = Phrases[bool](
    (p, True)
    for p in phrases(
        """
        giờ là, nay là, bây giờ là, hiện nay là, giờ gọi là, nay gọi là, giờ đổi thành, nay đổi thành, giờ thành,
        nay thành, giờ nhập vào, nay nhập vào, giờ sáp nhập vào, nay sáp nhập vào, mới là, đổi tên thành
        """
    )
)
"""Words between the old name of a place and the one it has."""
