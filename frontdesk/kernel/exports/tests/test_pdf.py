"""What is typed is what is printed: no markup, nothing lost unsaid, nothing cut off; a file for archives. R64, A35."""

import re
import sys
import unicodedata
from dataclasses import replace

import pytest

from frontdesk.kernel.exports import pdf

from .papers import MARGIN, flat, fonts_of, is_for_archives, read, slip, text_of


def made(*parts, margin=MARGIN, **said):
    return pdf.make(parts, margin, title="服务登记单", **said)


MARKUP = [
    "#set page(fill: red) #panic() #read(\"/etc/passwd\") #sys.inputs",
    "$x^2 / 0$ *粗* _斜_ `code` <label> @ref = 标题 - 列表 + 编号 / 词: 义",
    "\\ \\n \\u{41} // 注 /* 注 */ ~ -- --- ... \"引\" '引' [内容] {块}",
    "]) #let form = none; %PDF-1.7 \\end{document} <script>alert(1)</script> {{ 7*7 }} {% load %}",
]  # fmt: skip


@pytest.mark.clause("R64")
def test_markup_is_printed_as_it_was_typed():
    printed = flat(made(slip(MARKUP[0], *MARKUP[1:])))
    for text in MARKUP:
        assert "".join(text.split()) in printed


@pytest.mark.clause("R64")
def test_lines_and_spaces_stay():
    printed = text_of(made(slip("一、关总阀\r\n二、等师傅\u2028三、  回电")))
    assert re.search("一、关总阀\n二、等师傅\n三、  回电", printed)


@pytest.mark.clause("R64", "A35")
def test_a_text_without_a_space_is_broken_and_nothing_of_it_is_lost():
    printed = text_of(made(slip("https://q.cn/" + "q" * 1987, "微信" * 1000)))
    assert [printed.count(letter) for letter in "q信"] == [1988, 1000]
    assert max(line.count("q") for line in printed.splitlines()) < 110  # as many as fit into the column


@pytest.mark.clause("R64", "A35")
def test_a_character_that_no_font_has_is_replaced_and_said():
    printed = text_of(made(slip("业主发来🏠和שלום，姓𠮷", "没有缺字")))
    assert "业主发来〓和〓〓〓〓，姓〓" in printed
    assert re.search("〓 代替字库所无的字符：.*U\\+1F3E0", printed)
    assert "U+20BB7" in printed
    assert "代替字库" not in text_of(made(slip("没有缺字")))


@pytest.mark.clause("R64")
def test_a_copy_of_the_text_is_what_was_typed_also_beside_foreign_letters():
    printed = flat(made(slip("Černý C Nguyễn e\u0301té @李\u2005你好 Ωκ Я かな c\u030c C")))
    assert "〓ern\u00fdCNguyễnété@李你好ΩκЯかな〓C" in printed
    assert "U+010C、U+010D" in printed


def test_what_would_turn_the_text_around_is_shown_instead():
    printed = flat(made(slip("退款\u202e001元\u202c，\u2066倒\u2069")))
    assert "退款〓001元〓，〓倒〓" in printed
    assert "U+202E" in printed


def test_every_kind_of_character_gets_printed_somehow():
    kinds = {}
    for code in [*range(0x3000), *range(0x3000, sys.maxunicode, 97)]:
        letter = chr(code)
        if (kind := unicodedata.category(letter)) != "Cs" and len(kinds.setdefault(kind, [])) < 60:
            kinds[kind].append(letter)
    printed = text_of(made(slip("".join(kinds["Cc"]), *("".join(letters) for letters in kinds.values()))))
    assert "".join(kinds["Lu"][:26]) in printed
    assert "〓" in printed


@pytest.mark.clause("R64")
def test_the_file_is_for_archives_and_holds_its_fonts():
    reader = read(made(slip("正文")))
    assert is_for_archives(reader)
    assert {name.split("+")[1].split("-")[0] for name in fonts_of(reader)} == {"NotoSerifSC", "NotoSansSC"}
    assert (reader.metadata.title, reader.metadata.author) == ("服务登记单", "云岭花园客户服务中心")
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert "/StructTreeRoot" in reader.trailer["/Root"]


@pytest.mark.clause("R02", "R45", "R64")
def test_every_page_says_where_who_when_which_page_and_the_newest_seal():
    margin = replace(
        MARGIN, project="碧水湾", short="K7Q4-9XTD", qr='<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>'
    )
    pages = read(made(slip("长文" * 3000), margin=margin)).pages
    for number, page in enumerate(pages, 1):
        said = "".join(page.extract_text().split())
        for text in (
            "碧水湾客户服务中心前台",
            "打印：单晓明2026年11月23日11:05",
            f"第{number}页共{len(pages)}页",
            "封印第128号3f2a3f2a",
        ):
            assert text in said
    assert len(pages) > 1
    assert "校验短码 K7Q4-9XTD" in pages[-1].extract_text()
    assert "3f2a" * 16 in "".join(pages[-1].extract_text().split())


def test_a_form_that_cannot_be_set_says_why():
    with pytest.raises(pdf.Unprintable, match="no-such-form"):
        made(pdf.Part("no-such-form", {}))


def test_a_document_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 0.001)
    with pytest.raises(pdf.Unprintable, match="not typeset"):
        made(slip("正文"))
