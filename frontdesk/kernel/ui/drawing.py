"""Pictures of figures as SVG, made on the server: with a title and a description, readable in print and without colours.

The numbers always stand in a table beside; a picture repeats them. Where nothing is known a picture shows a gap, never a zero.
Widths and places are attributes: the content policy lets no style into a page.
"""

from django.utils.html import format_html, format_html_join

WIDE, HIGH = 64, 18  # of a small curve, in its own units
ROOM = 3


def picture(key, title, said, width, height, inside, kind):
    """An SVG with role img. key: unique on the page; said: what it shows, in words."""
    return format_html(
        '<svg class="{kind}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{key}-t {key}-d">'
        '<title id="{key}-t">{title}</title><desc id="{key}-d">{said}</desc>{inside}</svg>',
        kind=kind, width=width, height=height, key=key, title=title, said=said, inside=inside,
    )  # fmt: skip


def curve(key, title, said, values):
    """A small curve over some months: a line through what is known, the last dot larger; a gap where nothing is."""
    known = [value for value in values if value is not None]
    most, step = max(known, default=0) or 1, (WIDE - 2 * ROOM) / max(1, len(values) - 1)
    points = [
        None
        if value is None
        else (round(ROOM + number * step, 1), round(HIGH - ROOM - (HIGH - 2 * ROOM) * value / most, 1))
        for number, value in enumerate(values)
    ]
    lines = format_html_join(
        "",
        '<polyline points="{}"/>',
        ((" ".join(f"{x},{y}" for x, y in run),) for run in _runs(points) if len(run) > 1),
    )
    dots = format_html_join("", '<circle cx="{}" cy="{}" r="1.1"/>', (point for point in points[:-1] if point))
    last = format_html('<circle class="last" cx="{}" cy="{}" r="2.2"/>', *points[-1]) if points and points[-1] else ""
    return picture(key, title, said, WIDE, HIGH, format_html("{}{}{}", lines, dots, last), "curve")


def _runs(points):
    """The stretches of points without a gap."""
    run = []
    for point in [*points, None]:
        if point:
            run.append(point)
        elif run:
            yield run
            run = []


def columns(key, title, said, bars, *, most=None, unit=""):
    """Upright bars with their numbers above and their names below. bars: [(name, value or None)]."""
    width, height, floor = 46 * max(1, len(bars)) + 8, 150, 126
    top = most or max((value for _name, value in bars if value is not None), default=0) or 1
    drawn = []
    for number, (name, value) in enumerate(bars):
        left, tall = 8 + 46 * number, 0 if value is None else round(100 * value / top)
        drawn.append((left, floor - tall, tall, left + 15, floor - tall - 4, _said(value, unit), left + 15, name))
    inside = format_html_join(
        "", '<rect x="{}" y="{}" width="30" height="{}"/><text class="number" x="{}" y="{}">{}</text>'
        '<text x="{}" y="142">{}</text>', drawn,
    )  # fmt: skip
    axis = format_html('<line x1="0" y1="{0}" x2="{1}" y2="{0}"/>', floor, width)
    return picture(key, title, said, width, height, format_html("{}{}", inside, axis), "columns")


def _said(value, unit):
    return "—" if value is None else f"{value}{unit}"


def bars(key, title, said, rows, *, parts):
    """Lying bars, each of parts that are hatched differently. rows: [(name, [numbers])]; parts: the classes of the parts."""
    left, wide, each = 110, 260, 26
    most = max((sum(numbers) for _name, numbers in rows), default=0) or 1
    drawn = []
    for number, (name, numbers) in enumerate(rows):
        top, x = 4 + each * number, float(left)
        drawn.append(format_html('<text class="name" x="{}" y="{}">{}</text>', left - 8, top + 15, name))
        for part, value in zip(parts, numbers, strict=True):
            length = round(wide * value / most, 1)
            drawn.append(
                format_html('<rect class="{}" x="{}" y="{}" width="{}" height="18"/>', part, round(x, 1), top, length)
            )
            x += length
        drawn.append(format_html('<text x="{}" y="{}">{}</text>', round(x + 6, 1), top + 15, sum(numbers)))
    inside = format_html_join("", "{}", ((one,) for one in drawn))
    return picture(key, title, said, left + wide + 50, each * len(rows) + 8, inside, "bars")


