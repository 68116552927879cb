"""Many documents in one file: numbered throughout, whole or not there, no more in memory than its longest part. R64."""

import hashlib

import pytest
from pypdf import PdfReader

from frontdesk.kernel.exports.binding import Section, bind

from .papers import MARGIN, is_for_archives, slip


def sections(*texts):
    return [
        Section(f"第{number}天", lambda text=text: [slip(text)] if text else []) for number, text in enumerate(texts, 1)
    ]


@pytest.mark.clause("R64")
def test_pages_are_numbered_through_all_documents_and_stand_in_the_outline(tmp_path):
    path, steps = tmp_path / "month.pdf", []
    bound = bind(
        sections("甲", "", "乙" * 6000), lambda: MARGIN, path, title="值班记录本", said=lambda *said: steps.append(said)
    )  # fmt: skip
    reader = PdfReader(path)
    pages = [page.extract_text() for page in reader.pages]
    assert bound.pages == len(pages) > 2
    for number, text in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in "".join(text.split())
    assert [(one.title, reader.get_destination_page_number(one)) for one in reader.outline] == [
        ("第1天", 0),
        ("第3天", 1),
    ]
    assert bound.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert is_for_archives(reader)
    assert b"NPages>%d<" % len(pages) in reader.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert steps[0] == (1, 6)
    assert steps[-1][0] <= 6
    assert [file.name for file in tmp_path.iterdir()] == ["month.pdf"]


def test_work_that_is_given_up_leaves_nothing_behind(tmp_path):
    def said(done, of):
        if done == 2:
            raise KeyError("stopped")

    with pytest.raises(KeyError):
        bind(sections("甲", "乙", "丙"), lambda: MARGIN, tmp_path / "month.pdf", title="值班记录本", said=said)
    assert list(tmp_path.iterdir()) == []
