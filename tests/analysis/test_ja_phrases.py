"""Japanese words: one rule a sentence, in the wording of ministries, gazette and commission."""

import pytest

from tests.analysis.phrases import labels

SAYS = [
    # Topics
    ("恒常的なローミングによる利用は認めない。", "roaming"),
    ("外国の電気通信事業者が発行したSIMを搭載した機器", "roaming"),
    ("海外SIMを装着した端末の接続", "roaming"),
    ("盗難端末のIMEIを共有し、利用を制限する。", "imei"),
    ("国際移動体装置識別番号の登録", "imei"),
    ("走行映像は国内に設置されたサーバに保存する。", "data_localisation"),
    ("外国にある第三者への提供", "data_localisation"),
    ("個人データの越境移転に関する規律", "data_localisation"),
    ("プリペイドSIMの契約時における本人確認", "sim_registration"),
    ("携帯電話不正利用防止法の一部改正", "sim_registration"),
    ("電気通信番号計画の変更", "numbering"),
    ("020番号は専らM2M通信の用に供する。", "numbering"),
    ("外国の主管庁が割り当てたIMSIの域外利用", "numbering"),
    ("技術基準適合証明を受けていない端末", "type_approval"),
    ("工事設計認証の取扱い", "type_approval"),
    ("eSIMプロファイルの遠隔設定", "esim"),
    ("リモートSIMプロビジョニング機能の提供", "esim"),
    # Kinds
    ("告示は、廃止する。", "kind:repeal"),
    ("経過措置の期限を延長します。", "kind:extension"),
    ("施行期日を令和九年四月一日に延期する。", "kind:extension"),
    ("省令の一部を次のように改正する。", "kind:amendment"),
    ("第六条に次の一項を加える。", "kind:amendment"),
    ("省令の一部を改正する省令案に関する意見募集", "kind:consultation"),
    ("広く御意見を募集します。", "kind:consultation"),
    ("運用に関する省令を次のように定める。", "kind:new_rule"),
    ("当該回線の利用を停止するよう求める。", "kind:enforcement"),
    ("域外利用に関するガイドライン", "kind:guidance"),
    # Status
    ("省令案を作成しました。", "status:proposed"),
    ("法律案が可決、成立した。", "status:adopted"),
    ("本日から適用されます。", "status:in_force"),
    ("同法案は廃案となった。", "status:stopped"),
    # Direction and exceptions
    ("百八十日を超えて接続してはならない。", "direction:tightening"),
    ("本人の同意を要しないこととしました。", "direction:loosening"),
    ("船舶に設置されたものは、この限りでない。", "modality:exception"),
    ("海外の端末は対象に含みません。", "modality:exception"),
    ("従来の考え方に変更はありません。", "modality:unchanged"),
    ("これまでは同意が必要とされていた。", "modality:past"),
    ("不正な利用の防止を規定した法律です。", "modality:unchanged"),
    # Dates
    ("この省令は、令和八年十月一日から施行する。", "effective:2026-10-01"),
    ("令和８年９月１日から適用します。", "effective:2026-09-01"),
    ("改正は７月１日に発効する。", "effective:--07-01"),
    ("施行日：令和９年１月１日", "effective:2027-01-01"),
    ("公布の日から施行する。", "effective:publication+0d"),
    ("公布の日から起算して三月を経過した日から施行する。", "effective:publication+3m"),
    ("指定の期間は、本日から令和11年３月31日までです。", "effective:publication+0d"),
    ("令和８年６月30日までに停止する。", "deadline:2026-06-30"),
    ("意見募集期間：令和８年５月20日から同年６月19日まで", "deadline:2026-06-19"),
    ("令和９年３月末までの間", "deadline:2027-03-01~"),
    # Limits
    ("外国端末は、継続して百八十日を超えて接続してはならない。", "consecutive:180::imei"),
    ("SIMは連続90日を超えてローミングできない。", "consecutive:90::sim"),
    ("同一のIMSIが年間を通じて合計183日を超えて接続", "calendar_year:183::imsi"),
    ("任意の180日間のうち通算90日間、SIMを接続できる。", "cumulative:90:180:sim"),
    ("入国の日から90日以内に限り端末の使用を認める。", "consecutive:90::imei"),
    ("恒常的なローミングを禁止する。", "ban:::"),
    # Scope
    ("機械に組み込まれた回線", "scope:m2m"),
    ("消費者が支払う料金", "scope:consumer"),
    ("契約者の確認が義務付けられています。", "modality:past"),
    ("本法の概要・条文は以下のとおりです。", "modality:unchanged"),
    ("データ専用回線の契約でも確認を必須化する方針を検討している。", "status:proposed"),
    ("令和8年1月28日から2月26日までの間、意見を募集する。", "deadline:--02-26"),
    ("ただし、第三条の規定は令和9年4月1日から施行する。", "modality:exception"),
    ("改正省令案についてパブリックコメントを開始した。", "status:proposed"),
    ("施行を延期する。", "kind:extension"),
    ("本稿では、改正の内容を解説する。", "modality:unchanged"),
    ("意見締切は2026年1月14日。", "deadline:2026-01-14"),
    ("総務省は是正命令を出した。", "kind:enforcement"),
    ("特例制度が創設され、利用が可能となった。", "modality:past"),
    ("告示案について意見募集を行います。", "kind:consultation"),
    ("16日から適用する。", "effective:---16"),
    ("変更が適当である旨の答申を受けた。", "status:proposed"),
    ("改正後も継続して利用することが可能である。", "direction:loosening"),
]
SAYS_NOT = [
    ("オオカミが三か国を広くローミングする様子を携帯網で記録した。", "roaming"),
    ("旅行者向けのeSIMアプリが値下げした。", "esim"),
    ("海外の端末はローミングの対象に含みません。", "roaming"),
    ("個人情報保護委員会は海外の会合に参加した。", "data_localisation"),
    ("アマチュア無線の技術基準適合証明のない者を摘発した。", "type_approval"),
    (
        "公布の日から起算して一年を超えない範囲内において政令で定める日から施行する。",
        "effective:publication+1y",
    ),
    ("公布の日から起算して六月を超えない範囲内において政令で定める日", "deadline:publication+6m"),
    ("令和８年10月１日とされていましたが、延期します。", "effective:2026-10-01"),
    ("申出から３営業日以内に端末の登録を解除します。", "consecutive:4::imei"),
    ("電波法（昭和25年法律第131号）", "effective:1950-01-01"),
    ("令和8年1月28日から2月26日までの間、意見を募集する。", "effective:2026-01-28"),
    ("番号容量を拡大する。", "direction:loosening"),
]


@pytest.mark.parametrize(("sentence", "label"), SAYS)
def test_a_sentence_says_what_its_words_mean(sentence: str, label: str) -> None:
    assert label in labels("ja", sentence)


@pytest.mark.parametrize(("sentence", "label"), SAYS_NOT)
def test_a_sentence_does_not_say_what_only_looks_alike(sentence: str, label: str) -> None:
    assert label not in labels("ja", sentence)
