"""From a place as said to a commune of today: examples, every commune, every old commune, any text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from actions import gazetteer_build
from actions.gazetteer import Gazetteer, load
from actions.place_names import Tier, agreement, distance, fold_key, plain
from actions.places import Resolution, commune, display, province_of, resolve
from actions.settings import ROOT

Resolve = Callable[..., Resolution]


@pytest.fixture(scope="module")
def gaz(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    out = tmp_path_factory.mktemp("places") / "places.json"
    gazetteer_build.build(out, ROOT / "data" / "places" / "overrides.yml")
    return load(out)


@pytest.fixture(scope="module")
def find(gaz: Gazetteer) -> Resolve:
    def call(commune: Any = None, province: Any = None, district: Any = None, home: str | None = None) -> Resolution:
        return resolve({"commune": commune, "province": province, "district": district}, home=home, gaz=gaz)

    return call


def names(found: Resolution) -> list[str]:
    return [f"{c.commune.full}, {c.commune.province.full}" for c in found.candidates]


NA_SON = "Xã Na Son, Tỉnh Điện Biên"


@pytest.mark.parametrize(
    "said",
    [
        ("Na Son", "Điện Biên", None),
        ("na son", "dien bien", None),
        ("xã Na Son", "tỉnh Điện Biên", "huyện Điện Biên Đông"),
        ("XA NA SON", "TINH DIEN BIEN", "H. Dien Bien Dong"),
        ("na son dien bien", None, None),
        ("Na Son, huyện Điện Biên Đông, tỉnh Điện Biên", None, None),
        ("nason", "dienbien", None),
        (unicodedata.normalize("NFD", "xã Na Son"), unicodedata.normalize("NFD", "Điện Biên"), None),
        ("Na Son", None, "Điện Biên"),
        ("Na Son", "Điện Biên Đông", None),
    ],
)
def test_one_commune_said_in_many_ways(find: Resolve, said: tuple[str, str | None, str | None]) -> None:
    found = find(*said)
    assert (found.status, names(found)) == ("known", [NA_SON])


@pytest.mark.parametrize(
    ("said", "now", "old"),
    [
        (
            ("Tân Lập", "Hà Giang", "Bắc Quang"),
            "Xã Tân Quang, Tỉnh Tuyên Quang",
            "xã Tân Lập, huyện Bắc Quang, tỉnh Hà Giang",
        ),
        (("Quảng Nguyên", "Hà Giang", None), "Xã Quảng Nguyên, Tỉnh Tuyên Quang", None),
        (("Nấm Dẩn", "Tuyên Quang", None), "Xã Nấm Dẩn, Tỉnh Tuyên Quang", None),
        (("Tân Quang", "Hà Giang", None), "Xã Tân Quang, Tỉnh Tuyên Quang", None),
        (
            ("Phước Tân", "Ninh Thuận", "Bác Ái"),
            "Xã Bác Ái Tây, Tỉnh Khánh Hòa",
            "xã Phước Tân, huyện Bác Ái, tỉnh Ninh Thuận",
        ),
        (
            ("phường Bến Nghé", "sài gòn", None),
            "Phường Sài Gòn, Thành phố Hồ Chí Minh",
            "phường Bến Nghé, quận 1, thành phố Hồ Chí Minh",
        ),
        (
            ("p5", "tp hcm", "q.3"),
            "Phường Bàn Cờ, Thành phố Hồ Chí Minh",
            "phường 5, quận 3, thành phố Hồ Chí Minh",
        ),
        (
            ("P. 05", "TP.HCM", "quận 3"),
            "Phường Bàn Cờ, Thành phố Hồ Chí Minh",
            "phường 5, quận 3, thành phố Hồ Chí Minh",
        ),
        (("Biên Hoà", "Đồng Nai", None), "Phường Biên Hòa, Thành phố Đồng Nai", None),
        (("xã Trảng Bom", "Đồng Nai", None), "Phường Trảng Bom, Thành phố Đồng Nai", None),
        (("ea h leo", "Đắc Lắc", None), "Xã Ea H'Leo, Tỉnh Đắk Lắk", None),
        (
            (None, "Quảng Ngãi", "huyện Lý Sơn"),
            "Đặc khu Lý Sơn, Tỉnh Quảng Ngãi",
            "huyện Lý Sơn, tỉnh Quảng Ngãi",
        ),
        (
            ("Bình Lưu Quang", "Hà Tây", None),
            "Xã Hòa Xá, Thành phố Hà Nội",
            "xã Bình Lưu Quang, huyện Ứng Hòa, thành phố Hà Nội",
        ),
    ],
)
def test_old_names_lead_to_today(
    find: Resolve, said: tuple[str | None, str | None, str | None], now: str, old: str | None
) -> None:
    found = find(*said)
    assert (found.status, names(found)) == ("known", [now])
    assert found.candidates[0].old_text == old


@pytest.mark.parametrize(
    ("said", "province", "now"),
    [
        ("xa dung", "dien bien", "Xã Xa Dung, Tỉnh Điện Biên"),
        ("xã Xa Dung", "Điện Biên", "Xã Xa Dung, Tỉnh Điện Biên"),
        ("Bản Bo", "Lai Châu", "Xã Bản Bo, Tỉnh Lai Châu"),
        ("ban bo", "lai chau", "Xã Bản Bo, Tỉnh Lai Châu"),
        ("Nậm Hàng", "Lai Châu", "Xã Nậm Hàng, Tỉnh Lai Châu"),
        ("muong nhe", "dien bien", "Xã Mường Nhé, Tỉnh Điện Biên"),
        ("pa ham", "dien bien", "Xã Pa Ham, Tỉnh Điện Biên"),
        ("phuong duc", "ha noi", "Xã Phượng Dực, Thành phố Hà Nội"),
    ],
)
def test_names_that_look_like_levels_are_names(find: Resolve, said: str, province: str, now: str) -> None:
    found = find(said, province)
    assert names(found)[0] == now
    assert not found.candidates[0].near


def test_a_name_in_many_provinces_is_asked(find: Resolve) -> None:
    found = find("Tân Lập")
    assert (found.status, found.ask) == ("candidates", "province")
    assert len({c.commune.province.code for c in found.candidates}) > 5
    assert not any(c.near for c in found.candidates)


def test_home_orders_and_narrows_but_never_hides(find: Resolve, gaz: Gazetteer) -> None:
    at_home = next(c for c in gaz.communes if c.name == "Tân Quang" and c.province.name == "Tuyên Quang")
    found = find("Tân Lập", home=at_home.code)
    assert (found.status, found.by_home, names(found)) == ("known", True, ["Xã Tân Quang, Tỉnh Tuyên Quang"])
    several = find("Hòa Bình", home="25")  # Phú Thọ knows two of this name
    assert several.status == "candidates" and not several.by_home
    assert {c.commune.province.code for c in several.candidates[:2]} == {"25"}
    assert {c.commune.province.code for c in several.candidates} > {"25"}
    said = find("Tân Lập", "Hà Nội", home=at_home.code)
    assert {c.commune.province.name for c in said.candidates} == {"Hà Nội"}, "the province said goes first"


def test_home_never_turns_a_near_miss_into_an_answer(find: Resolve, gaz: Gazetteer) -> None:
    home = next(c.code for c in gaz.communes if c.name == "Na Son")
    found = find("Na Xon", home=home)
    assert found.status == "candidates" and found.candidates[0].near
    assert names(found)[0] == NA_SON


def test_a_divided_commune_is_asked(find: Resolve, gaz: Gazetteer) -> None:
    divided = next(j for j in range(gaz.old_count) if gaz.old(j).divided and gaz.old(j).province == "Hà Giang")
    old = gaz.old(divided)
    found = find(old.full, old.province, old.district)
    assert found.status == "candidates"
    assert {c.code for c in found.candidates} == {gaz.communes[i].code for i in old.successors}
    assert found.candidates[0].code == gaz.communes[old.successors[0]].code, "the main successor comes first"


def test_todays_and_yesterdays_name_are_both_asked(find: Resolve) -> None:
    found = find("phường Mường Thanh", "Điện Biên")
    assert found.status == "candidates"
    assert names(found) == ["Phường Mường Thanh, Tỉnh Điện Biên", "Phường Điện Biên Phủ, Tỉnh Điện Biên"]
    assert [c.old_text for c in found.candidates] == [
        None,
        "phường Mường Thanh, thành phố Điện Biên Phủ, tỉnh Điện Biên",
    ]
    decided = find("phường Mường Thanh", "Điện Biên", "thành phố Điện Biên Phủ")
    assert (decided.status, names(decided)) == ("known", ["Phường Điện Biên Phủ, Tỉnh Điện Biên"])


@pytest.mark.parametrize(
    "said",
    [
        ("Na Sơn", "Điện Biên"),
        ("Na Xon", "Điện Biên"),
        ("Na Som", "Điện Biên"),
        ("Na Son", "Điện Biêm"),
        ("Na Son", "Viêng Chăn"),
    ],
)
def test_a_doubt_is_offered_not_taken(find: Resolve, said: tuple[str, str]) -> None:
    found = find(*said)
    assert found.status == "candidates"
    assert names(found)[0] == NA_SON
    assert all(c.near for c in found.candidates)


def test_a_district_that_contradicts_is_a_doubt(find: Resolve) -> None:
    found = find("Na Son", "Điện Biên", "huyện Mường Nhé")
    assert found.status == "candidates" and found.candidates[0].near


def test_a_name_older_than_the_last_order_is_only_offered(find: Resolve) -> None:
    found = find("Đội Bình", "Hà Tây")  # merged into Bình Lưu Quang before 2025
    assert (found.status, names(found)) == ("candidates", ["Xã Hòa Xá, Thành phố Hà Nội"])
    assert found.candidates[0].near


def test_two_old_communes_of_one_name_leave_the_district_open(find: Resolve) -> None:
    found = find("Hồng Phong", "Lạng Sơn")
    assert [c.old_text for c in found.candidates] == [None, "xã Hồng Phong, tỉnh Lạng Sơn"]


def test_a_level_word_drops_old_names_but_nothing_of_today(find: Resolve) -> None:
    found = find("thị trấn Mường Ảng", "Điện Biên")
    assert (found.status, names(found)) == ("known", ["Xã Mường Ảng, Tỉnh Điện Biên"])
    said = {c.commune.level for c in find("phường Tân Lập").candidates if c.current}
    assert said == {"Xã", "Phường"}, "a ward and communes of one name in several provinces: the province is asked"
    assert names(find("xã Tân Thịnh", "Thái Nguyên", None))[:1] == ["Xã Phượng Tiến, Tỉnh Thái Nguyên"]
    assert names(find("phường Quang Phong", "Nghệ An")) == ["Phường Thái Hòa, Tỉnh Nghệ An"]
    assert names(find("xã Quang Phong", "Nghệ An")) == ["Xã Mường Quàng, Tỉnh Nghệ An"]
    assert len(names(find("Quang Phong", "Nghệ An"))) == 2


def test_many_wards_of_one_number_need_the_district(find: Resolve) -> None:
    found = find("phường 12", "TP. Hồ Chí Minh")
    assert (found.status, found.ask) == ("candidates", "district")


@pytest.mark.parametrize("said", [("Xyzt Abc", "Điện Biên"), ("Na Son" * 60, None), ("", None), ("🙂", None)])
def test_nothing_is_made_of_nothing(find: Resolve, said: tuple[str, str | None]) -> None:
    assert find(*said).status == "unknown"


def test_a_province_alone_asks_for_the_commune(find: Resolve) -> None:
    for found in (find(None, "Hà Giang"), find("tỉnh Hà Giang")):
        assert (found.status, found.ask) == ("unknown", "commune")
        assert found.province is not None and found.province.name == "Tuyên Quang"


def test_every_commune_is_found_by_its_own_name(find: Resolve, gaz: Gazetteer) -> None:
    unsure = 0
    for c in gaz.communes:
        for written in (lambda s: s, plain, str.upper):
            found = find(written(c.full), written(c.province.full))
            assert c.code in {x.code for x in found.candidates}, (c.full, c.province.full, names(found))
            assert not any(x.near for x in found.candidates if x.code == c.code)
            if written is plain:
                continue
            assert found.candidates[0].code == c.code, "today's own name comes first"
            if found.status == "candidates":
                unsure += 1
                assert all(x.old for x in found.candidates[1:]), "only an old name may compete"
    assert unsure <= 2 * 214, "more communes than before have to be asked about"


def test_every_old_commune_leads_to_its_successors(find: Resolve, gaz: Gazetteer) -> None:
    for j in range(gaz.old_count):
        old = gaz.old(j)
        wanted = {gaz.communes[i].code for i in old.successors}
        said = (
            None if old.whole_district else old.full,
            old.province,
            f"{old.district_level} {old.district}",
        )
        found = find(*said)
        assert {c.code for c in found.candidates} == wanted, (said, names(found))
        assert found.status == ("known" if len(wanted) == 1 else "candidates")
        bare = find(*(plain(part) if part else None for part in said))
        assert wanted <= {c.code for c in bare.candidates}, (said, names(bare))


def test_no_old_commune_is_silently_taken_for_another(find: Resolve, gaz: Gazetteer) -> None:
    """Without its district an old name may fit several: all are asked then, its own among them."""
    for j in range(0, gaz.old_count, 3):
        old = gaz.old(j)
        if old.whole_district:
            continue
        wanted = {gaz.communes[i].code for i in old.successors}
        found = find(old.full, old.province)
        assert wanted <= {c.code for c in found.candidates} or found.status != "known", (
            old.full,
            names(found),
        )


@given(
    st.dictionaries(
        st.sampled_from(["commune", "province", "district", "detail"]),
        st.one_of(st.none(), st.text(max_size=200), st.integers(), st.sampled_from(["xã", "p.", "tỉnh", "tp", ","])),
    ),
    st.one_of(st.none(), st.text(max_size=6), st.sampled_from(["03203", "11"])),
)
@example({"commune": "xã", "province": "tỉnh"}, None)
@example({"commune": "\x00' OR 1=1", "province": "</script>"}, "99999")
def test_any_text_gives_a_resolution(gaz: Gazetteer, place: dict[str, Any], home: str | None) -> None:
    found = resolve(place, home=home, gaz=gaz)
    assert (found.status == "unknown") == (not found.candidates)
    assert (found.status == "known") <= (len(found.candidates) == 1)
    if found.status == "known":
        assert not found.candidates[0].near


@given(st.integers(0, 3320), st.integers(0, 3))
def test_a_slip_of_one_letter_never_gives_another_commune(gaz: Gazetteer, i: int, at: int) -> None:
    c = gaz.communes[i]
    slipped = c.name[:at] + c.name[at + 1 :]
    found = resolve({"commune": slipped, "province": c.province.name}, home=None, gaz=gaz)
    if found.status == "known" and fold_key(slipped) != fold_key(c.name):
        right = found.candidates[0]
        said = {fold_key(right.commune.name)} | ({fold_key(right.old.name)} if right.old else set())
        assert fold_key(slipped) in said, "known only where the slip is itself a name"


def test_stored_form_and_display(gaz: Gazetteer) -> None:
    place = {
        "commune": "tan lap",
        "province": "ha giang",
        "district": "bắc quang",
        "detail": "thôn Khá, số 5/2",
    }
    kept = resolve(place, home=None, gaz=gaz).stored()
    assert kept == {
        "commune": "Tân Quang",
        "province": "Tuyên Quang",
        "detail": "thôn Khá, số 5/2",
        "district": "bắc quang",
        "commune_code": kept["commune_code"],
        "province_code": "08",
        "old_text": "xã Tân Lập, huyện Bắc Quang, tỉnh Hà Giang",
    }
    found = commune(kept["commune_code"], gaz=gaz)
    assert found is not None and found.full == "Xã Tân Quang"
    assert display(kept, gaz=gaz) == "thôn Khá, số 5/2, xã Tân Quang, tỉnh Tuyên Quang"
    assert display({"commune": "Na Son", "detail": None}, gaz=gaz) == "Na Son"
    assert display({}, gaz=gaz) == ""


def test_a_button_tells_the_old_name(find: Resolve) -> None:
    found = find("Tân Lập", "Hà Giang", "Bắc Quang")
    assert found.candidates[0].title == ("xã Tân Quang, tỉnh Tuyên Quang (trước là xã Tân Lập, huyện Bắc Quang)")
    assert find("Na Son", "Điện Biên").candidates[0].title == "xã Na Son, tỉnh Điện Biên"


@pytest.mark.parametrize(
    ("said", "now"),
    [
        ("Bình Phước", "Đồng Nai"),
        ("tp hcm", "Hồ Chí Minh"),
        ("Sài Gòn", "Hồ Chí Minh"),
        ("SG", "Hồ Chí Minh"),
        ("bà rịa vũng tàu", "Hồ Chí Minh"),
        ("Khánh Hoà", "Khánh Hòa"),
        ("dak lak", "Đắk Lắk"),
        ("HN", "Hà Nội"),
        ("Thừa Thiên Huế", "Huế"),
        ("kontum", "Quảng Ngãi"),
        ("T. Hà Giang", "Tuyên Quang"),
        ("Bắc Cạn", "Thái Nguyên"),
        ("Điện Biêm", None),
        ("Na Son", None),
        ("", None),
    ],
)
def test_province_of_a_name(gaz: Gazetteer, said: str, now: str | None) -> None:
    found = province_of(said, gaz=gaz)
    assert (found.name if found else None) == now


def test_how_names_agree() -> None:
    assert agreement("Hoà", "Hòa") is Tier.SAME
    assert agreement("Mỹ Đức", "Mĩ Đức") is Tier.SAME
    assert agreement("Hoa", "Hòa") is Tier.UNMARKED
    assert agreement("Điên Bien", "Điện Biên") is Tier.UNMARKED
    assert agreement("dienbien", "Điện Biên") is Tier.UNMARKED
    assert agreement("Sơn", "Son") is Tier.OTHER_MARKS
    assert agreement("Thủy", "Thùy") is Tier.OTHER_MARKS
    assert agreement("Thuỷ", "Thủy") is Tier.SAME
    assert agreement("Tân Lập", "Tân Lạp") is Tier.OTHER_MARKS
    assert agreement("Son", "Sòm") is None


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_distance_is_bounded_and_symmetric(a: str, b: str) -> None:
    far = distance(a, b, 99)
    assert far == distance(b, a, 99)
    assert (far == 0) == (a == b)
    assert distance(a, b, 1) == min(far, 2)


def test_words_are_data() -> None:
    source = Path(resolve.__code__.co_filename).read_text("utf-8")
    assert "trước là {" not in source
