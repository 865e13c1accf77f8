"""French words: one rule a sentence, in the wording of regulators from Paris to Abidjan."""

import pytest

from tests.analysis.phrases import labels

SAYS = [
    # Topics
    ("L'itinérance permanente des objets est interdite.", "roaming"),
    ("Les cartes d'un opérateur étranger sont déconnectées du réseau visité.", "roaming"),
    ("Une carte étrangère présente sur le réseau mobile pendant un an.", "roaming"),
    ("Le blocage des IMEI clonés commence en mars.", "imei"),
    ("Le terminal est inscrit au registre par son IMEI.", "imei"),
    ("L'enregistrement des terminaux mobiles se fait en ligne.", "imei"),
    (
        "Les données de trafic sont conservées sur le territoire national.",
        "data_localisation",
    ),
    ("Le transfert de données vers un pays tiers est encadré.", "data_localisation"),
    ("L'identification des abonnés devient obligatoire.", "sim_registration"),
    ("Les cartes SIM non identifiées seront suspendues.", "sim_registration"),
    ("Le module est soumis à homologation.", "type_approval"),
    ("La déclaration UE de conformité accompagne l'appareil.", "type_approval"),
    ("L'utilisation extraterritoriale de numéros est admise.", "numbering"),
    ("La décision modifie le plan national de numérotation.", "numbering"),
    ("La carte SIM embarquée doit rester ouverte.", "esim"),
    # Kinds
    ("L'arrêté du 3 mai est abrogé.", "kind:repeal"),
    ("La mesure cesse de produire effet.", "kind:repeal"),
    ("Le démarrage est reporté au printemps.", "kind:extension"),
    ("Le délai est prorogé de six mois.", "kind:extension"),
    ("L'article 5 est remplacé par les dispositions suivantes.", "kind:amendment"),
    ("Le décret modifie les conditions d'activation.", "kind:amendment"),
    ("L'Autorité met en consultation publique un projet.", "kind:consultation"),
    ("Les contributions sont attendues par courriel.", "kind:consultation"),
    ("L'arrêté institue un registre des terminaux.", "kind:new_rule"),
    ("Les lignes directrices précisent que le module suit le produit.", "kind:guidance"),
    # Status
    ("Le projet de décret n'est pas encore signé.", "status:proposed"),
    ("La décision est entrée en vigueur le 2 mai.", "status:in_force"),
    ("Le Collège a adopté la décision.", "status:adopted"),
    # Direction and negation
    ("L'usage de cartes étrangères est soumis à autorisation préalable.", "direction:tightening"),
    ("La présence est limitée à trente jours.", "direction:tightening"),
    ("L'homologation n'est plus exigée.", "direction:loosening"),
    ("La déclaration annuelle est supprimée.", "direction:loosening"),
    ("Les capteurs sont exemptés de la formalité.", "direction:loosening"),
    ("Le texte ne crée pas d'obligation nouvelle.", "modality:unchanged"),
    ("Le présent arrêté ne s'applique pas aux voyageurs.", "modality:exception"),
    # Dates
    ("La décision entre en vigueur le 13 avril 2026.", "effective:2026-04-13"),
    ("À compter du 1er octobre 2026, la présence est limitée.", "effective:2026-10-01"),
    ("L'arrêté entre en vigueur le lendemain de sa publication.", "effective:publication+1d"),
    ("La décision entre en vigueur dès sa publication.", "effective:publication+0d"),
    (
        "Il entre en vigueur quatre-vingt-dix (90) jours après sa publication.",
        "effective:publication+90d",
    ),
    (
        "Les opérateurs se mettent en conformité dans un délai de 180 jours à compter de la publication.",
        "deadline:publication+180d",
    ),
    ("Les réponses sont attendues au plus tard le 7 septembre 2026.", "deadline:2026-09-07"),
    ("L'opérateur s'y conforme avant le 14 décembre 2026.", "deadline:2026-12-14"),
    ("L'échéance est repoussée au 31 mars 2027.", "deadline:2027-03-31"),
    (
        "Il entre en vigueur le premier jour du troisième mois suivant celui de sa publication.",
        "effective:publication/3",
    ),
    # Limits
    ("Une SIM étrangère reste au plus 90 jours consécutifs.", "consecutive:90::sim"),
    ("La présence d'une carte étrangère est limitée à trente (30) jours.", "consecutive:30::sim"),
    ("La SIM en itinérance ne reste que 120 jours par année civile.", "calendar_year:120::sim"),
    (
        "Le terminal est enregistré dans les quinze jours suivant sa première connexion.",
        "consecutive:15::imei",
    ),
    # Scope
    ("Le texte vise les communications de machine à machine.", "scope:m2m"),
    ("Il protège le consommateur en voyage.", "scope:consumer"),
    ("Les puces sans propriétaire connu seront coupées.", "sim_registration"),
    ("Les abonnés ne se sont pas fait identifier.", "sim_registration"),
    ("Le vendeur vérifie l'identité avant d'activer la carte prépayée.", "sim_registration"),
    ("Votre forfait coûte cher à l'étranger pour les appels.", "roaming"),
    ("Les lignes muettes seront résiliées au printemps.", "kind:enforcement"),
    ("L'enregistrement attendra septembre.", "kind:extension"),
    ("Le registre est reporté au 1er septembre 2026.", "effective:2026-09-01"),
    ("La Commission publie ses orientations relatives aux machines.", "kind:guidance"),
    ("Décret n° 2026-118 fixant les modalités d'identification des abonnés.", "kind:new_rule"),
    (
        "Arrêté royal relatif à l'identification des utilisateurs de cartes prépayées.",
        "kind:new_rule",
    ),
    (
        "Délibération modifiant les règles de gestion du plan national de numérotation.",
        "kind:amendment",
    ),
    (
        "Le ministre a reporté au 31 mai 2027 la fin de la campagne d'identification.",
        "kind:extension",
    ),
    ("Le régulateur accorde plus de temps aux fabricants de modems.", "kind:extension"),
    (
        "Les opérateurs ont donc jusqu'au 15 juin 2027 pour bloquer les puces.",
        "deadline:2027-06-15",
    ),
    ("L'abonné verra sa ligne suspendue sans autre avis.", "kind:enforcement"),
    ("Les puces non identifiées seront automatiquement désactivées.", "kind:enforcement"),
    ("Passé ce délai, l'abonné s'expose à la coupure de sa ligne.", "kind:enforcement"),
    (
        "Le gouvernement a confirmé son intention d'identifier les détenteurs de cartes.",
        "status:proposed",
    ),
    ("Les ministres ont validé le projet de règlement sur l'itinérance.", "status:proposed"),
    ("Les deux régulateurs ont conclu un accord d'itinérance.", "kind:new_rule"),
    ("Un transfert ne peut avoir lieu que sur autorisation préalable.", "kind:new_rule"),
    (
        "Une organisation qui communique hors du pays un renseignement fait une analyse.",
        "data_localisation",
    ),
    ("Le responsable transfère les données vers un État tiers.", "data_localisation"),
    ("Les numéros mobiles à quatorze chiffres servent aux machines.", "numbering"),
    ("L'accord instaure l'itinérance gratuite entre les deux pays.", "roaming"),
    ("L'accord instaure l'itinérance gratuite entre les deux pays.", "roaming:retail"),
    ("La limite est entrée en vigueur le 1er mars 2027, art. 5 de l'arrêté.", "status:in_force"),
    ("RÈGLEMENT (UE) 2027/31 DU PARLEMENT EUROPÉEN", "kind:new_rule"),
    ("DÉCRET N° 2027-12 sur les puces", "kind:new_rule"),
    ("Le gouvernement a reporté au 30 juin 2027 la date limite.", "deadline:2027-06-30"),
    (
        "Il entre en vigueur le premier jour du mois qui suit sa publication.",
        "effective:publication/1",
    ),
    ("Le prélèvement a été suspendu par le gouvernement.", "kind:extension"),
    ("Le registre des appareils mobiles ouvre lundi.", "imei"),
    ("La domiciliation des données devient la règle.", "data_localisation"),
    ("Le présent arrêté fixe les conditions d'homologation.", "kind:new_rule"),
]
SAYS_NOT = [
    ("Un terminal de paiement a été volé.", "imei"),
    ("Le cirque itinérant passe par Lyon.", "roaming"),
    ("Les téléphones utilisés en itinérance ne sont pas concernés.", "roaming"),
    ("La portabilité des numéros progresse de 4 %.", "numbering"),
    ("Les transferts de fonds vers un État voisin reprennent.", "data_localisation"),
    ("La loi n° 2010/013, du 21 décembre 2010, régit le secteur.", "effective:2010-12-21"),
    ("Le démarrage, annoncé pour le 15 février 2026, tarde.", "effective:2026-02-15"),
    ("L'homologation n'est plus exigée.", "modality:unchanged"),
    ("Le budget vient d'être voté.", "document:act"),
    ("Le texte en vigueur remplace la note de 2019.", "modality:past"),
    ("La réponse parvient dans un délai de 10 jours.", "consecutive:10::"),
    ("Les gros forfaits et les cartes prépayées ont un usage raisonnable.", "sim_registration"),
    ("On scanne un code QR et l'eSIM s'installe.", "esim"),
    ("L'opération, lancée le 12 septembre 2026, continue.", "effective:2026-09-12"),
    ("La réunion s'est tenue le 3 mai 2026 à Lomé.", "effective:2026-05-03"),
    ("Le directeur confirme que la réunion a eu lieu.", "status:proposed"),
    ("Un transfert d'argent entre abonnés est possible.", "data_localisation"),
    ("Sur proposition du ministre, le conseil adopte le texte.", "status:proposed"),
    ("Le règlement (UE) 2022/612 est cité.", "kind:new_rule"),
]


@pytest.mark.parametrize(("sentence", "label"), SAYS)
def test_a_sentence_says_what_its_words_mean(sentence: str, label: str) -> None:
    assert label in labels("fr", sentence)


@pytest.mark.parametrize(("sentence", "label"), SAYS_NOT)
def test_a_sentence_does_not_say_what_only_looks_alike(sentence: str, label: str) -> None:
    assert label not in labels("fr", sentence)
