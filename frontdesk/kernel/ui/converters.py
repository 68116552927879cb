"""Address parts that cannot be anything but what they should be."""

from datetime import date


class Id:
    regex = "[0-9]{1,18}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return str(value)


class Month:
    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value):
        month = date.fromisoformat(f"{value}-01")  # an impossible one is a ValueError, so a 404
        if not 2000 <= month.year <= 2100:
            raise ValueError("outside the years of this system")
        return month

    def to_url(self, value):
        return value if isinstance(value, str) else f"{value:%Y-%m}"


class Day:
    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value):
        day = date.fromisoformat(value)  # an impossible one is a ValueError, so a 404
        if not 2000 <= day.year <= 2100:
            raise ValueError("outside the years of this system")
        return day

    def to_url(self, value):
        return value.isoformat()
