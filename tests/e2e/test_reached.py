"""Every page that links lead somebody to fits, is silent and open to everybody, beside those that test_looks lists."""

from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from .test_looks import PAGES, SIZES, faults_of, speak

PEOPLE = ["clerk1", "butler1", "supervisor", "lead", "engineer", "office", "auditor"]
LINKS = "els => els.filter(el => !el.hasAttribute('download')).map(el => el.href)"


def view_of(address):
    """The name of the view behind an address, or None."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


LISTED = {view_of(path) for path in PAGES.values()}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.turns(2 * len(PEOPLE))
def test_every_page_that_links_lead_to(sign_in, who, language):
    """From the workbench on, one address of each view, in the size that goes with the language."""
    page = sign_in(who, viewport=SIZES["pc" if language == "zh" else "phone"])
    said, wrong, views, waiting = [], {}, set(), [page.base + "/"]
    page.on("console", lambda message: message.type in {"error", "warning"} and said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    speak(page, page.base, language)
    while waiting:
        address = waiting.pop(0)
        view = view_of(address)
        if view in views or not address.startswith(page.base):
            continue
        views.add(view)
        try:
            answer = page.goto(address)
        except Error as error:
            if "ERR_ABORTED" in str(error) or "Download is starting" in str(error):
                continue  # a file
            raise
        if not answer or "text/html" not in answer.headers["content-type"]:
            continue
        if answer.status >= 400:
            wrong[f"{view} {address}"] = answer.status
            continue
        page.evaluate("document.activeElement?.blur?.()")
        if faults := faults_of(page, view not in LISTED):
            wrong[f"{view} {address}"] = faults
        waiting += page.locator("a[href]").evaluate_all(LINKS)
    assert wrong == {}
    assert len(views) > 4
    assert said == []
