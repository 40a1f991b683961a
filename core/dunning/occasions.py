"""What customers are told of the ladder, with the texts it has until the provider writes others.

The notice of debt holds what the regulator lists: why, the rules and dates of suspension and rescission, the amount
and its month, that a listing may follow the rescission, and how soon service is back (RGC, Res. 765/2023).
"""

from __future__ import annotations

from core.dunning.queries.lists import late_examples
from core.dunning.services.figures import WORDS, figures_today
from core.extension.types import Occasion

NOTICE = """Olá, {{ nome }}.

Não recebemos o pagamento da fatura que venceu em {{ vencimento }} (mês de {{ mes }}), do contrato {{ contrato }}.

{{ faturas }}
Total para pagar hoje: {{ total }}

Se já pagou, desconsidere este aviso.{% if suspende_em %} Se não, o que acontece:
- suspensão da internet: {{ suspende_em }}.{% endif %}{% if cancela_em %}
- cancelamento do contrato, {{ cancela_depois }} depois da suspensão: {{ cancela_em }}.
O cancelamento não apaga a dívida, que pode então ser registrada em órgãos de proteção ao crédito.{% endif %}

Pagando, a internet volta na hora em que soubermos do pagamento, e no máximo em um dia, sem taxa.

{{ provedor }}{% if telefone %} · {{ telefone }}{% endif %}
"""
THROTTLED = """Olá, {{ nome }}.

Sua internet está mais lenta, porque a fatura que venceu em {{ vencimento }} não foi paga ({{ atraso }}).
Pagando {{ total }}, a velocidade volta em segundos.

{{ provedor }}{% if telefone %} · {{ telefone }}{% endif %}
"""
SUSPENDED = """Olá, {{ nome }}.

Sua internet foi suspensa em {{ suspende_em }}, porque a fatura que venceu em {{ vencimento }} não foi paga ({{ atraso }}).
Pagando {{ total }}, ela volta em segundos, sem taxa.

{% if cancela_em %}Sem o pagamento, o contrato {{ contrato }} será cancelado: {{ cancela_em }}. O cancelamento não apaga a
dívida, que pode então ser registrada em órgãos de proteção ao crédito.

{% endif %}{{ provedor }}{% if telefone %} · {{ telefone }}{% endif %}
"""
CANCELLED = """Olá, {{ nome }}.

O contrato {{ contrato }} foi cancelado por falta de pagamento. Continua em aberto:

{{ faturas }}
Total: {{ total }}

Para voltar, fale com a gente{% if telefone %}: {{ telefone }}{% endif %}.

{{ provedor }}
"""
RESTORED = """Olá, {{ nome }}.

Recebemos o seu pagamento do contrato {{ contrato }}. Obrigado.{% if volta %} A internet já está voltando.{% endif %}

{{ provedor }}{% if telefone %} · {{ telefone }}{% endif %}
"""
UNLOCKED = """Olá, {{ nome }}.

Liberamos a internet do contrato {{ contrato }} em confiança, até {{ liberada_ate }}. Vale uma vez por atraso: pagando
{{ total }} até lá, ela continua no ar.

{{ provedor }}{% if telefone %} · {{ telefone }}{% endif %}
"""
REMINDER = """Olá, {{ nome }}.

A fatura {{ fatura }}, do contrato {{ contrato }}, vence em {{ vencimento }}: {{ total }}.
Se já pagou, desconsidere.

{{ provedor }}{% if telefone %} · {{ telefone }}{% endif %}
"""
TEXTS = (
    ("reminder", "Lembrete antes do vencimento", "Sua fatura vence em {{ vencimento }}", REMINDER,
     "{{ provedor }}: sua fatura de {{ total }} vence em {{ vencimento }}."),
    ("message", "Aviso de atraso", "Fatura de {{ mes }} em atraso: {{ total }}", NOTICE,
     "{{ provedor }}: fatura de {{ mes }} em atraso, {{ total }}.{% if suspende_em %} Sem pagamento: suspensao {{ suspende_em }}"
     "{% if cancela_em %}, cancelamento {{ cancela_em }}, com possivel registro da divida{% endif %}.{% endif %} "
     "Pagando, volta na hora. {{ telefone }}"),
    ("throttled", "Velocidade reduzida", "Sua internet está mais lenta", THROTTLED,
     "{{ provedor }}: internet reduzida, fatura vencida em {{ vencimento }}. Pagando {{ total }}, volta em segundos."),
    ("suspended", "Internet suspensa", "Sua internet foi suspensa", SUSPENDED,
     "{{ provedor }}: internet suspensa. Pagando {{ total }}, volta em segundos."
     "{% if cancela_em %} Cancelamento: {{ cancela_em }}.{% endif %} {{ telefone }}"),
    ("cancelled", "Contrato cancelado", "O contrato {{ contrato }} foi cancelado", CANCELLED,
     "{{ provedor }}: contrato {{ contrato }} cancelado. Em aberto: {{ total }}. Para voltar: {{ telefone }}"),
    ("restored", "Pagamento recebido, internet de volta", "Recebemos o seu pagamento", RESTORED,
     "{{ provedor }}: recebemos o pagamento{% if volta %}, sua internet esta voltando{% endif %}."),
    ("unlocked", "Liberação em confiança", "Internet liberada até {{ liberada_ate }}", UNLOCKED,
     "{{ provedor }}: internet liberada em confianca ate {{ liberada_ate }}. Deve {{ total }}."),
)  # fmt: skip

REQUIRED = {"message": ("mes", "total", "suspende_em", "cancela_em")}


def occasions() -> list[Occasion]:
    """The occasions of the ladder, in the order in which they come."""
    return [
        Occasion(
            key,
            label,
            10 * place,
            subject,
            body,
            short,
            WORDS,
            figures_today,
            required=REQUIRED.get(key, ()),
            examples=late_examples,
        )
        for place, (key, label, subject, body, short) in enumerate(TEXTS, 1)
    ]
