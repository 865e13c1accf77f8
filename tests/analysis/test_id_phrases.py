"""Indonesian words: one rule a sentence, as ministries, customs and the press write."""

import pytest

from tests.analysis.phrases import labels

SAYS = [
    # Topics
    ("Larangan roaming permanen bagi perangkat.", "roaming"),
    ("Kartu SIM asing diputus.", "roaming"),
    ("Tarif jelajah internasional.", "roaming"),
    ("Pendaftaran IMEI barang bawaan penumpang.", "imei"),
    ("Pemblokiran ponsel ilegal.", "imei"),
    ("Transfer data pribadi ke luar negeri.", "data_localisation"),
    ("Data disimpan pada pusat data di wilayah Indonesia.", "data_localisation"),
    ("Registrasi kartu SIM prabayar.", "sim_registration"),
    ("Tiga nomor untuk setiap NIK.", "sim_registration"),
    ("Verifikasi pengenalan wajah pelanggan.", "sim_registration"),
    ("Rencana Dasar Teknis Penomoran.", "numbering"),
    ("Blok nomor antarmesin.", "numbering"),
    ("Sertifikasi alat dan perangkat telekomunikasi.", "type_approval"),
    ("Modul radio yang telah bersertifikat.", "type_approval"),
    ("Profil operator diunduh dari jarak jauh.", "esim"),
    # Kinds
    ("Menteri menerbitkan peraturan.", "kind:new_rule"),
    ("Ketentuan Pasal 157 diubah sehingga berbunyi.", "kind:amendment"),
    ("Batas waktu dipersingkat.", "kind:amendment"),
    ("Peraturan itu dicabut.", "kind:repeal"),
    ("Mahkamah membatalkan ketentuan.", "kind:repeal"),
    ("Masa transisi diperpanjang.", "kind:extension"),
    ("Kewajiban ditunda menjadi April.", "kind:extension"),
    ("Konsultasi publik rancangan peraturan.", "kind:consultation"),
    ("Memerintahkan operator memutus layanan.", "kind:enforcement"),
    ("Surat edaran kepada importir.", "kind:guidance"),
    # Status
    ("Rancangan undang-undang sedang dibahas.", "status:proposed"),
    ("Peraturan telah ditetapkan.", "status:adopted"),
    ("Aturan resmi berlaku.", "status:in_force"),
    ("Komisi menarik usulan perubahan.", "status:stopped"),
    # Direction, exception, what stays
    ("Perangkat yang tidak terdaftar diblokir.", "direction:tightening"),
    ("Importir wajib melapor.", "direction:tightening"),
    ("Modul dibebaskan dari kewajiban.", "direction:loosening"),
    ("Cukup dengan pelaporan tahunan.", "direction:loosening"),
    ("Ketentuan ini tidak berlaku bagi wisatawan.", "modality:exception"),
    ("Kapal dan pesawat dikecualikan.", "modality:exception"),
    ("Tidak ada perubahan ketentuan.", "modality:unchanged"),
    ("Penumpang diimbau menyiapkan paspor.", "modality:reminder"),
    # Dates
    ("Peraturan ini mulai berlaku pada tanggal 1 Mei 2026.", "effective:2026-05-01"),
    ("Terhitung mulai tanggal 1 Juli 2026.", "effective:2026-07-01"),
    ("Berlaku mulai 18 April 2026.", "effective:2026-04-18"),
    ("Mulai berlaku pada tanggal diundangkan.", "effective:publication+0d"),
    (
        "Mulai berlaku setelah 6 bulan terhitung sejak tanggal diundangkan.",
        "effective:publication+6m",
    ),
    ("Tanggapan paling lambat tanggal 13 Februari 2026.", "deadline:2026-02-13"),
    ("Selambat-lambatnya 15 Desember 2026.", "deadline:2026-12-15"),
    ("Sampai dengan 31 Desember 2026.", "deadline:2026-12-31"),
    # Limits
    ("SIM asing terhubung lebih dari 120 hari berturut-turut.", "consecutive:120::sim"),
    ("Kartu SIM paling lama 90 hari dalam setiap periode 180 hari.", "cumulative:90:180:sim"),
    ("SIM asing lebih dari 120 hari dalam satu tahun kalender.", "calendar_year:120::sim"),
    ("Mendaftarkan IMEI paling lambat 60 hari sejak kedatangan.", "consecutive:60::imei"),
    ("Batas pendaftaran IMEI dari 60 hari menjadi 5 hari.", "consecutive:5::imei"),
    ("Melarang roaming permanen.", "ban:::"),
    # Scope
    ("Alat pelacak peti kemas.", "scope:m2m"),
    ("Wisatawan mancanegara.", "scope:consumer"),
    ("Kementerian memperketat registrasi kartu.", "kind:new_rule"),
    ("Kementerian sedang merancang regulasi baru.", "status:proposed"),
    ("Peraturan ini telah diundangkan.", "status:adopted"),
    ("Peraturan berlaku secara efektif pada tanggal 5 Mei 2027.", "effective:2027-05-05"),
    ("Warga dapat memberikan masukan terhadap rancangan.", "kind:consultation"),
    ("Jadwal wajib daftar dimajukan dan dipercepat.", "kind:amendment"),
    ("Kementerian membuka masukan atas rancangan itu.", "kind:consultation"),
    ("Kementerian tengah merumuskan aturan.", "status:proposed"),
    ("Belum ada kepastian aturan itu terbit.", "modality:unchanged"),
]
SAYS_NOT = [
    ("Gajah berkalung kartu SIM menjelajah tiga kabupaten, pola jelajah berubah.", "roaming"),
    ("Data pribadi dipakai dalam survei.", "data_localisation"),
    ("Sertifikat tanah elektronik.", "type_approval"),
    ("eSIM travel termurah.", "esim"),
    ("Registrasi peserta lomba.", "sim_registration"),
    ("Semula dimulai 1 Oktober 2024.", "effective:2024-10-01"),
    ("Penyelundupan ponsel yang diubah IMEI-nya.", "imei"),
    ("Registrasi lama boleh dipakai setahun sejak peraturan diundangkan.", "status:adopted"),
    ("Pendaftaran pengguna eSIM memakai wajah.", "esim"),
]


@pytest.mark.parametrize(("sentence", "label"), SAYS)
def test_a_sentence_says_what_its_words_mean(sentence: str, label: str) -> None:
    assert label in labels("id", sentence)


@pytest.mark.parametrize(("sentence", "label"), SAYS_NOT)
def test_a_sentence_does_not_say_what_only_looks_alike(sentence: str, label: str) -> None:
    assert label not in labels("id", sentence)
