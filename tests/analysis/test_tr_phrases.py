"""Turkish words: one rule a sentence, in the wording of the regulator, the gazette and the data authority."""

import pytest

from tests.analysis.phrases import labels

SAYS = [
    # Topics
    ("Kalıcı veri dolaşımında olan cihazlar şebekeden çıkarılır.", "roaming"),
    ("Yabancı SIM kartlı cihazlar uzun süre kalamaz.", "roaming"),
    ("Uluslararası dolaşım anlaşmaları bildirilir.", "roaming"),
    ("Cihazın IMEI numarası kayıt altına alınır.", "imei"),
    ("Kayıt dışı cihazlar kara listeye eklenir.", "imei"),
    ("Elektronik kimlik bilgisini haiz cihazlara dair usuller.", "imei"),
    ("Trafik verileri yurt içindeki sunucularda saklanır.", "data_localisation"),
    ("Kişisel verilerin yurt dışına aktarılması izne bağlıdır.", "data_localisation"),
    ("Kayıtlar yurt içi saklama kuralına tabidir.", "data_localisation"),
    ("Hattın açılışında abonenin kimliği biyometrik olarak doğrulanır.", "sim_registration"),
    ("Ön ödemeli hatlarda kimlik aranır.", "sim_registration"),
    ("Modül için uygunluk belgesi gerekir.", "type_approval"),
    ("Radyo ekipmanları yönetmeliği uyarınca.", "type_approval"),
    ("Numaralandırma Yönetmeliğinin 4 üncü maddesi.", "numbering"),
    ("IMSI bloklarının tahsisi durdu.", "numbering"),
    ("Cihazlarda eSIM profilleri uzaktan yüklenir.", "esim"),
    # Kinds
    ("Aynı Tebliğin 5 inci maddesi yürürlükten kaldırılmıştır.", "kind:repeal"),
    ("Mahkeme fıkrayı iptal etmiştir.", "kind:repeal"),
    ("Uygulamanın başlangıç tarihi ertelenmiştir.", "kind:extension"),
    ("Kayıt süresi altı ay uzatılmıştır.", "kind:extension"),
    ("Yönetmelikte Değişiklik Yapılmasına Dair Yönetmelik", "kind:amendment"),
    ("Maddeye aşağıdaki fıkra eklenmiştir.", "kind:amendment"),
    ("Taslak kamuoyunun görüşüne açılmıştır.", "kind:consultation"),
    ("Görüş ve önerilerin Kuruma iletilmesi gerekir.", "kind:consultation"),
    ("Makineler Arası İletişim Hizmetlerine Dair Yönetmelik", "kind:new_rule"),
    ("Uygulama rehberi internet sitesinde.", "kind:guidance"),
    # Status
    ("Kanun teklifi Genel Kurul gündemine gelmesi beklenen metindir.", "status:proposed"),
    ("Karar 4 Mayıs 2026 tarihinde yürürlüğe girmiştir.", "status:in_force"),
    ("Teklif kabul edilerek yasalaştı.", "status:adopted"),
    # Direction and negation
    ("Yabancı kartların kullanımı yasaktır.", "direction:tightening"),
    ("İşletmeciler kayıt tutmakla yükümlüdür.", "direction:tightening"),
    ("Sayaçlar kayıttan muaftır.", "direction:loosening"),
    ("Ek belge aranmayacaktır.", "direction:loosening"),
    ("Turistler hakkında birinci fıkra uygulanmaz.", "modality:exception"),
    ("Rehber ilave bir yükümlülük getirmemektedir.", "modality:unchanged"),
    # Dates
    ("Bu Yönetmelik 1/2/2027 tarihinde yürürlüğe girer.", "effective:2027-02-01"),
    ("Yönetmelik 1 Temmuz 2026'da yürürlüğe girecek.", "effective:2026-07-01"),
    ("Cihazlar 1 Eylül 2026'dan itibaren en fazla 20 gün kalabilir.", "effective:2026-09-01"),
    ("Bu Tebliğ yayımı tarihinde yürürlüğe girer.", "effective:publication+0d"),
    (
        "Bu Yönetmelik yayımı tarihinden üç ay sonra yürürlüğe girer.",
        "effective:publication+3m",
    ),
    (
        "Bu Karar yayımını takip eden gün yürürlüğe girer.",
        "effective:publication+1d",
    ),
    ("Doğrulama 31/7/2026 tarihine kadar tamamlanır.", "deadline:2026-07-31"),
    ("Görüşlerin en geç 12 Aralık 2026 tarihinde iletilmesi gerekir.", "deadline:2026-12-12"),
    ("Süre 31 Aralık 2026 tarihine kadar uzatılmıştır.", "deadline:2026-12-31"),
    ("Yabancı karta hizmet verilemez.", "direction:tightening"),
    # Limits
    (
        "120 günlük dönem içinde toplam 90 günü aşan dolaşımdaki SIM kapatılır.",
        "cumulative:90:120:sim",
    ),
    ("Yabancı hat şebekede aralıksız en fazla 20 gün kalır.", "consecutive:20::sim"),
    ("IMEI kaydı 120 gün içinde yapılır.", "consecutive:120::imei"),
    # Scope
    ("Makineler arası iletişim de kapsamdadır.", "scope:m2m"),
    ("Kural tüketicileri korur.", "scope:consumer"),
    ("Yurt dışından alınan telefonun kaydı gerekiyor.", "imei"),
    ("Uygulama 1 Mayıs 2026'da başlayacak.", "effective:2026-05-01"),
    ("Komisyon tüzüğü kabul etmiştir.", "status:adopted"),
    ("Tüzük uygulamayı 2027'ye erteleyen hükümler içeriyor.", "kind:extension"),
    ("İşte adım adım kayıt.", "document:other"),
    ("Kurul, gömülü SIM kartlara dair yeni bir karar yayınladı.", "kind:new_rule"),
    ("Düzenleme, profillerin ülkemizde barındırılmasını şart koştu.", "direction:tightening"),
    ("Verilerin Türkiye’de depolanması istenmektedir.", "data_localisation"),
    ("Usulsüz eşleştirilen IMEI numaraları kullanım dışı bırakılacak.", "kind:enforcement"),
    ("İkinci cihaz kullanım dışı kalacaktır.", "direction:tightening"),
    ("Yönetmelik uygulamaya konuldu.", "status:in_force"),
    ("Yürürlük tarihi 1 Mart 2027 olarak öne çekilmiştir.", "kind:amendment"),
    ("Dış modüller için kayıt zorunluluğu kalktı.", "kind:repeal"),
    ("İşletmecilere ek altı ay süre tanındı.", "kind:extension"),
    ("Yolcu telefonu 90 günlük geçici kullanım süresinin sonunda kapanır.", "consecutive:90::imei"),
    ("Şirketlere 14 Ekim 2027’ye kadar uyum için süre verildi.", "deadline:2027-10-14"),
    (
        "Şartların uygulanmasını 1 Nisan 2028’e erteleyen tüzük kabul edildi.",
        "effective:2028-04-01",
    ),
    ("Yönetmelik Resmî Gazete’de yayınlanarak yürürlüğe girmiştir.", "effective:publication+0d"),
    ("Meclis, hat sayısına sınırlama getiriyor.", "kind:new_rule"),
    ("Bayiler kimliksiz hat açamayacak.", "direction:tightening"),
    ("Torba yasa teklifi komisyonda.", "status:proposed"),
    ("Kanunda yapılacak değişiklikle hatlar sınırlanıyor.", "status:proposed"),
]
SAYS_NOT = [
    ("Şehir içi otobüs hatlarında yolcu kimlik gösterir.", "sim_registration"),
    ("İhracatta yurt dışına aktarılan mallar.", "data_localisation"),
    ("Malların serbest dolaşımı mobil uygulamayla izlenir.", "roaming"),
    ("Leylek, ülkelerin mobil şebekelerinde dolaşıma girdi.", "roaming"),
    ("Numara taşınabilirliği yüzde on arttı.", "numbering"),
    ("Zeytin fidanı sertifikası telsiz ile izlenir.", "type_approval"),
    ("Yedekler yurt dışına aktarılmadan yedekleniyor, aklınız işinizde.", "data_localisation"),
    ("Seyahat eSIM cihaz profilleri ucuzladı.", "esim"),
    ("8/7/2014 tarihli ve 29058 sayılı Resmî Gazete uyarınca.", "effective:2014-07-08"),
    ("Uygulamaya 1 Aralık 2026 tarihinde başlanacaktı.", "effective:2026-12-01"),
    ("Kayıt ücretinde değişiklik yapılmamıştır.", "modality:unchanged"),
    ("Aktarımın derhâl durdurulmasına karar verilmiştir.", "kind:repeal"),
    ("Kayıtlar üç yıl boyunca yurt içinde şebekede saklanır.", "consecutive:1095::"),
    ("Karekodu okutun, eSIM kurulsun.", "esim"),
    ("Form doldurulurken dikkat edilmesi gereken hususlar aşağıdadır.", "kind:new_rule"),
]


@pytest.mark.parametrize(("sentence", "label"), SAYS)
def test_a_sentence_says_what_its_words_mean(sentence: str, label: str) -> None:
    assert label in labels("tr", sentence)


@pytest.mark.parametrize(("sentence", "label"), SAYS_NOT)
def test_a_sentence_does_not_say_what_only_looks_alike(sentence: str, label: str) -> None:
    assert label not in labels("tr", sentence)
