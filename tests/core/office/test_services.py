"""Holidays of the provider's own and its logo."""

from datetime import date

import pytest
from flask import Flask

from core.foundation.holidays import holiday_calendar
from core.foundation.preferences import preference
from core.office.services import OfficeRefused, add_holiday, keep_logo, remove_holiday

TODAY = date(2017, 3, 20)
ANNIVERSARY = date(2017, 7, 14)  # of Campinas, a Friday
pytestmark = pytest.mark.usefixtures("app_context")
PNG = b"\x89PNG\r\n\x1a\n" + b"..." + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"..." + b"\xff\xd9"
WEBP = b"RIFF\x08\x00\x00\x00WEBPVP8 "


def test_a_holiday_moves_the_effective_due_date_until_it_is_taken_away() -> None:
    add_holiday(ANNIVERSARY, "Aniversário de Campinas", TODAY)
    with_it = holiday_calendar().effective(ANNIVERSARY)

    name = remove_holiday(ANNIVERSARY, TODAY)

    assert (with_it, name) == (date(2017, 7, 17), "Aniversário de Campinas")
    assert holiday_calendar().effective(ANNIVERSARY) == ANNIVERSARY


@pytest.mark.parametrize("day", [ANNIVERSARY, date(2017, 4, 21)], ids=["own", "country's"])
def test_a_day_that_is_a_holiday_already_is_refused(day: date) -> None:
    add_holiday(ANNIVERSARY, "Aniversário de Campinas", TODAY)

    with pytest.raises(OfficeRefused, match="já"):
        add_holiday(day, "Outro", TODAY)


def test_a_holiday_that_there_is_not_is_not_taken_away() -> None:
    assert remove_holiday(ANNIVERSARY, TODAY) is None


@pytest.mark.parametrize(
    ("content", "kind"), [(PNG, "image/png"), (JPEG, "image/jpeg"), (WEBP, "image/webp")]
)
def test_a_logo_is_the_kind_that_its_bytes_say(content: bytes, kind: str) -> None:
    keep_logo(content)

    assert preference("provider.logo")["type"] == kind


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='x'><script/></svg>", b"GIF89a", PNG[:-3], JPEG[:-1], WEBP[:-1], PNG + b"<html>"],
    ids=["empty", "svg", "gif", "png cut", "jpeg cut", "webp cut", "png with a tail"],
)
def test_what_is_no_whole_image_is_no_logo(content: bytes) -> None:
    with pytest.raises(OfficeRefused):
        keep_logo(content)


def test_a_logo_over_200_kb_is_refused(app: Flask) -> None:
    with pytest.raises(OfficeRefused, match="200 kB"):
        keep_logo(PNG + b"." * 200 * 1024)
