"""Showing where a query was found."""

import re

from django.utils.html import escape, format_html, format_html_join


def marked(text, runs):
    """Text as safe HTML with each run of a query inside <mark>; runs as `pairs.phrases` returned them."""
    if not runs or not text:
        return escape(text)
    pattern = re.compile("|".join(re.escape(run) for run in sorted(runs, key=len, reverse=True)), re.IGNORECASE)
    pieces, last = [], 0
    for hit in pattern.finditer(text):
        pieces += [(escape(text[last : hit.start()]),), (format_html("<mark>{}</mark>", hit[0]),)]
        last = hit.end()
    return format_html_join("", "{}", [*pieces, (escape(text[last:]),)])
