"""The guides: complete in both languages, quoting their clauses, and speaking of the screens as the screens do."""

import re

import polib
import pytest
from django.conf import settings
from django.core.management import get_commands

from frontdesk.pages.help import guides
from frontdesk.pages.help.topics import BY_PAGE, BY_SLUG, GUIDES, TOPICS, addresses
from tests.texts import PO

LANGUAGES = list(guides.FOLDERS)
SECTIONS = [(language, topic) for language in LANGUAGES for topic in TOPICS]
EACH = pytest.mark.parametrize(
    ("language", "topic"), SECTIONS, ids=[f"{topic.slug}-{lang}" for lang, topic in SECTIONS]
)
QUOTE = re.compile(r"^> (?P<clause>[\d.A-Za-z-]+) (?P<words>「.+?」)(?P<english> — .+)?$", re.MULTILINE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


def words_of(topic, language):
    return guides.section_of(topic, language).text


def walk(section):
    return [node for top in section.nodes for node in top.walk()]


def words(node):
    return "".join(" " if one.type == "softbreak" else one.content for one in node.walk() if not one.children)


def clause_of(number):
    """The address of a requirement's clause, as docs/regulation.md has it."""
    page = (settings.BASE_DIR / "docs" / "regulation.md").read_text()
    return re.search(rf"^\| {number} \| ([^|]+?) \|", page, re.MULTILINE)[1]


def test_every_page_that_asks_for_a_sign_in_has_its_topic_and_every_topic_only_pages_that_are_there():
    closed = {name for name, view in addresses() if not getattr(view, "open_to_all", False)}
    explained = closed - {"help:topics", "help:topic"}
    assert explained - set(BY_PAGE) == set()
    assert set(BY_PAGE) - explained == set()
    assert sum(len(topic.pages.split()) for topic in TOPICS) == len(BY_PAGE)


@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_a_topic_in_the_same_order_in_each_language(language, guide):
    assert list(guides.sections(language, guide)) == [topic.slug for topic in TOPICS if topic.guide == guide]
    text = (guides.FOLDER / guides.FOLDERS[language] / f"{guide}.md").read_text()
    assert re.findall(r"^## (?!.+ \{#[a-z0-9-]+\}$).*", text, re.MULTILINE) == []
    assert max(len(line) for line in text.splitlines() if not line.startswith(">")) <= 130


@EACH
def test_every_section_says_what_it_is_for_and_what_to_do_in_steps(language, topic):
    kinds = [node.type for node in guides.section_of(topic, language).nodes]
    assert kinds[0] in {"paragraph", "ordered_list"}
    assert "ordered_list" in kinds


@EACH
def test_every_topic_quotes_the_clauses_that_it_names(language, topic):
    quoted = [quote["clause"] for quote in QUOTE.finditer(words_of(topic, language))]
    assert quoted == [clause_of(number) for number in topic.clauses.split()]
    if topic.pages and not topic.readers:
        assert quoted


@pytest.mark.parametrize("topic", TOPICS, ids=[topic.slug for topic in TOPICS])
def test_both_languages_quote_the_same_words_and_english_says_what_they_mean(topic):
    chinese, english = (list(QUOTE.finditer(words_of(topic, language))) for language in LANGUAGES)
    assert [quote["words"] for quote in chinese] == [quote["words"] for quote in english]
    assert all(quote["english"] for quote in english)
    assert not any(quote["english"] for quote in chinese)


def test_a_clause_is_quoted_in_the_same_words_wherever_it_is_quoted():
    said = {}
    for topic in TOPICS:
        for number, quote in zip(topic.clauses.split(), QUOTE.finditer(words_of(topic, "en")), strict=True):
            said.setdefault(number, set()).add((quote["clause"], quote["words"], quote["english"]))
    assert {number: found for number, found in said.items() if len(found) > 1} == {}


def on_screens(language):
    """Every sentence and label of the screens in a language, without what they leave open."""
    found = set()
    for entry in polib.pofile(str(PO)):
        said = {"en": [entry.msgid, entry.msgid_plural], "zh-hans": [entry.msgstr, *entry.msgstr_plural.values()]}
        found |= {PLACEHOLDER.sub("…", text) for text in said[language] if text}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_guide_writes_in_bold_stands_on_a_screen_in_just_these_words(language):
    known, unknown = on_screens(language), []
    for topic in TOPICS:
        bold = [words(node) for node in walk(guides.section_of(topic, language)) if node.type == "strong"]
        unknown += [(topic.slug, text) for text in bold if text not in known]
    assert unknown == []


@pytest.mark.parametrize("topic", TOPICS, ids=[topic.slug for topic in TOPICS])
def test_both_languages_name_the_same_refusals_and_keys(topic):
    chinese, english = (guides.section_of(topic, language) for language in LANGUAGES)
    by_english = {entry.msgid: entry.msgstr for entry in polib.pofile(str(PO))}

    def refusals(section):
        items = [node for node in walk(section) if node.type == "list_item" and node.parent.type == "bullet_list"]
        return [words(bold[0]) for node in items if (bold := [one for one in node.walk() if one.type == "strong"])]

    def keys(section):
        return sorted({node.content for node in walk(section) if node.type == "code_inline"})

    assert [by_english[text] for text in refusals(english)] == refusals(chinese)
    assert [key for key in keys(chinese) if len(key) < 8] == [key for key in keys(english) if len(key) < 8]


@EACH
def test_every_link_of_a_guide_leads_to_a_section_that_is_there(language, topic):
    section = guides.section_of(topic, language)
    for href in re.findall(r"\]\(([^)]+)\)", section.text):
        assert guides.anchor_of(href) in BY_SLUG, href
        guide = guides.LINK.fullmatch(href)["guide"] or topic.guide
        assert guides.anchor_of(href) in guides.sections(language, guide), href


@EACH
def test_a_section_holds_only_what_the_help_page_can_show(language, topic):
    shown = {
        "paragraph", "inline", "text", "softbreak", "strong", "code_inline", "link", "ordered_list", "bullet_list",
        "list_item", "blockquote", "heading", "fence",
    }  # fmt: skip
    found = walk(guides.section_of(topic, language))
    assert {node.type for node in found} <= shown
    assert {node.tag for node in found if node.type == "heading"} <= {"h3"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_of_the_operator_s_guide_exists(language):
    told = {
        command
        for section in guides.sections(language, "operator").values()
        for command in re.findall(r"^python manage\.py ([\w-]+)", section.text, re.MULTILINE)
    }
    assert told
    assert told <= set(get_commands())