def heat(key, title, said, heads, rows, most):
    """A map of numbers: dark where there are many, each number in its cell. heads: of the columns; rows: [(name, [number])]."""
    left, wide, each = 44, 32, 24
    drawn = [
        format_html('<text class="head" x="{}" y="14">{}</text>', left + wide * number + wide // 2, name)
        for number, name in enumerate(heads)
    ]
    for place, (name, numbers) in enumerate(rows):
        top = 22 + each * place
        drawn.append(format_html('<text class="name" x="{}" y="{}">{}</text>', left - 8, top + 16, name))
        for number, value in enumerate(numbers):
            drawn.append(
                format_html(
                    '<rect class="heat-{}" x="{}" y="{}" width="{}" height="{}"/><text class="on-{}" x="{}" y="{}">{}</text>',
                    degree(value, most), left + wide * number, top, wide - 2, each - 2, degree(value, most),
                    left + wide * number + wide // 2 - 1, top + 16, value or "",
                )
            )  # fmt: skip
    inside = format_html_join("", "{}", ((one,) for one in drawn))
    return picture(key, title, said, left + wide * len(heads) + 4, 22 + each * len(rows) + 4, inside, "heat")


def timeline(key, title, said, hours, *, spans, counts, marks, now):
    """A day from left to right: a bar for each span, a column for each hour's number, a line for each mark and one for now.

    hours: (first, last) shown; spans: [(class, label, from, until)]; counts: {hour: number}; marks: [(moment, label)]; moments
    are hours of the day with fractions, now may be None.
    """
    first, last = hours
    each, left, top, floor = 46, 8, 18, 48 if counts else 4
    bottom = top + floor + 24 * len(spans) + 6

    def x(moment):
        return round(left + each * (min(max(moment, first), last) - first), 1)

    most = max(counts.values(), default=0) or 1
    drawn = [
        format_html('<line class="grid" x1="{0}" y1="{1}" x2="{0}" y2="{2}"/><text class="head" x="{0}" y="12">{3}</text>',
                    x(hour), top, bottom, hour)
        for hour in range(first, last + 1)
    ]  # fmt: skip
    for hour, number in sorted(counts.items()):
        tall = round((floor - 20) * number / most, 1)
        drawn.append(
            format_html(
                '<rect class="count" x="{}" y="{}" width="{}" height="{}"/><text x="{}" y="{}">{}</text>',
                x(hour) + 6, top + floor - 4 - tall, each - 12, tall, x(hour) + each / 2, top + floor - 8 - tall, number,
            )
        )  # fmt: skip
    for place, (kind, label, begins, ends) in enumerate(spans):
        y = top + floor + 24 * place
        drawn.append(
            format_html(
                '<rect class="span {}" x="{}" y="{}" width="{}" height="20" rx="3"/>'
                '<text class="on-span" x="{}" y="{}">{}</text>',
                kind, x(begins), y, round(max(2, x(ends) - x(begins)), 1), x(begins) + 6, y + 15, label,
            )
        )  # fmt: skip
    for moment, label in marks:
        drawn.append(
            format_html(
                '<path class="mark" d="M{0} {1}v{2}"/><text class="mark" x="{0}" y="{3}">{4}</text>',
                x(moment), top, bottom - top, bottom + 12, label,
            )
        )  # fmt: skip
    if now is not None and first <= now <= last:
        drawn.append(format_html('<path class="now" d="M{0} {1}v{2}"/>', x(now), top, bottom - top))
    inside = format_html_join("", "{}", ((one,) for one in drawn))
    return picture(key, title, said, left * 2 + each * (last - first), bottom + 18, inside, "timeline")


def calendar(key, title, said, heads, weeks):
    """A month, a row a week. weeks: [[None or (number of the day, class, [(class, line of text)])]], each from its Monday on."""
    wide, line, head = 132, 17, 20
    drawn = [
        format_html('<text class="head" x="{}" y="14">{}</text>', wide * number + wide // 2, name)
        for number, name in enumerate(heads)
    ]
    top = head
    for week in weeks:
        tall = 22 + line * max((len(cell[2]) for cell in week if cell), default=0)
        for place, cell in enumerate(week):
            if cell:
                drawn.append(_day(wide * place, top, wide, tall, line, *cell))
        top += tall + 2
    inside = format_html_join("", "{}", ((one,) for one in drawn))
    return picture(key, title, said, wide * len(heads), top + 2, inside, "calendar")


def _day(x, y, wide, tall, line, number, kind, lines):
    parts = [
        format_html(
            '<rect class="box {}" x="{}" y="{}" width="{}" height="{}"/><text class="date" x="{}" y="{}">{}</text>',
            kind, x + 1, y, wide - 2, tall, x + 8, y + 14, number,
        )
    ]  # fmt: skip
    for place, (shade, text) in enumerate(lines):
        at = y + 19 + line * place
        parts.append(
            format_html(
                '<rect class="span {}" x="{}" y="{}" width="{}" height="{}"/><text class="on-span" x="{}" y="{}">{}</text>',
                shade, x + 4, at, wide - 8, line - 2, x + 8, at + 12, text,
            )
        )  # fmt: skip
    return format_html_join("", "{}", ((part,) for part in parts))


def degree(value, most):
    """0 for nothing, then 1 to 5 in fifths of the most."""
    return 0 if not value else min(5, 1 + 5 * (value - 1) // max(1, most))
