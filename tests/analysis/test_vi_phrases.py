"""Vietnamese words: one rule a sentence, as decrees, circulars and the press write."""

import unicodedata

import pytest

from tests.analysis.phrases import labels

SAYS = [
    # Topics
    ("Cấm chuyển vùng vĩnh viễn trên mạng.", "roaming"),
    ("SIM của nhà mạng nước ngoài bị chặn.", "roaming"),
    ("Khai báo số IMEI với hải quan.", "imei"),
    ("Điện thoại xách tay chưa đăng ký IMEI.", "imei"),
    ("Dữ liệu phải được lưu trữ tại Việt Nam.", "data_localisation"),
    ("Chuyển dữ liệu cá nhân ra nước ngoài.", "data_localisation"),
    ("Yêu cầu nội địa hóa dữ liệu.", "data_localisation"),
    ("Xác thực thông tin thuê bao.", "sim_registration"),
    ("Xử lý SIM rác, SIM không chính chủ.", "sim_registration"),
    ("Đối soát khuôn mặt khi mua SIM.", "sim_registration"),
    ("Quy hoạch kho số viễn thông.", "numbering"),
    ("Dải số dành cho thuê bao M2M.", "numbering"),
    ("Chứng nhận hợp quy và công bố hợp quy.", "type_approval"),
    ("Quy chuẩn kỹ thuật đối với thiết bị đầu cuối.", "type_approval"),
    ("SIM điện tử cài đặt từ xa.", "esim"),
    # Kinds
    ("Bộ ban hành Thông tư.", "kind:new_rule"),
    ("Sửa đổi, bổ sung một số điều của Nghị định.", "kind:amendment"),
    ("Rút ngắn thời hạn khai báo.", "kind:amendment"),
    ("Bãi bỏ thủ tục nộp mẫu.", "kind:repeal"),
    ("Tòa án tuyên hủy thông báo.", "kind:repeal"),
    ("Thời hạn được lùi đến năm sau.", "kind:extension"),
    ("Gia hạn thời gian chuẩn hóa.", "kind:extension"),
    ("Bộ đang lấy ý kiến góp ý.", "kind:consultation"),
    ("Nhà mạng phải ngừng cung cấp dịch vụ.", "kind:enforcement"),
    ("Văn bản hướng dẫn áp dụng quy định.", "kind:guidance"),
    # Status
    ("Theo dự thảo, thuê bao phải xác thực.", "status:proposed"),
    ("Quốc hội đã biểu quyết thông qua Luật.", "status:adopted"),
    ("Quy định đã có hiệu lực.", "status:in_force"),
    ("Bộ rút dự thảo Thông tư.", "status:stopped"),
    # Direction, exception, what stays
    ("SIM quá hạn sẽ bị khóa hai chiều.", "direction:tightening"),
    ("SIM không đăng ký sẽ bị chặn.", "direction:tightening"),
    ("Thiết bị phải được chứng nhận.", "direction:tightening"),
    ("Doanh nghiệp không phải lập hồ sơ.", "direction:loosening"),
    ("Được phép sử dụng ở nước ngoài.", "direction:loosening"),
    ("Không áp dụng đối với thuê bao M2M.", "modality:exception"),
    ("Tàu biển không thuộc diện áp dụng.", "modality:exception"),
    ("Các yêu cầu khác không thay đổi.", "modality:unchanged"),
    # Dates
    ("Có hiệu lực thi hành kể từ ngày 01 tháng 4 năm 2026.", "effective:2026-04-01"),
    ("Quy định áp dụng từ ngày 1/10/2026.", "effective:2026-10-01"),
    ("Được lùi đến ngày 16 tháng 9 năm 2026.", "effective:2026-09-16"),
    ("Nghị định có hiệu lực kể từ ngày ký ban hành.", "effective:publication+0d"),
    ("Có hiệu lực sau 45 ngày kể từ ngày ký ban hành.", "effective:publication+45d"),
    ("Nộp hồ sơ chậm nhất ngày 18/11/2026.", "deadline:2026-11-18"),
    ("Góp ý trước ngày 20 tháng 5 năm 2026.", "deadline:2026-05-20"),
    ("Sử dụng đến hết ngày 31-12-2028.", "deadline:2028-12-31"),
    ("Thay thế Thông tư số 10/2020/TT-BTTTT ngày 07 tháng 5 năm 2020.", "other:2020-05-07"),
    # Limits
    ("SIM nước ngoài hoạt động liên tục quá 120 ngày.", "consecutive:120::sim"),
    (
        "SIM chuyển vùng quá 90 ngày trong bất kỳ khoảng thời gian 180 ngày nào.",
        "cumulative:90:180:sim",
    ),
    ("SIM dùng 120 ngày trong một năm dương lịch.", "calendar_year:120::sim"),
    ("Rút ngắn thời hạn đăng ký IMEI từ 90 ngày xuống còn 30 ngày.", "consecutive:30::imei"),
    ("Chuyển đổi eSIM trong vòng sáu tháng kể từ ngày kích hoạt.", "consecutive:180::sim"),
    ("Nghiêm cấm chuyển vùng vĩnh viễn.", "ban:::"),
    # Scope
    ("Thiết bị giám sát hành trình.", "scope:m2m"),
    ("Du khách dùng SIM nước ngoài.", "scope:consumer"),
    ("Thuê bao chưa chuẩn hóa sẽ bị khóa.", "sim_registration"),
    ("Chủ sim phải cập nhật đến ngày 30/6/2027.", "deadline:2027-06-30"),
    ("Nhà mạng khóa thuê bao không chính chủ.", "kind:enforcement"),
    ("Bộ quyết định đẩy sớm lộ trình.", "kind:amendment"),
    ("Bài viết điểm lại luật của các quốc gia.", "document:other"),
    ("Từ 1-9, nhà mạng áp dụng quy định này.", "effective:--09-01"),
    ("Nghị quyết cấm lưu thông sim kích hoạt sẵn.", "direction:tightening"),
    ("Thời hạn được lùi thêm một năm.", "kind:extension"),
]
SAYS_NOT = [
    ("Voi đeo vòng định vị gắn SIM chuyển vùng sang Campuchia.", "roaming"),
    ("eSIM du lịch không lo cước chuyển vùng.", "esim"),
    ("Thanh toán điện tử xuyên biên giới.", "data_localisation"),
    ("Bộ Khoa học và Công nghệ họp.", "kind:enforcement"),
    ("Doanh nghiệp không phải lập hồ sơ.", "direction:tightening"),
    ("Thay vì ngày 16 tháng 9 năm 2024 như trước đây.", "effective:2024-09-16"),
]


@pytest.mark.parametrize(("sentence", "label"), SAYS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_sentence_says_what_its_words_mean(form: str, sentence: str, label: str) -> None:
    assert label in labels("vi", unicodedata.normalize(form, sentence))  # type: ignore[arg-type]  # a literal


@pytest.mark.parametrize(("sentence", "label"), SAYS_NOT)
def test_a_sentence_does_not_say_what_only_looks_alike(sentence: str, label: str) -> None:
    assert label not in labels("vi", sentence)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_countries_are_named_in_both_forms_of_unicode(form: str) -> None:
    text = unicodedata.normalize(form, "Thái Lan và Hàn Quốc")  # type: ignore[arg-type]  # a literal
    assert {"TH", "KR"} <= labels("vi", text)


def test_law_is_not_france() -> None:
    assert "FR" not in labels("vi", "Pháp luật về viễn thông.")
