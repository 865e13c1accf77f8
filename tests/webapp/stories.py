"""What the authorities of the filled store say: made-up texts in several scripts, one of them hostile."""

from dataclasses import dataclass, field
from typing import Any

#: Hostile on purpose: markup, a script, an entity, an override of the writing direction, a long word.
HOSTILE = (
    'Notice <script>alert("x")</script> &amp; \u202egnp.exe\n\n'
    "The Authority has adopted <b>new</b> rules on roaming: a foreign SIM may stay for 60 days "
    + "x" * 400
    + "\n\n<img src=http://evil.test/a.png onerror=alert(1)>"
)
OLD_TURKISH = (
    "Yabancı SIM kartlı cihazlar hakkında karar\n\n"
    "Kurul, makine cihazlarının dolaşım süresini düzenlemiştir. Yabancı SIM kartlı cihazlar yerel "
    "şebekelerde 240 gün içinde en fazla 120 gün dolaşımda kalabilir.\n\n"
    "İşletmeciler her ay kuruma rapor verir ve abonelerini kısa mesajla bilgilendirir."
)


@dataclass(frozen=True, kw_only=True)
class Story:
    """A publication, the change that it reports, and the alert that was raised."""

    source: str
    text: str
    """``[[…]]`` stands around the quote."""
    title: str
    live: int
    severity: str
    state: str = "new"
    days: int | None = None
    """Days until the rule takes effect."""
    deadline: int | None = None
    paged: bool = False
    change: dict[str, Any] = field(default_factory=dict)


STORIES = (
    Story(
        source="tr-btd",
        text="Yabancı SIM kartlı cihazlar hakkında karar\n\n"
        "Kurul, makine cihazlarının dolaşım süresini yeniden düzenlemiştir. [[Yabancı SIM kartlı "
        "cihazlar yerel şebekelerde 120 gün içinde en fazla 90 gün dolaşımda kalabilir.]] "
        "Süreyi aşan cihazların bağlantısı kesilir.\n\n"
        "İşletmeciler her ay kuruma rapor verir ve abonelerini kısa mesajla bilgilendirir.",
        title="Türkiye limits roaming of foreign SIMs to 90 days",
        live=2404,
        severity="high",
        days=46,
    ),
    Story(
        source="br-atel",
        text="Resolução sobre dispositivos conectados\n\n"
        "O Conselho Diretor aprovou nova regra para o roaming internacional de dispositivos. [[Fica "
        "vedado o uso permanente de perfis estrangeiros por mais de 90 dias consecutivos.]]\n\n"
        "A regra entra em vigor no primeiro trimestre do ano seguinte.",
        title="Brazil bans permanent roaming beyond 90 consecutive days",
        live=1893,
        severity="high",
        days=105,
        paged=True,
        change={"country": "BR", "kind": "new_rule"},
    ),
    Story(
        source="sa-ctc",
        text="قرار بشأن أجهزة إنترنت الأشياء\n\n"
        "تلتزم الشركات بتخزين بيانات الأجهزة داخل المملكة. "
        "[[لا يجوز نقل بيانات المشتركين إلى خارج المملكة دون موافقة الهيئة.]]\n\n"
        "يجوز للشركات تقديم ملاحظاتها خلال ثلاثين يوماً.",
        title="Saudi Arabia wants IoT data kept in the country",
        live=391,
        severity="medium",
        state="acknowledged",
        deadline=30,
        change={"country": "SA", "topic": "data_localisation", "kind": "new_rule", "limits": []},
    ),
    Story(
        source="de-mna",
        text="Anhörung zur extraterritorialen Nutzung von Nummern\n\n"
        "Die Behörde stellt einen Entwurf zur Nutzung ausländischer IMSI in vernetzten Geräten zur "
        "Anhörung. [[Stellungnahmen werden binnen zwei Monaten erbeten.]]\n\n"
        "Der Entwurf sieht keine zeitliche Grenze vor.",
        title="Germany consults on foreign IMSIs in connected devices",
        live=3120,
        severity="low",
        deadline=60,
        change={
            "country": "DE",
            "topic": "numbering",
            "kind": "consultation",
            "status": "consultation",
            "direction": "neutral",
            "limits": [],
        },
    ),
    Story(
        source="ng-nca",
        text="Registration of device identities\n\n"
        "Every device that attaches to a national network for the first time is to be entered in "
        "the central register. [[Devices whose IMEI is not registered within 30 days are blocked on "
        "all networks.]]\n\nThe duty holds from next month.",
        title="Nigeria blocks devices whose IMEI is not registered within 30 days",
        live=121,
        severity="medium",
        state="resolved",
        days=15,
        change={"country": "NG", "topic": "imei"},
    ),
    Story(
        source="in-dtb",
        text=HOSTILE.replace(
            "a foreign SIM may stay for 60 days", "[[a foreign SIM may stay for 60 days]]"
        ),
        title=HOSTILE.splitlines()[0],
        live=871,
        severity="medium",
        days=40,
        change={"country": "IN"},
    ),
)
