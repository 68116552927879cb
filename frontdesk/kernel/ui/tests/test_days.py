"""How days are written: short on the screen, with their year on what is printed and kept."""

from datetime import date

import pytest
from django.utils import translation

from frontdesk.kernel.ui.templatetags.desk import dated, day


@pytest.mark.parametrize(
    ("language", "short", "whole"),
    [("zh-hans", "11月23日 周一", "2026年11月23日 周一"), ("en", "11/23 Mon", "2026/11/23 Mon")],
)
def test_a_day_with_and_without_its_year(language, short, whole):
    with translation.override(language):
        assert (day(date(2026, 11, 23)), dated(date(2026, 11, 23))) == (short, whole)
