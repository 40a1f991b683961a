"""What a person typed into a registration, read as it is meant or refused with a sentence."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from core.customers.rules.data import COMPANY
from core.foundation.documents import DocumentError, parse_cnpj, parse_cpf
from core.foundation.text import digits
from core.foundation.typed import TypedError, quote

REGION = "BR"
STATES = (
    "AC", "AL", "AM", "AP", "BA", "CE", "DF", "ES", "GO", "MA", "MG", "MS", "MT", "PA",
    "PB", "PE", "PI", "PR", "RJ", "RN", "RO", "RR", "RS", "SC", "SE", "SP", "TO",
)  # fmt: skip
LEAST_PASSWORD = 8
OLDEST = 130


def parse_document(kind: str, text: str) -> str:
    """A CPF or CNPJ as it is stored. Raises TypedError.

    >>> parse_document("person", "111.444.777-35")
    '11144477735'
    """
    try:
        return parse_cnpj(text) if kind == COMPANY else _cpf(text)
    except DocumentError as error:
        raise TypedError(str(error)) from None


def _cpf(text: str) -> str:
    if re.search(r"[^\W\d_]", text):
        raise TypedError("O CPF só tem números; aqui há letras.")
    return parse_cpf(text)


def parse_phone(text: str) -> str:
    """A telephone with its country: +5519900001042. Without a country it is a Brazilian one. Raises TypedError."""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        raise TypedError(
            f"{quote(text)} não é um telefone. Escreva com DDD, por exemplo (19) 90000-1042."
        ) from None
    if number.country_code == 55 and len(str(number.national_number)) < 10:
        raise TypedError("Falta o DDD. Escreva, por exemplo, (19) 90000-1042.")
    if not phonenumbers.is_possible_number(number):
        raise TypedError(
            "Este telefone tem números a mais ou a menos. Escreva, por exemplo, (19) 90000-1042."
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_phone(number: str) -> str:
    """A stored telephone as people write it: (19) 90000-1042, abroad +351 912 345 678."""
    if number.startswith("+55") and len(number) in (13, 14):
        return f"({number[3:5]}) {number[5:-4]}-{number[-4:]}"
    try:
        parsed = phonenumbers.parse(number, REGION)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def parse_email(text: str) -> str:
    """An e-mail address, its domain in lower case. Whether the domain exists is not asked. Raises TypedError."""
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise TypedError(
            f"{quote(text)} não é um e-mail. Escreva, por exemplo, nome@provedor.com.br."
        ) from None


def parse_postal_code(text: str) -> str:
    """The eight digits of a CEP. Raises TypedError."""
    number = digits(text)
    if re.search(r"[^\d\s.\-]", text):
        raise TypedError("O CEP só tem números, por exemplo 13000-000.")
    if len(number) != 8:
        raise TypedError(f"O CEP tem 8 números; aqui há {len(number)}.")
    return number


def show_postal_code(code: str) -> str:
    """13000-000."""
    return f"{code[:5]}-{code[5:]}"


def parse_city_code(text: str) -> str:
    """The seven digits by which IBGE knows a city. Raises TypedError."""
    if not re.fullmatch(r"[0-9]{7}", text):
        raise TypedError("O código do IBGE tem 7 números, por exemplo 3509502.")
    return text


def parse_coordinate(text: str, most: int) -> Decimal:
    """Degrees between −most and most, six places, comma or point. Raises TypedError."""
    plain = text.replace("−", "-").replace(",", ".")
    if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,15})?", plain):
        raise TypedError(f"{quote(text)} não é uma coordenada. Escreva, por exemplo, -22,905833.")
    value = Decimal(plain).quantize(Decimal("0.000001"))
    if abs(value) > most:
        raise TypedError(f"Aqui cabe de -{most} a {most} graus.")
    return value


def parse_portal_user(text: str) -> str:
    """A name to sign in to the central with: lower case, 3 to 60 letters, numbers or . _ @ -. Raises TypedError."""
    user = text.lower()
    if not re.fullmatch(r"[a-z0-9._@\-]{3,60}", user):
        raise TypedError("Use de 3 a 60 letras sem acento, números, ponto, traço ou @.")
    return user


def check_birth_date(born: date, today: date) -> None:
    """Raises TypedError for a day still to come, or too long ago for anybody to live."""
    if born > today:
        raise TypedError("Esta data ainda não chegou. Confira o ano.")
    if today.year - born.year > OLDEST:
        raise TypedError("Esta data é de mais de 130 anos atrás. Confira o ano.")


def check_password(password: str) -> None:
    """Raises TypedError for one too short to be kept."""
    if len(password) < LEAST_PASSWORD:
        raise TypedError(
            f"A senha precisa de {LEAST_PASSWORD} letras ou números, ou mais; aqui há {len(password)}."
        )
