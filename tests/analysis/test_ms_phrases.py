"""Malay words: one rule a sentence, as authorities of Malaysia and Brunei write."""

import pytest

from tests.analysis.phrases import labels

SAYS = [
    # Topics
    ("Perayauan tetap peranti asing.", "roaming"),
    ("Kad SIM pengendali asing.", "roaming"),
    ("Nombor IMEI telefon didaftarkan.", "imei"),
    ("Pemindahan data peribadi merentas sempadan.", "data_localisation"),
    ("Menyimpan data pada pelayan di Malaysia.", "data_localisation"),
    ("Pendaftaran pengguna akhir prabayar.", "sim_registration"),
    ("Had pemilikan kad SIM.", "sim_registration"),
    ("Pelan Penomboran bagi IoT.", "numbering"),
    ("Label pemerakuan peralatan komunikasi.", "type_approval"),
    ("Sijil pematuhan SIRIM.", "type_approval"),
    ("Muat turun profil pengendali dari jauh.", "esim"),
    # Kinds
    ("Suruhanjaya mengeluarkan peraturan baharu.", "kind:new_rule"),
    ("Pindaan garis panduan.", "kind:amendment"),
    ("Keperluan itu dimansuhkan.", "kind:repeal"),
    ("Mahkamah mengetepikan arahan.", "kind:repeal"),
    ("Tempoh peralihan dilanjutkan.", "kind:extension"),
    ("Inkuiri awam diadakan.", "kind:consultation"),
    ("Stesen diarahkan menghentikan pelepasan.", "kind:enforcement"),
    ("Nota penerangan kepada pengimport.", "kind:guidance"),
    # Status
    ("Kementerian bercadang mewujudkan sistem.", "status:proposed"),
    ("Peraturan telah diwartakan.", "status:adopted"),
    ("Arahan berkuat kuasa serta-merta.", "status:in_force"),
    ("Arahan itu terbatal.", "status:stopped"),
    # Direction, exception, what stays
    ("Pembekal hendaklah melapor.", "direction:tightening"),
    ("Peranti akan disekat.", "direction:tightening"),
    ("Tidak lagi perlu memohon kebenaran.", "direction:loosening"),
    ("Tidak terpakai bagi kad M2M.", "modality:exception"),
    ("Keperluan sedia ada kekal terpakai.", "modality:unchanged"),
    ("Pengguna dinasihatkan menyemak label.", "modality:reminder"),
    # Dates
    ("Penentuan ini berkuat kuasa pada 1 Januari 2027.", "effective:2027-01-01"),
    ("Mulai 1 Mac 2026 had dikurangkan.", "effective:2026-03-01"),
    ("Berkuat kuasa serta-merta.", "effective:publication+0d"),
    ("Selewat-lewatnya 31 Mei 2026.", "deadline:2026-05-31"),
    ("Sebelum 31 Ogos 2026.", "deadline:2026-08-31"),
    ("Diberi masa sehingga 30 Jun 2027.", "deadline:2027-06-30"),
    # Limits
    ("Kad SIM asing melebihi 90 hari berturut-turut.", "consecutive:90::sim"),
    ("SIM 90 hari dalam mana-mana tempoh 180 hari.", "cumulative:90:180:sim"),
    ("SIM 120 hari dalam satu tahun kalendar.", "calendar_year:120::sim"),
    ("Telefon didaftarkan dalam tempoh 30 hari selepas tiba.", "consecutive:30::imei"),
    # Scope
    ("Komunikasi mesin ke mesin.", "scope:m2m"),
    ("Pelancong dan pelawat.", "scope:consumer"),
    ("Suruhanjaya menjalankan siasatan awam mengenai piawaian itu.", "kind:consultation"),
    ("Rangka kerja baharu memperketatkan kawalan pendaftaran.", "kind:new_rule"),
    ("Piawaian itu akan dikuatkuasakan kemudian.", "status:proposed"),
    ("Suruhanjaya sedang merangka peraturan itu.", "status:proposed"),
    ("Garis panduan lama telah dimansuhkan.", "kind:repeal"),
]
SAYS_NOT = [
    ("Harimau berkolar dikesan, perayauan haiwan melalui rangkaian.", "roaming"),
    ("Pangkalan data telefon dari luar negara.", "data_localisation"),
    ("Sijil penyertaan diterima.", "type_approval"),
    ("eSIM pelancongan paling murah.", "esim"),
    ("Sepatutnya bermula pada 1 November 2025.", "effective:2025-11-01"),
    ("Suruhanjaya mengadakan siasatan awam tentang prabayar.", "document:other"),
]


@pytest.mark.parametrize(("sentence", "label"), SAYS)
def test_a_sentence_says_what_its_words_mean(sentence: str, label: str) -> None:
    assert label in labels("ms", sentence)


@pytest.mark.parametrize(("sentence", "label"), SAYS_NOT)
def test_a_sentence_does_not_say_what_only_looks_alike(sentence: str, label: str) -> None:
    assert label not in labels("ms", sentence)
