"""A provider's text is a small template over the words of its occasion, and can do nothing but say them.

Jinja's sandbox, and of its language only what a letter needs: words, filters of ours, `if`, and one `for` over a word
that is a list. No call, no arithmetic, no assignment: a text's length is bounded by what is written. Source: issue 4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.foundation import ptbr

LONGEST = 4000
_SAID = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.For, nodes.Filter,
    nodes.Getattr, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Test,
    nodes.Keyword,
)  # fmt: skip
_TESTS = {"defined", "none"}
_COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge", "in")
_MISSING = re.compile(r"'(\w+)' is undefined|has no attribute '(\w+)'")
_BLANKS = re.compile(r"\s+")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


class TextBroken(ValueError):
    """A text that cannot be sent; the message says what to mend, for a person."""


def check(source: str, words: Iterable[str]) -> set[str]:
    """The words of an occasion that a text uses. Raises TextBroken where it says what cannot be said."""
    tree = _parsed(source)
    for node in tree.find_all(nodes.Node):
        _refuse(node)
    used = {one.name for one in tree.find_all(nodes.Name) if one.ctx == "load"}
    stored = {one.name for one in tree.find_all(nodes.Name) if one.ctx == "store"}
    used -= stored | ({"loop"} if stored else set())
    if unknown := sorted(used - set(words)):
        raise TextBroken(f"Não existe a palavra {unknown[0]}; há: {', '.join(sorted(words))}.")
    return used


def _parsed(source: str) -> nodes.Template:
    if len(source) > LONGEST:
        raise TextBroken(f"O texto tem {len(source)} letras; cabem {LONGEST}.")
    try:
        return _environment(date.min).parse(source)
    except TemplateSyntaxError as error:
        raise TextBroken(_mend(source, error)) from error
    except RecursionError as error:
        raise TextBroken("O texto tem parênteses demais.") from error


def _mend(source: str, error: TemplateSyntaxError) -> str:
    lines = source.splitlines() or [""]
    line = lines[min(error.lineno, len(lines)) - 1].strip()[:60]
    return f"A linha {error.lineno} não fecha: “{line}”. Uma palavra se escreve {{{{ assim }}}}."


def _refuse(node: nodes.Node) -> None:
    if not isinstance(node, _SAID):
        raise TextBroken(f"Na linha {node.lineno} há uma conta ou uma função, e um texto só usa palavras.")
    if isinstance(node, nodes.Filter) and (node.name not in FILTERS or node.node is None):
        raise TextBroken(f"Não existe o ajuste “|{node.name}”; há: {', '.join(sorted(FILTERS))}.")
    if isinstance(node, nodes.Test) and node.name not in _TESTS:
        raise TextBroken(f"Não existe a pergunta “is {node.name}”; há: {', '.join(sorted(_TESTS))}.")
    if isinstance(node, nodes.Getattr) and (
        node.attr.startswith("_") or not isinstance(node.node, nodes.Name)
    ):
        raise TextBroken(f"Não existe “{node.attr}” nas palavras deste texto.")
    if isinstance(node, nodes.For):
        _refuse_loop(node)


def _refuse_loop(loop: nodes.For) -> None:
    if not isinstance(loop.iter, nodes.Name) or loop.recursive or list(loop.find_all(nodes.For)):
        raise TextBroken(f"Na linha {loop.lineno}, um “for” passa por uma palavra só, e sem outro dentro.")


def render(source: str, figures: Mapping[str, Any], day: date) -> str:
    """A text with the figures of a contract, as sent on a day. Amounts and dates come out as customers read them.

    Raises TextBroken where a figure is missing or is nothing that can be said, or the text grew too long.
    """
    try:
        text = _template(source, day).render(figures)
    except TextBroken:
        raise
    except UndefinedError as error:
        raise TextBroken(f"Falta o valor de “{_missing(error)}” para este contrato.") from error
    except Exception as error:  # whatever a figure does when it is said
        raise TextBroken(f"O texto não se deixa escrever para este contrato: {str(error)[:200]}.") from error
    if len(text) > LONGEST:
        raise TextBroken(f"Com os valores deste contrato o texto tem {len(text)} letras; cabem {LONGEST}.")
    return tidy(text)


def _missing(error: UndefinedError) -> str:
    found = _MISSING.search(str(error))
    return (found[1] or found[2]) if found else str(error)[:200]


@lru_cache(maxsize=256)
def _template(source: str, day: date) -> Template:
    return _environment(day).from_string(source)


def tidy(text: str) -> str:
    """Plain text: no control characters, lines ended in one way, no-break spaces as spaces."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace(ptbr.NBSP, " ").split("\n")
    return "\n".join(_UNSEEN.sub("", line).rstrip() for line in lines).strip()


def one_line(text: str) -> str:
    """The text on one line: what goes into the head of a message must not begin another line of it."""
    return _BLANKS.sub(" ", _UNSEEN.sub(" ", text)).strip()


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, with what is said on a day."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return not callable(value) and bool(super().is_safe_attribute(obj, attr, value))


def _environment(day: date) -> _Environment:
    made = _Environment(
        undefined=StrictUndefined,
        finalize=lambda value: _said(value, day),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.autoescape = False  # plain text: whoever shows it on a page escapes it there
    made.globals, made.filters = {}, {name: _on(day, say) for name, say in FILTERS.items()}
    made.tests = {name: made.tests[name] for name in (*_TESTS, *_COMPARISONS) if name in made.tests}
    return made


def _on(day: date, say: Callable[..., Any]) -> Callable[..., Any]:
    return lambda value, *more: say(day, value, *more)


def _said(value: Any, day: date) -> str:
    """A value as a letter has it: R$ 130,80, 10 de maio."""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return ptbr.brl(value)
    if isinstance(value, date):
        return ptbr.day_in_words(value, day)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)  # most whole numbers of a letter are the number of something: contract 1042
    if isinstance(value, StrictUndefined):
        return str(value)  # raises, naming the word
    raise TextBroken("Uma das palavras não tem valor para este contrato.")


FILTERS: dict[str, Callable[..., Any]] = {
    "brl": lambda day, value: ptbr.brl(value),
    "dm": lambda day, value: ptbr.dm(value, day),
    "numero": lambda day, value: ptbr.num(value),
    "dia_da_semana": lambda day, value: ptbr.LONG_WEEKDAYS[value.weekday()],
    "maiusculas": lambda day, value: str(value).upper(),
    "mes": lambda day, value: ptbr.month(value, day),
    "plural": lambda day, value, one, many: ptbr.plural(value, str(one), str(many)),
    "primeiro_nome": lambda day, value: str(value).split()[0] if str(value).split() else "",
}
