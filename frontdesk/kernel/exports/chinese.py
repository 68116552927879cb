"""Dates as Chinese forms write them. The official forms are Chinese, whatever the language of the screen."""

from functools import wraps

from django.utils import timezone, translation

WEEKDAYS = "一二三四五六日"


def in_chinese(make):
    """For a function that reads what a form says: its labels and choices are Chinese, whoever asks."""

    @wraps(make)
    def made(*args, **kwargs):
        with translation.override("zh-hans"):
            return make(*args, **kwargs)

    return made


def date(day):
    """'2026年11月23日'"""
    return f"{day.year}年{day.month}月{day.day}日"


def month(day):
    """'2026年11月'"""
    return f"{day.year}年{day.month}月"


def weekday(day):
    """'星期一'"""
    return f"星期{WEEKDAYS[day.weekday()]}"


def moment(moment):
    """'2026年11月23日 14:05' in the time zone of the desk; '' for None."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{date(local)} {local:%H:%M}"


def clock(moment):
    """'14:05'; '' for None."""
    return f"{timezone.localtime(moment):%H:%M}" if moment else ""


def short(moment):
    """'11-23 14:05' for a narrow column; '' for None."""
    return f"{timezone.localtime(moment):%m-%d %H:%M}" if moment else ""
