"""Paper, from the page to the file: a day at once, a month by the real worker while the page says how far it is."""

import pytest
from pypdf import PdfReader


def fetched(page, selector, path):
    with page.expect_download() as download:
        page.click(selector)
    download.value.save_as(path)
    return PdfReader(path)


@pytest.mark.clause("R64", "R45")
def test_a_month_is_made_by_the_worker_while_the_page_says_how_far_it_is(sign_in, tmp_path):
    page = sign_in("supervisor")
    page.goto(page.base + "/archive/print/")
    page.click("main .btn-main")
    page.wait_for_selector("#jobs a[href$='/file/']", timeout=60_000)  # swapped in by the progress, without a reload
    reader = fetched(page, "#jobs a[href$='/file/']", tmp_path / "month.pdf")
    said = "".join(reader.pages[-1].extract_text().split())
    assert f"第{len(reader.pages)}页共{len(reader.pages)}页" in said
    assert f"打印：{page.name_of('supervisor')}" in said


@pytest.mark.clause("R64")
def test_a_day_is_downloaded_as_its_official_form(sign_in, tmp_path):
    page = sign_in("clerk1")
    page.goto(page.base + "/log/")
    page.click(".headline .tools a")
    reader = fetched(page, ".headline .tools a[href$='/pdf/']", tmp_path / "day.pdf")
    assert "值班记录表" in reader.pages[0].extract_text()
