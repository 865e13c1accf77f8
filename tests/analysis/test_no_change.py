"""A rule that stands, a draft that came to nothing, a case of one company: told in every language."""

import pytest

from analysis.acting import Timing, change_features
from analysis.components.acts import matcher_of
from analysis.folding import fold
from analysis.lexicon import supported
from analysis.statements import LEAD
from analysis.weighing import Weighed
from data.words import ChangeKind
from tests.analysis.made import statement

STANDS = {
    "ar": "رفضت المحكمة الدعوى، ويظل القرار ساريا كما هو.",
    "de": "Das Gericht hat die Klage abgewiesen; die Verordnung gilt unverändert weiter.",
    "en": "The court dismissed the appeal and the regulation continues to apply as before.",
    "es": "El tribunal desestimó el recurso y la norma sigue vigente.",
    "fr": "Le Conseil d'État a rejeté la requête ; le décret continue de s'appliquer.",
    "id": "Mahkamah menolak permohonan itu dan peraturan tetap berlaku.",
    "it": "Il tribunale ha respinto il ricorso e il decreto resta in vigore.",
    "ja": "裁判所は請求を棄却し、規則は引き続き適用される。",
    "ko": "법원은 청구를 기각했고 고시는 그대로 유지된다.",
    "ms": "Mahkamah menolak permohonan itu dan peraturan kekal berkuat kuasa.",
    "nl": "De rechter heeft het beroep ongegrond verklaard; de regeling blijft van kracht.",
    "pl": "Sąd oddalił skargę, a rozporządzenie nadal obowiązuje.",
    "pt": "O tribunal negou provimento ao recurso e a norma continua em vigor.",
    "ro": "Instanța a respins acțiunea, iar ordinul rămâne în vigoare.",
    "ru": "Суд отказал в удовлетворении иска, правила продолжают действовать.",
    "th": "ศาลยกฟ้อง ประกาศดังกล่าวยังคงมีผลใช้บังคับ",
    "tr": "Mahkeme iptal istemini reddetti; yönetmelik yürürlükte kalmaya devam ediyor.",
    "uk": "Суд відмовив у задоволенні позову, правила продовжують діяти.",
    "vi": "Tòa án bác đơn khởi kiện và thông tư vẫn tiếp tục có hiệu lực.",
    "zh": "法院驳回了原告的诉讼请求，该规定继续有效。",
}
SHELVED = {
    "ar": "سحبت الهيئة مشروع القرار.",
    "de": "Die Behörde hat den Entwurf zurückgezogen und verfolgt ihn nicht weiter.",
    "en": "The Authority has withdrawn the draft and will not proceed with the proposal.",
    "es": "La autoridad retiró el proyecto de resolución.",
    "fr": "Le gouvernement a retiré le projet de décret.",
    "id": "Pemerintah menarik rancangan peraturan tersebut.",
    "it": "Il ministero ha ritirato lo schema di decreto.",
    "ja": "省は改正案を撤回した。",
    "ko": "위원회는 개정안을 철회하기로 했다.",
    "ms": "Kerajaan menarik balik cadangan peraturan itu.",
    "nl": "De minister heeft het wetsvoorstel ingetrokken.",
    "pl": "Rząd wycofał projekt ustawy.",
    "pt": "O governo retirou o projeto de lei.",
    "ro": "Guvernul a retras proiectul de lege.",
    "ru": "Служба отозвала проект постановления.",
    "th": "กระทรวงถอนร่างประกาศ",
    "tr": "Kurum yönetmelik taslağını geri çekti.",
    "uk": "Регулятор відкликав проєкт постанови.",
    "vi": "Bộ đã rút dự thảo nghị định.",
    "zh": "主管部门撤回了该草案。",
}
SINGLE = {
    "ar": "فرضت الهيئة غرامة على الشركة لمخالفتها الشروط.",
    "de": "Die Behörde hat gegen das Unternehmen ein Bußgeld verhängt.",
    "en": "The Commission fined the operator N5 million; it was found to have breached its licence.",
    "es": "La autoridad multó a la empresa con 50 000 euros.",
    "fr": "L'autorité a infligé une amende de 50 000 euros à la société.",
    "id": "Kementerian menjatuhkan denda kepada perusahaan itu.",
    "it": "L'autorità ha sanzionato la società per 50.000 euro.",
    "ja": "総務省は同社に対し業務改善命令を行った。",
    "ko": "위원회는 해당 업체에 과징금을 부과했다.",
    "ms": "Suruhanjaya mengenakan denda ke atas syarikat itu.",
    "nl": "De toezichthouder heeft het bedrijf een boete opgelegd.",
    "pl": "Prezes nałożył na spółkę karę w wysokości 100 tys. zł.",
    "pt": "A autoridade aplicou uma multa à empresa.",
    "ro": "Autoritatea a amendat compania cu 50.000 de lei.",
    "ru": "Служба оштрафовала компанию на 300 тысяч рублей.",
    "th": "กสทช. สั่งปรับบริษัท",
    "tr": "Kurum işletmeciye idari para cezası verdi.",
    "uk": "Регулятор оштрафував компанію на 300 тисяч гривень.",
    "vi": "Cơ quan quản lý xử phạt công ty 100 triệu đồng.",
    "zh": "管理局对该公司处以罚款八万元。",
}
TOLD = [
    (language, name, sentences[language])
    for name, sentences in (("stands", STANDS), ("shelved", SHELVED), ("single", SINGLE))
    for language in supported()
]


def families(language: str, sentence: str) -> set[str]:
    found = matcher_of(language).find(fold(sentence), sentence)
    return {hit.payload.value for hit in found if hit.payload.family == "no_change"}


@pytest.mark.parametrize(("language", "name", "sentence"), TOLD)
def test_what_changes_nothing_is_heard(language: str, name: str, sentence: str) -> None:
    assert name in families(language, sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The Authority has withdrawn the regulation on foreign SIMs with immediate effect."),
        ("en", "Operators that breach this order are liable to a fine of N5 million."),
        ("en", "The court quashed the order."),
        ("de", "Das Gericht hat die Verordnung aufgehoben."),
        ("de", "Wer dagegen verstößt, dem droht ein Bußgeld."),
        ("es", "El tribunal anuló la resolución."),
        ("fr", "Le décret est abrogé."),
        ("pt", "A norma foi revogada."),
        ("tr", "Yönetmelik yürürlükten kaldırıldı."),
        ("zh", "违反本办法的，处以罚款。"),
    ],
)
def test_a_rule_that_ends_or_threatens_is_none_of_it(language: str, sentence: str) -> None:
    assert not families(language, sentence)


@pytest.mark.parametrize("name", ["stands", "shelved", "single"])
def test_it_speaks_against_a_change_wherever_it_stands(name: str) -> None:
    acts = f"no_change:{name} modality:unchanged"
    said = Weighed(statement(place=LEAD, topics="imei", acts=acts), weight=1.0, about=True)
    dateless = Timing(future=None, effective=False, deadline=False, limits=False)
    features = change_features([said], dateless, ChangeKind.REPEAL)
    assert features[name] == features[f"{name} in lead"] == 1.0
