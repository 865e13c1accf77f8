"""Korean words: one rule a sentence, in the wording of ministries, commissions and the official gazette."""

import pytest

from tests.analysis.phrases import labels

SAYS = [
    # Topics
    ("외국 사업자의 유심을 탑재한 단말장치", "roaming"),
    ("상시 로밍을 제한하였다.", "roaming"),
    ("국제로밍 회선의 접속", "roaming"),
    ("IMEI를 등록하지 않은 단말기는 차단된다.", "imei"),
    ("단말장치 고유식별번호를 공유한다.", "imei"),
    ("개인정보를 국외로 이전하려는 자", "data_localisation"),
    ("운행정보를 국내에 설치된 서버에 저장하여야 한다.", "data_localisation"),
    ("휴대전화 개통 시 본인확인을 거친다.", "sim_registration"),
    ("대포폰 근절 대책", "sim_registration"),
    ("전기통신번호관리세칙", "numbering"),
    ("가입자식별번호(IMSI)의 국외 사용", "numbering"),
    ("방송통신기자재등의 적합성평가에 관한 고시", "type_approval"),
    ("무선모듈은 적합인증을 받아야 한다.", "type_approval"),
    ("eSIM을 탑재한 계량기", "esim"),
    ("다른 사업자의 프로파일로 전환할 수 있는 eSIM", "esim"),
    # Kinds
    ("국내 저장 요건을 폐지한다.", "kind:repeal"),
    ("유효기간을 2년 연장한다.", "kind:extension"),
    ("시행을 1년 유예하기로 하였다.", "kind:extension"),
    ("고시 일부를 다음과 같이 개정한다.", "kind:amendment"),
    ("제3항을 다음과 같이 신설한다.", "kind:amendment"),
    ("일부개정고시(안) 행정예고", "kind:consultation"),
    ("6월 22일까지 의견을 수렴한다.", "kind:consultation"),
    ("장기 이용에 관한 기준 제정", "kind:new_rule"),
    ("미등록 회선을 직권 해지한다.", "kind:enforcement"),
    ("보안인증 해설서", "kind:guidance"),
    # Status
    ("정부는 법률 개정안을 제출할 계획이다.", "status:proposed"),
    ("본회의에서 가결되었다.", "status:adopted"),
    ("오늘부터 시행한다.", "status:in_force"),
    ("법률안은 철회되었다.", "status:stopped"),
    # Direction and exceptions
    ("국외로 반출해서는 아니 된다.", "direction:tightening"),
    ("적합등록을 생략할 수 있다.", "direction:loosening"),
    ("다시 시험받지 않아도 된다.", "direction:loosening"),
    ("선박에 설치된 단말장치는 제외한다.", "modality:exception"),
    ("국외에서만 사용되는 회선은 적용하지 아니한다.", "modality:exception"),
    ("현행 제도는 그대로 유지된다.", "modality:unchanged"),
    ("종전에는 기간 제한이 없었다.", "modality:past"),
    ("보도는 사실이 아니라고 해명했다.", "modality:unchanged"),
    # Dates
    ("이 고시는 2026년 7월 1일부터 시행한다.", "effective:2026-07-01"),
    ("이 영은 2026. 9. 1.부터 시행한다.", "effective:2026-09-01"),
    ("오는 10월 1일부터 적용됩니다.", "effective:--10-01"),
    ("이 법은 공포한 날부터 시행한다.", "effective:publication+0d"),
    ("이 고시는 발령한 날부터 시행한다.", "effective:publication+0d"),
    ("이 법은 공포 후 6개월이 경과한 날부터 시행한다.", "effective:publication+6m>"),
    ("이 영은 공포 후 1년이 경과한 날부터 시행한다.", "effective:publication+1y>"),
    ("2026년 4월 27일까지 의견을 제출한다.", "deadline:2026-04-27"),
    ("’26. 5. 20.(수)까지 제출", "deadline:2026-05-20"),
    ("2027년 말까지 교체한다.", "deadline:2027-12-01~"),
    # Limits
    ("단말장치는 연속하여 180일을 초과하여 접속할 수 없다.", "consecutive:180::imei"),
    ("유심은 연속 90일을 넘겨 로밍할 수 없다.", "consecutive:90::sim"),
    ("최근 12개월간 누적 120일을 초과하여 로밍 중인 유심", "cumulative:120:360:sim"),
    ("연간 합산 183일을 초과하여 접속한 회선", "calendar_year:183::sim"),
    ("단말기는 30일 이내에 등록한다.", "consecutive:30::imei"),
    ("개통일부터 60일이 지나면 회선의 이용이 정지된다.", "consecutive:60::sim"),
    ("장기 로밍을 금지한다.", "ban:::"),
    # Scope
    ("사물인터넷 회선은 제외한다.", "scope:m2m"),
    ("외국인 관광객의 단말기", "scope:consumer"),
    ("7월 26일부터 8월 14일까지 의견을 제출할 수 있다.", "deadline:--08-14"),
    ("지난 7월 26일부터 8월 14일까지 행정예고를 거친 바 있다.", "other:--08-14"),
    ("제정안 시행을 앞두고 있다.", "status:adopted"),
    ("20일간 행정예고한 바 있다.", "modality:past"),
    ("휴대전화 등록 의무를 신설했다.", "kind:new_rule"),
    ("시행 시기를 늦춘다.", "kind:extension"),
    ("이 글에서는 제도를 살펴보겠습니다.", "modality:unchanged"),
    ("규정을 제정해 16일부터 시행한다고 12일 밝혔다.", "effective:---16"),
]
SAYS_NOT = [
    ("반달가슴곰은 가야산까지 로밍하듯 이동통신 추적기를 달고 다녔다.", "roaming"),
    ("해외 통신사의 유심은 정비 대상이 아닙니다.", "roaming"),
    ("여행용 eSIM 업체가 값을 내렸다.", "esim"),
    ("해외직구 통계는 데이터로 공개한다.", "data_localisation"),
    ("원서는 2026년 5월 6일부터 접수", "deadline:2026-05-06"),
    ("당초 2026년 7월 14일 종료될 예정이었으나", "effective:2026-07-14"),
    ("유심은 3영업일 이내에 등록한다.", "consecutive:4::sim"),
    ("2023년 개정법부터 시행 중인 의무", "effective:2023-01-01"),
    ("일부개정고시(안) 행정예고", "not-kind:consultation"),
    ("2026년 7월 26일부터 2026년 8월 14일까지 의견을 제출할 수 있다.", "effective:2026-07-26"),
    ("지난 9월 15일부터 시행된 법률에 따른 것이다.", "effective:--09-15"),
    ("불법 기기 집중 단속을 벌인다.", "kind:enforcement"),
    ("최대 30일까지 이용할 수 있다.", "effective:---30"),
]


@pytest.mark.parametrize(("sentence", "label"), SAYS)
def test_a_sentence_says_what_its_words_mean(sentence: str, label: str) -> None:
    assert label in labels("ko", sentence)


@pytest.mark.parametrize(("sentence", "label"), SAYS_NOT)
def test_a_sentence_does_not_say_what_only_looks_alike(sentence: str, label: str) -> None:
    assert label not in labels("ko", sentence)
