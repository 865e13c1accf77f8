"""Portuguese words: one rule a sentence, in the wording of regulators from Brasília to Luanda."""

import pytest

from tests.analysis.phrases import labels

SAYS = [
    # Topics
    ("É vedada a itinerância permanente de terminais.", "roaming"),
    ("O SIM card estrangeiro será desligado da rede visitada.", "roaming"),
    ("Os cartões de operadores estrangeiros ligam-se às redes nacionais.", "roaming"),
    ("O bloqueio de IMEI irregular começará em março.", "imei"),
    ("O sistema de controlo de equipamentos terminais regista cada IMEI.", "imei"),
    (
        "Os dados de localização devem ser conservados em servidores situados no país.",
        "data_localisation",
    ),
    ("A transferência de dados para países terceiros exige cláusulas.", "data_localisation"),
    ("O cadastro de linhas pré-pagas exige o CPF do titular.", "sim_registration"),
    ("O registo dos cartões SIM torna-se obrigatório.", "sim_registration"),
    ("O módulo precisa de certificado de homologação.", "type_approval"),
    ("A declaração UE de conformidade acompanha o produto.", "type_approval"),
    ("Altera-se o Plano Nacional de Numeração.", "numbering"),
    ("Permite-se a utilização extraterritorial de números.", "numbering"),
    ("O provisionamento remoto de perfis deve ser aberto.", "esim"),
    # Kinds
    ("Fica revogada a Portaria nº 44.", "kind:repeal"),
    ("A entrada em vigor foi adiada para 2027.", "kind:extension"),
    ("Prorroga-se por seis meses o prazo de adequação.", "kind:extension"),
    ("O tribunal suspendeu a eficácia da norma.", "kind:extension"),
    ("O artigo 7º passa a vigorar com a seguinte redação.", "kind:amendment"),
    ("Recebem-se contributos até ao fim do mês, em consulta pública.", "kind:consultation"),
    ("A Agência abriu tomada de subsídios sobre o tema.", "kind:consultation"),
    ("Aprovar o Regulamento de Numeração, na forma do anexo.", "kind:new_rule"),
    ("O ofício circular esclarece que o módulo não carece de selo.", "kind:guidance"),
    # Status
    ("O projeto de lei tramita na Câmara.", "status:proposed"),
    ("A portaria entrou em vigor no dia 3.", "status:in_force"),
    ("O Conselho Diretor resolve:", "status:adopted"),
    # Direction and negation
    ("Fica proibido o uso de chips estrangeiros em rastreadores.", "direction:tightening"),
    ("As prestadoras só podem atender linhas cadastradas.", "direction:tightening"),
    ("Ficam dispensados de homologação os sensores importados.", "direction:loosening"),
    ("A autorização não será mais exigida.", "direction:loosening"),
    ("O registo deixa de ser exigido aos visitantes.", "direction:loosening"),
    ("O disposto não se aplica aos turistas.", "modality:exception"),
    ("Este guia não cria obrigações para as prestadoras.", "modality:unchanged"),
    # Dates
    ("Esta Resolução entra em vigor em 19 de maio de 2027.", "effective:2027-05-19"),
    ("Este Decreto entra em vigor na data de sua publicação.", "effective:publication+0d"),
    ("O diploma entra em vigor no dia seguinte ao da sua publicação.", "effective:publication+1d"),
    ("O regulamento entra em vigor 90 dias após a sua publicação.", "effective:publication+90d"),
    (
        "Produz efeitos no primeiro dia do terceiro mês seguinte ao da publicação.",
        "effective:publication/3",
    ),
    (
        "O plano é apresentado no prazo de 60 dias a contar da publicação.",
        "deadline:publication+60d",
    ),
    ("As contribuições devem ser enviadas até 21 de dezembro de 2026.", "deadline:2026-12-21"),
    ("O operador tem até 29 de maio de 2026 para o provar.", "deadline:2026-05-29"),
    ("Ficam suspensos os efeitos do art. 4º.", "kind:extension"),
    ("O prazo para contribuições encerra-se em 30 de abril de 2026.", "deadline:2026-04-30"),
    ("Entra em vigor no vigésimo dia seguinte ao da sua publicação.", "effective:publication+20d"),
    # Limits
    ("O SIM estrangeiro em roaming por mais de 90 dias consecutivos.", "consecutive:90::sim"),
    ("A itinerância por período superior a 120 dias é vedada.", "consecutive:120::"),
    ("O cartão fica em itinerância no máximo 60 dias por ano civil.", "calendar_year:60::sim"),
    ("O IMEI deve ser registado no prazo de 45 dias.", "consecutive:45::imei"),
    # Scope
    ("Vale para a comunicação máquina a máquina.", "scope:m2m"),
    ("Protege o consumidor em viagem.", "scope:consumer"),
    ("Há mais noventa dias para cadastrar os cartões.", "kind:extension"),
    ("O regulador ordenou que bloqueiem os cartões.", "kind:enforcement"),
    ("Como registar o telemóvel trazido de fora.", "imei"),
    ("Explicamos passo a passo o que fazer.", "document:other"),
    ("O decreto prevê o corte dos cartões sem titular.", "kind:new_rule"),
    ("O Conselho aprovou por maioria o novo cronograma.", "kind:new_rule"),
    ("A Agência decidiu antecipar a obrigação.", "kind:amendment"),
    ("É alargado o prazo de resposta.", "kind:extension"),
    ("Os interessados podem enviar os seus contributos por escrito.", "kind:consultation"),
    ("O bloqueio começará em 4 de abril de 2027.", "effective:2027-04-04"),
    ("A exigência foi adiada para 7 de junho de 2027.", "effective:2027-06-07"),
    ("As empresas têm até 9 de maio de 2027 para migrar.", "deadline:2027-05-09"),
    ("Os telemóveis sem registo serão desligados.", "direction:tightening"),
    ("O prazo foi prorrogado pelo Conselho.", "kind:extension"),
    ("O artigo 3º é alterado.", "kind:amendment"),
    ("A proibição foi levantada.", "kind:repeal"),
    ("Foi publicada a portaria dos módulos.", "kind:new_rule"),
    ("Os cartões SIM com registo irregular saem da rede.", "sim_registration"),
    ("Sem titular, o número é retirado.", "direction:tightening"),
    ("A lei dá aos clientes 120 dias para fazer o registo dos números.", "consecutive:120::"),
]
SAYS_NOT = [
    ("A biblioteca itinerante chega a dez municípios.", "roaming"),
    ("Os visitantes que usam roaming não precisam de registo.", "roaming"),
    ("A portabilidade numérica cresceu no trimestre.", "numbering"),
    ("Em conformidade com a lei, os laboratórios informam o público.", "type_approval"),
    ("A residência dos dados importa: peça hoje um teste.", "data_localisation"),
    ("O aparelho é registado antes da primeira ligação.", "modality:past"),
    ("O módulo não será mais exigido.", "direction:tightening"),
    ("A Lei nº 5.000/2019, de 3 de abril de 2019, foi citada.", "effective:2019-04-03"),
    ("O regime, cuja vigência terminaria a 30 de junho de 2032, mantém-se.", "deadline:2032-06-30"),
    ("A sessão dura de 2 de março de 2026 em diante.", "deadline:2026-03-02"),
    ("A proposta será entregue no prazo de 10 dias.", "consecutive:10::"),
    ("Um código QR instala o eSIM.", "esim"),
    ("O bloqueio de chamadas publicitárias é tema antigo.", "kind:enforcement"),
    (
        "Quem não o fizer antes dessa data perde o cartão a 3 de maio de 2027.",
        "deadline:2027-05-03",
    ),
]


@pytest.mark.parametrize(("sentence", "label"), SAYS)
def test_a_sentence_says_what_its_words_mean(sentence: str, label: str) -> None:
    assert label in labels("pt", sentence)


@pytest.mark.parametrize(("sentence", "label"), SAYS_NOT)
def test_a_sentence_does_not_say_what_only_looks_alike(sentence: str, label: str) -> None:
    assert label not in labels("pt", sentence)
