"""Every sentence a user may read is there in Chinese, with the same placeholders. bin/texts says more."""

from tests import texts


def test_every_sentence_is_translated():
    found = texts.problems()
    assert not found, "\n".join(["run bin/texts --update, then translate:", *found])


def test_sentences_are_found_in_templates_and_code(tmp_path):
    page, code, part = tmp_path / "page.html", tmp_path / "code.py", tmp_path / "jinja2" / "part.html"
    part.parent.mkdir()
    page.write_text(
        "<p>\n    {% translate 'One' %}\n  {{ x|default:_('Two') }}\n</p>"
        "{% blocktranslate count n=n trimmed %}\n  {{ n }} bell\n{% plural %}\n  {{ n }} bells\n{% endblocktranslate %}"
        "{% translate 'May' context 'month' %}"
    )
    code.write_text('_("Three")\nngettext("%(n)s day", "%(n)s days", n)\npgettext_lazy("verb", "Open")\n')
    part.write_text("{% if n %}{{ _('Four') }}{% endif %}{{ ngettext('%(n)s line', '%(n)s lines', n, n=n) }}")
    assert list(texts.sentences_in(part)) == [(None, "Four", None), (None, "%(n)s line", "%(n)s lines")]
    assert list(texts.sentences_in(page)) == [
        (None, "One", None),
        (None, "Two", None),
        (None, "%(n)s bell", "%(n)s bells"),
        ("month", "May", None),
    ]
    assert list(texts.sentences_in(code)) == [
        (None, "Three", None),
        (None, "%(n)s day", "%(n)s days"),
        ("verb", "Open", None),
    ]


def test_another_placeholder_is_noticed():
    assert texts.placeholders("%(who)s has %(n)d") == texts.placeholders("%(n)d of %(who)s")
    assert texts.placeholders("%(who)s") != texts.placeholders("%(name)s")
    assert texts.placeholders("{day}") != texts.placeholders("day")
