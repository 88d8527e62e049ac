"""Several people in one message: whose name, whose birthday, whose village."""

from __future__ import annotations

import pytest

from nlu.facts import find_facts
from nlu.types import Context
from nlu.values.place import shown
from tests.nlu.values.tables import TODAY

# text → "role: value" from left to right; ``-`` where nobody is spoken of
SAID: list[tuple[str, list[str]]] = [
    (
        "em Giàng A Páo sinh 12/3/1995 ở xã Na Son, xin giấy độc thân đi vay vốn",
        ["self: Giàng A Páo", "self: 1995-03-12", "self: Na Son"],
    ),
    (
        "Tôi là Lò Thị Ín, khai cho con gái Quàng Thị Hoa sinh ngày 5/10/2026, bố cháu là Quàng Văn Pản sinh năm 1996",
        ["self: Lò Thị Ín", "child: Quàng Thị Hoa", "child: 2026-10-05", "father: Quàng Văn Pản", "father: 1996"],
    ),
    (
        "bé tên Vàng Gia Bảo sinh 3/11/2026 ở trạm y tế xã Tìa Dình, mẹ là Vàng Thị Dở sinh 2003",
        ["child: Vàng Gia Bảo", "child: 2026-11-03", "child: Tìa Dình", "mother: Vàng Thị Dở", "mother: 2003"],
    ),
    (
        "em là mẹ cháu, em tên Hạng Thị Sua sinh năm 2001, chồng em Giàng A Dế sinh 1999",
        ["self: Hạng Thị Sua", "self: 2001", "spouse: Giàng A Dế", "spouse: 1999"],
    ),
    (
        "Chồng tôi tên Lường Văn Inh, dân tộc Thái, tôi là Lò Thị Pâng dân tộc Khơ Mú",
        ["spouse: Lường Văn Inh", "spouse: Thái", "self: Lò Thị Pâng", "self: Khơ-mú"],
    ),
    (
        "con trai em là Sùng Minh Đức, sinh ngày 1/11/2026, em là Sùng A Chua, vợ em là Thào Thị Mỷ",
        ["child: Sùng Minh Đức", "child: 2026-11-01", "self: Sùng A Chua", "spouse: Thào Thị Mỷ"],
    ),
    (
        "tôi tên Nguyễn Văn Bình, số điện thoại 0912345678, vợ tôi số 0987654321",
        ["self: Nguyễn Văn Bình", "self: 0912345678", "spouse: 0987654321"],
    ),
    (
        "Cháu nội tôi tên Lù Văn An, tôi là ông nội Lù Văn Páo",
        ["child: Lù Văn An", "self: Lù Văn Páo"],
    ),
    (
        "xin giấy cho con trai, nó tên Cầm Văn Hùng sinh 1998, cccd 011098001234",
        ["child: Cầm Văn Hùng", "child: 1998", "child: 011098001234"],
    ),
    (
        "em gái tôi là Mùa Thị Dợ sinh 2004 ở xã Phì Nhừ, tôi xin giấy hộ nó",
        ["other: Mùa Thị Dợ", "other: 2004", "other: Phì Nhừ"],
    ),
    (
        "bố Giàng A Súa sinh 1990, mẹ Thào Thị Dính sinh 1992, con Giàng A Lềnh sinh 2/11/2026",
        [
            "father: Giàng A Súa",
            "father: 1990",
            "mother: Thào Thị Dính",
            "mother: 1992",
            "child: Giàng A Lềnh",
            "child: 2026-11-02",
        ],
    ),
    (
        "Mẹ: Lò Thị Mai, 1999. Bố: Quàng Văn Tâm, 1997. Con: Quàng Thị Ngân, 28/10/2026",
        [
            "mother: Lò Thị Mai",
            "mother: 1999",
            "father: Quàng Văn Tâm",
            "father: 1997",
            "child: Quàng Thị Ngân",
            "child: 2026-10-28",
        ],
    ),
    (
        "em ở xã Na Son còn chồng em ở xã Mường Luân",
        ["self: Na Son", "self: married", "spouse: Mường Luân"],
    ),
    (
        "em tên Vì Thị Hạnh, chồng em mất năm 2019, giờ em xin giấy đi lấy chồng",
        ["self: Vì Thị Hạnh", "self: widowed", "other: 2019"],
    ),
    (
        "cháu tên Hà Văn Nam sinh 2000, cháu xin giấy độc thân",
        ["self: Hà Văn Nam", "self: 2000"],
    ),
    (
        "chau la Ly A Sa sinh nam 1997 o xa Pu Nhi, dan toc Mong",
        ["self: Ly A Sa", "self: 1997", "self: Pu Nhi", "self: Mông"],
    ),
    (
        "em Thào A Chớ sn 1993 đt 0961112223",
        ["self: Thào A Chớ", "self: 1993", "self: 0961112223"],
    ),
    (
        "tôi đã ly hôn năm 2018 với anh Lò Văn Thoan, tôi tên Lò Thị Xôm",
        ["self: divorced", "other: 2018", "spouse: Lò Văn Thoan", "self: Lò Thị Xôm"],
    ),
    (
        "người yêu em là Kim Min Su người Hàn Quốc, em tên Hoàng Thị Thu",
        ["spouse: Kim Min Su", "self: Hoàng Thị Thu"],
    ),
    (
        "chủ hộ là ông nội Lò Văn Inh, cháu tên Lò Gia Hân sinh 30/10/2026",
        ["other: Lò Văn Inh", "child: Lò Gia Hân", "child: 2026-10-30"],
    ),
    (
        "hàng xóm tôi tên Sùng A Tủa nhờ tôi xin giấy, tôi là Giàng Seo Sính",
        ["other: Sùng A Tủa", "self: Giàng Seo Sính"],
    ),
    (
        "bác sĩ Nguyễn Văn Hải đỡ đẻ cho vợ em tên Lò Thị Thơm",
        ["other: Nguyễn Văn Hải", "spouse: Lò Thị Thơm"],
    ),
    (
        "tôi sinh năm 1985, con gái tôi sinh năm 2005",
        ["self: 1985", "child: 2005"],
    ),
    (
        "con em sinh ngày 7/11/2026 còn em sinh năm 2002, bố nó sinh năm 2000",
        ["child: 2026-11-07", "self: 2002", "father: 2000"],
    ),
    (
        "vợ chồng em ở xã Na Son, con em sinh 9/11/2026",
        ["self: Na Son", "child: 2026-11-09"],
    ),
    (
        "anh trai em là Quàng Văn Hặc sinh 1988 chủ hộ",
        ["other: Quàng Văn Hặc", "other: 1988"],
    ),
    (
        "em tên Lò Thị Mai em sinh năm 1998 em ở xã Na Son em xin giấy độc thân đi Đài Loan",
        ["self: Lò Thị Mai", "self: 1998", "self: Na Son"],
    ),
    (
        "mẹ cháu mất rồi, cháu là Tẩn Láo Tả, cháu xin giấy cho bố cháu tên Tẩn Láo Lở",
        ["self: Tẩn Láo Tả", "father: Tẩn Láo Lở"],
    ),
    (
        "xin giấy cho chồng là Giàng A Của sinh 12/4/1990",
        ["spouse: Giàng A Của", "spouse: 1990-04-12"],
    ),
    (
        "con dâu tôi Hờ Thị Sung đẻ hôm 3/11/2026, con trai tôi là Giàng A Tồng",
        ["other: Hờ Thị Sung", "child: 2026-11-03", "child: Giàng A Tồng"],
    ),
    (
        "tên bố Vừ A Pó, tên mẹ Sùng Thị Chía, tên con Vừ Thị Nhìa",
        ["father: Vừ A Pó", "mother: Sùng Thị Chía", "child: Vừ Thị Nhìa"],
    ),
    (
        "tôi tên Đinh Văn Tám, 40 tuổi, ở thôn Nà Pản xã Na Son, chưa vợ",
        ["self: Đinh Văn Tám", "self: Na Son", "self: never_married"],
    ),
]


@pytest.mark.parametrize(("text", "said"), SAID, ids=[text[:40] for text, _ in SAID])
def test_each_fact_is_bound_to_the_person_it_is_about(text: str, said: list[str]) -> None:
    facts = [(f.role or "-", shown(f.value)) for f in find_facts(text, Context(TODAY))]
    assert [f"{role}: {v['commune'] if isinstance(v, dict) else v}" for role, v in facts] == said
