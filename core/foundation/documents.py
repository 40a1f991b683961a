"""CPF and CNPJ, the alphanumeric CNPJ included: check, store, show."""

from __future__ import annotations

import re

from stdnum.br import cnpj, cpf


class DocumentError(ValueError):
    """A CPF or CNPJ that cannot be right; the message is a sentence for the person who typed it."""


def clean(text: str) -> str:
    """The document without dots, dashes and spaces, in upper case: how it is stored."""
    return re.sub(r"[\s.\-/]", "", text).upper()


def parse_cpf(text: str) -> str:
    """Eleven digits. Raises DocumentError with a sentence."""
    number = clean(text)
    if not re.fullmatch(r"\d{11}", number):
        raise DocumentError(f"O CPF tem 11 números; aqui há {len(number)}.")
    if not cpf.is_valid(number):
        raise DocumentError("Os dígitos finais do CPF não conferem. Confira número por número.")
    return number


def parse_cnpj(text: str) -> str:
    """Fourteen characters, the last two digits. Raises DocumentError with a sentence."""
    number = clean(text)
    if not re.fullmatch(r"[A-Z0-9]{12}\d{2}", number):
        raise DocumentError(f"O CNPJ tem 14 números ou letras; aqui há {len(number)}.")
    if not cnpj.is_valid(number):
        raise DocumentError("Os dígitos finais do CNPJ não conferem. Confira número por número.")
    return number


def show(document: str) -> str:
    """A stored document as people write it."""
    if len(document) == 11:
        return f"{document[:3]}.{document[3:6]}.{document[6:9]}-{document[9:]}"
    if len(document) == 14:
        return f"{document[:2]}.{document[2:5]}.{document[5:8]}/{document[8:12]}-{document[12:]}"
    return document


def mask(document: str) -> str:
    """For lists: a CPF without its ends; a company's number is public and stays whole."""
    return f"•••.{document[3:6]}.{document[6:9]}-••" if len(document) == 11 else show(document)
