"""Chinese words in both scripts: one rule a sentence, as Beijing, Taipei, Hong Kong and Macao write."""

import pytest

from tests.analysis.phrases import labels

SAYS = [
    # Topics
    ("境外物联网卡不得长期驻留境内网络。", "roaming"),
    ("電信事業應停止提供漫遊服務。", "roaming"),
    ("外地 SIM 卡在本地使用。", "roaming"),
    ("逐台申报国际移动设备识别码。", "imei"),
    ("手机串号登记制度。", "imei"),
    ("重要数据应当在境内存储。", "data_localisation"),
    ("個人資料之國際傳輸應予限制。", "data_localisation"),
    ("向境外提供个人信息的，应当订立标准合同。", "data_localisation"),
    ("電話智能卡實名登記制度。", "sim_registration"),
    ("办理预付卡须核对身份证件，登记用户信息。", "sim_registration"),
    ("預付卡門號限辦三門，並核對雙證件。", "sim_registration"),
    ("电信网码号资源由国家统一规划。", "numbering"),
    ("物聯網號碼之域外使用規範。", "numbering"),
    ("无线电发射设备型号核准。", "type_approval"),
    ("電信終端設備審驗辦法。", "type_approval"),
    ("通信模组实行进网许可制度。", "type_approval"),
    ("可穿戴设备eSIM业务。", "esim"),
    ("支持远程写卡的终端设备eSIM。", "esim"),
    # Kinds
    ("决定废止《电信设备管理规定》。", "kind:repeal"),
    ("对九类设备不再实行许可。", "kind:repeal"),
    ("补登记期限展延至年底。", "kind:extension"),
    ("實施日期押後六個月。", "kind:extension"),
    ("将第三十一条修改为：", "kind:amendment"),
    ("由十張減至五張。", "kind:amendment"),
    ("现向社会公开征求意见。", "kind:consultation"),
    ("預告修正「電信號碼核配辦法」草案。", "kind:consultation"),
    ("未登记实名信息的一律关停。", "kind:enforcement"),
    ("發布備案指南。", "kind:guidance"),
    ("同意建立跨境车辆备案制度。", "kind:new_rule"),
    # Status
    ("征求意见稿规定了三种情形。", "status:proposed"),
    ("修正案已於昨日生效。", "status:in_force"),
    ("立法院三讀通過。", "status:adopted"),
    ("政府撤回條例草案。", "status:stopped"),
    # Direction, exception, unchanged
    ("未经批准不得使用。", "direction:tightening"),
    ("毋須以最終用戶名義登記。", "direction:loosening"),
    ("機器裝置無須辦理登記。", "modality:exception"),
    ("船舶停靠期间使用的，不适用本通知。", "modality:exception"),
    ("本问答不增加新的义务。", "modality:unchanged"),
    ("请务必在开通时核对用途。", "modality:unchanged"),
    ("《用户身份核验办法》正式生效。", "kind:new_rule"),
    # Dates
    ("本通知自2026年7月1日起施行。", "effective:2026-07-01"),
    ("本辦法自中華民國115年9月1日施行。", "effective:2026-09-01"),
    ("规例于二〇二六年十月一日起實施。", "effective:2026-10-01"),
    ("推迟至2027年2月1日起执行。", "effective:2027-02-01"),
    ("本公告自发布之日起施行。", "effective:publication+0d"),
    ("更新內容即日生效。", "effective:publication+0d"),
    ("本法自公布之日起六个月后施行。", "effective:publication+6m"),
    ("本办法自发布之日起30日后施行。", "effective:publication+30d"),
    ("请于2026年5月20日前反馈意见。", "deadline:2026-05-20"),
    ("於二零二六年五月十五日或之前提交意見。", "deadline:2026-05-15"),
    ("意见反馈截止时间为2026年8月2日。", "deadline:2026-08-02"),
    ("于2027年底前完成整改。", "deadline:2027-12-01~"),
    ("於刊登公報之次日起六十日內陳述意見。", "deadline:publication+60d"),
    ("自公告之日起20个工作日内完成备案。", "deadline:publication+20b"),
    # Limits
    ("同一境外物联网卡连续驻留境内网络不得超过180日。", "consecutive:180::sim"),
    ("漫遊用戶連續使用逾九十日者，停止漫遊。", "consecutive:90::"),
    ("漫游接入在任意180日内累计不得超过90日。", "cumulative:90:180:"),
    ("一个自然年度内累计使用境外SIM卡不得超过120日。", "calendar_year:120::sim"),
    ("IMEI登记期限由120日缩短为90日。", "consecutive:90::imei"),
    ("设备自进境之日起一百八十日内完成IMEI登记。", "consecutive:180::imei"),
    ("禁止外国卡永久漫游。", "ban:::sim"),
    # Scope
    ("純粹供機器與機器之間通訊的裝置。", "scope:m2m"),
    ("提醒市民留意收費。", "scope:consumer"),
    ("对属于管制物项的数据实施出口管制。", "data_localisation"),
    ("境内的企业向外国司法机构提供数据，须经批准。", "data_localisation"),
    ("因业务需要确需向境外提供的，应当申报。", "data_localisation"),
    ("在境外存储网络数据的，责令改正。", "data_localisation"),
    ("应当限定物联网卡开通的功能。", "sim_registration"),
    ("不得买卖、出租他人的电话卡。", "sim_registration"),
    ("明确监测识别异常办卡的义务。", "sim_registration"),
    ("请于12月底前完成存量卡核查。", "deadline:--12-31"),
    ("意见征集时间为2026年3月1日至2026年3月31日截止。", "deadline:2026-03-31"),
    ("但第九条自2027年1月1日施行。", "modality:exception"),
    ("工业和信息化部正式批复三家企业开展商用试验。", "kind:new_rule"),
    ("新版指引同时废止旧版。", "kind:repeal"),
    ("业务已正式上线。", "status:in_force"),
    ("正在研究制定管理要求，待条件成熟后推行。", "status:proposed"),
    ("本文为您梳理有关规定。", "modality:unchanged"),
    ("外籍人士只能提供一個月有效期的預付卡門號。", "sim_registration"),
    ("遺失者補發SIM卡須出示證明。", "sim_registration"),
    ("採取從寬認定，協助辦理。", "direction:loosening"),
    ("規例將於6月4日刊憲，9月1日實施。", "published:--06-04"),
    ("新規於114年12月30日正式上路。", "effective:2025-12-30"),
    ("八部门公开征求对《汽车数据出境安全指引》的意见。", "kind:consultation"),
    ("联合印发《数据出境安全指引》。", "kind:guidance"),
    ("草案拟明确三类情形。", "status:proposed"),
    ("新规已於2025年12月30日正式上路。", "effective:2025-12-30"),
    ("2026年5月1日前已投入使用的设备除外。", "other:2026-05-01"),
    ("2026年1月1日，两部门联合公布的《个人信息出境认证办法》正式施行。", "effective:2026-01-01"),
    ("外国卡仅允许在30天期限内使用。", "consecutive:30::sim"),
]
SAYS_NOT = [
    ("国家公园推出线上全景漫游平台，网络信号稳定。", "roaming"),
    ("一头狼在网络标记下漫游了三个县。", "roaming"),
    ("查核入出境紀錄。", "data_localisation"),
    ("满足您对数据驻留的不同需要。", "data_localisation"),
    ("火车站实行实名购票，无需电话卡。", "sim_registration"),
    ("旅行eSIM套餐立减五元。", "esim"),
    ("号码连续6个月未激活使用的，予以收回。", "consecutive:180::"),
    ("原定自2026年8月1日起实施。", "effective:2026-08-01"),
    ("委員會會議於2026年5月13日舉行。", "effective:2026-05-13"),
    ("机器卡无须办理登记。", "direction:tightening"),
    ("自2026年3月1日至2026年3月31日止提交意见。", "effective:2026-03-01"),
    ("《指引》明确了适用范围。", "kind:guidance"),
]


@pytest.mark.parametrize(("sentence", "label"), SAYS)
def test_a_sentence_says_what_its_words_mean(sentence: str, label: str) -> None:
    assert label in labels("zh", sentence)


@pytest.mark.parametrize(("sentence", "label"), SAYS_NOT)
def test_a_sentence_does_not_say_what_only_looks_alike(sentence: str, label: str) -> None:
    assert label not in labels("zh", sentence)
