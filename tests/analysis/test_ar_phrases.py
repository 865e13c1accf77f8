"""Arabic words: one rule a sentence, as regulators from Rabat to Muscat write."""

import pytest

from tests.analysis.phrases import labels

SAYS = [
    # Topics, with whatever is written onto the words
    ("يُحظر التجوال الدائم على الشبكات.", "roaming"),
    ("وبالتجوال الدولي تعمل البطاقات.", "roaming"),
    ("فصل الشرائح الأجنبية بعد المهلة.", "roaming"),
    ("تسجيل الهواتف القادمة من الخارج.", "imei"),
    ("حجب الأجهزة غير المسجلة عن الشبكة.", "imei"),
    ("رقم تعريف الجهاز الدولي للهاتف.", "imei"),
    ("نقل البيانات الشخصية إلى خارج المملكة.", "data_localisation"),
    ("نقل المعطيات ذات الطابع الشخصي نحو الخارج.", "data_localisation"),
    ("توطين البيانات في القطاع المالي.", "data_localisation"),
    ("توثيق بيانات الشرائح بالبصمة.", "sim_registration"),
    ("الشرائح مجهولة الهوية ستوقف.", "sim_registration"),
    ("ربط شحن الشرائح برقم الهوية.", "sim_registration"),
    ("الخطة الوطنية للترقيم.", "numbering"),
    ("أرقام إنترنت الأشياء في نطاق مستقل.", "numbering"),
    ("اعتماد نوع الأجهزة اللاسلكية.", "type_approval"),
    ("شهادة المطابقة للأجهزة الطرفية.", "type_approval"),
    ("الشريحة الإلكترونية المدمجة في المركبات.", "esim"),
    ("تنزيل ملف تعريف المشغل عن بُعد.", "esim"),
    # Kinds
    ("أصدرت الهيئة قراراً جديداً.", "kind:new_rule"),
    ("تعليمات معدِّلة لتعليمات سابقة.", "kind:amendment"),
    ("ينسخ القرار رقم 07.19.", "kind:repeal"),
    ("قضت المحكمة بإلغاء القرار.", "kind:repeal"),
    ("تقرر تمديد الأجل.", "kind:extension"),
    ("تعليق قرار ربط الشحن بالهوية.", "kind:extension"),
    ("طرح المسودة للتشاور العام.", "kind:consultation"),
    ("استطلاع مرئيات العموم.", "kind:consultation"),
    ("بدء تعليق الخدمة عن البطاقات.", "kind:enforcement"),
    ("سيتم إيقاف الأجهزة المخالفة.", "kind:enforcement"),
    ("دليل إرشادي للمستوردين.", "kind:guidance"),
    # Status
    ("مشروع قانون حماية البيانات.", "status:proposed"),
    ("أوصت الهيئة بتعديل الشروط.", "status:proposed"),
    ("قرر مجلس الإدارة ما يلي.", "status:adopted"),
    ("دخل القرار حيز التنفيذ أمس.", "status:in_force"),
    ("يسري القرار فور صدوره.", "status:in_force"),
    ("سحبت الحكومة المشروع.", "status:stopped"),
    # Direction, exception, what stays
    ("لا يجوز تشغيل البطاقة.", "direction:tightening"),
    ("ويتعين على المشغل الإخطار.", "direction:tightening"),
    ("الأجهزة التي لم تسجل ستحجب.", "modality:duty"),
    ("تعفى الأجهزة من الرسوم.", "direction:loosening"),
    ("يسمح باستخدامها دون تصريح.", "direction:loosening"),
    ("ولا تسري هذه الضوابط على السفن.", "modality:exception"),
    ("تستثنى أجهزة البعثات.", "modality:exception"),
    ("لم يطرأ عليها أي تعديل.", "modality:unchanged"),
    # Dates
    ("يُعمل به اعتباراً من 1447/12/17هـ الموافق 3 يونيو 2026م.", "effective:2026-06-03"),
    ("يبدأ العمل به في ١ أيلول/سبتمبر ٢٠٢٦.", "effective:2026-09-01"),
    ("يدخل حيز التنفيذ ابتداء من فاتح أكتوبر 2026.", "effective:2026-10-01"),
    ("بدءاً من اليوم الأربعاء 26 صفر 1439هـ الموافق 15 نوفمبر 2017م.", "effective:2017-11-15"),
    ("يُعمل بهذه التعليمات من تاريخ نشرها في الجريدة الرسمية.", "effective:publication+0d"),
    ("ابتداء من اليوم الموالي لنشرها.", "effective:publication+1d"),
    ("يدخل حيز النفاذ بعد 90 يوماً من تاريخ نشره.", "effective:publication+90d"),
    ("قبل 31 أغسطس 2026م.", "deadline:2026-08-31"),
    ("في موعد أقصاه 30 نيسان 2026.", "deadline:2026-04-30"),
    ("إلى غاية 31 دجنبر 2026.", "deadline:2026-12-31"),
    ("حتى نهاية يوم الخميس 26 مارس 2026م.", "deadline:2026-03-26"),
    # Limits
    ("ألا تتجاوز مدة التجوال للشريحة تسعين (90) يوماً متصلة.", "consecutive:90::sim"),
    ("تبقى البطاقة مسجلة 60 يوماً خلال أي 4 أشهر متتالية.", "cumulative:60:120:sim"),
    ("استخدام الشريحة 120 يوماً في السنة.", "calendar_year:120::sim"),
    ("يسجل الجهاز في أجل لا يتجاوز (60) يوماً من الدخول.", "consecutive:60::imei"),
    ("خفض مهلة الهاتف من 120 يوماً إلى 90 يوماً.", "consecutive:90::imei"),
    ("يُحظر على المشغلين التجوال الدائم.", "ban:::"),
    # Scope
    ("أجهزة الاتصال من آلة إلى آلة.", "scope:m2m"),
    ("هواتف السائحين.", "scope:consumer"),
    ("طرحت الهيئة وثيقة تنظيمات الخدمة لأخذ آراء العموم.", "kind:consultation"),
    ("تسجل الأجهزة خلال 90 يوماً من الاستيراد.", "consecutive:90::imei"),
    ("معدات الراديو المعروضة للبيع تحتاج إلى الموافقة من الهيئة.", "type_approval"),
    ("يحصل على شهادة مطابقة للجهاز قبل إذن الفسح الجمركي.", "type_approval"),
    ("كشفت الهيئة عن سياسة تنظيمية جديدة.", "kind:new_rule"),
    ("أقر مجلس الوزراء شروط نقل البيانات.", "kind:new_rule"),
    ("تتجه الحكومة إلى تسجيل الهواتف النقالة.", "status:proposed"),
    ("صوت مجلس المفوضين على تعديل الضوابط.", "kind:amendment"),
    ("مشروع تسجيل الهواتف النقالة.", "imei"),
    ("ضوابط بيع وتداول أجهزة الاتصالات اللاسلكية.", "type_approval"),
    ("حذرت وزارة الداخلية المحلات.", "modality:reminder"),
    ("ما يتم تداوله هو مجرد إشاعة.", "modality:unchanged"),
    (
        "صدرت اللائحة بتاريخ 28/2/1446هـ، الموافق 1/9/2024م، وتدخل حيز النفاذ لاحقاً.",
        "decided:2024-09-01",
    ),
    (
        "تدخل حيز النفاذ بعد 180 يوما من تاريخ نشرها في الجريدة الرسمية.",
        "effective:publication+180d",
    ),
    ("أقرت الهيئة إجراءً جديداً.", "kind:new_rule"),
    ("إصدار شرائح الاتصال للمقيمين.", "sim_registration"),
    ("ستتوقف بعض الهواتف عن العمل.", "direction:tightening"),
]
SAYS_NOT = [
    ("ذئب تجول مع شريحة على الشبكة.", "roaming"),
    ("حظر التجول الليلي على المشغلين.", "roaming"),
    ("توطين الوظائف داخل المملكة.", "data_localisation"),
    ("الشريحة تدعم التسجيل المسبق عبر الموقع.", "sim_registration"),
    ("شريحة السفر eSIM بأفضل سعر.", "esim"),
    ("الصادر في 12 شتنبر 2019.", "effective:2019-09-12"),
    ("بدلاً من 1 يناير 2027.", "effective:2027-01-01"),
    ("صلاحية الباقة 30 يوماً.", "consecutive:30::"),
    ("بيع شرائح الهاتف غير المسجلة.", "imei"),
    ("تدخل حيز النفاذ بعد 180 يوما من تاريخ نشرها في الجريدة الرسمية.", "effective:publication+0d"),
    ("وضعت الشركة في القائمة السوداء.", "imei"),
]


@pytest.mark.parametrize(("sentence", "label"), SAYS)
def test_a_sentence_says_what_its_words_mean(sentence: str, label: str) -> None:
    assert label in labels("ar", sentence)


@pytest.mark.parametrize(("sentence", "label"), SAYS_NOT)
def test_a_sentence_does_not_say_what_only_looks_alike(sentence: str, label: str) -> None:
    assert label not in labels("ar", sentence)
