"""The guides as they lie in docs/guides: Markdown, cut into sections by their second headings.

A heading ends with its anchor, `## Handover {#handover}`. A section is handed to a template as a tree, so that the template
escapes every word; HTML in a guide is text like any other.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

FOLDER = Path(settings.BASE_DIR) / "docs" / "guides"
FOLDERS = {"zh-hans": "zh", "en": "en"}  # by language of the screen
HEADING = re.compile(r"^## (?P<title>.+?) \{#(?P<anchor>[a-z][a-z0-9-]*)\}$", re.MULTILINE)
LINK = re.compile(r"(?:(?P<guide>[a-z]+)\.md)?#(?P<anchor>[a-z][a-z0-9-]*)")
MARKDOWN = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True)
class Section:
    """anchor, title: of its heading; text: the Markdown below it, without its address in a file."""

    anchor: str
    title: str
    text: str

    @property
    def nodes(self):
        """The top of its syntax tree, for help/_nodes.html."""
        return SyntaxTreeNode(MARKDOWN.parse(self.text)).children


@cache
def sections(language, guide):
    """{anchor: Section} of a guide, in its order. Read once in a process: guides change with the code."""
    text = (FOLDER / FOLDERS[language] / f"{guide}.md").read_text(encoding="utf-8")
    heads = list(HEADING.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    found = [
        Section(head["anchor"], head["title"], text[head.end() : end]) for head, end in zip(heads, ends, strict=True)
    ]
    return {section.anchor: section for section in found}


def section_of(topic, language):
    """The section of a topic in a language of the screen; KeyError when there is none."""
    return sections(language if language in FOLDERS else settings.LANGUAGE_CODE, topic.guide)[topic.slug]


def anchor_of(href):
    """The anchor to which a link of a guide leads, or None when it leads out of the guides."""
    found = LINK.fullmatch(href)
    return found and found["anchor"]
