"""Every page in both languages, on an office screen and a phone: nothing cut off, nothing broken, open to everybody.

With FRONTDESK_SCREENSHOTS=FOLDER (see bin/screenshots) the pictures are kept.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

SIZES = {"pc": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
TOP = {"pc": 60, "phone": 120}  # px at most: one row of links, on a phone two
PAGES = {
    "workbench": "/",
    "new-entry": "/log/new/",
    "book": "/log/",
    "matters": "/matters/?show=overdue",
    "ageing": "/matters/ageing/",
    "search": "/search/?q=漏水",
    "paper-check": "/archive/check/?code=04HMA-1F2N-0W40J-2GB1G-6GW3R-G2491-65FYB",
    "outgoing": "/log/outgoing/",
    "escalations": "/escalations/",
    "call-outs": "/call-outs/",
    "measures": "/measures/",
    "incidents": "/incidents/",
    "work-orders": "/registers/work-orders/",
    "complaints": "/registers/complaints/",
    "on-call": "/on-call/",
    "on-call-month": "/on-call/2026-11/",
    "missed-calls": "/log/telephone/",
    "telephone-import": "/log/telephone/import/",
    "telephone-month": "/log/telephone/2026-11/",
    "roster-draft": "/roster/2026-12/",
    "roster": "/roster/2026-11/",
    "month-calendar": "/roster/2026-11/calendar/",
    "roster-gaps": "/roster/2026-12/gaps/",
    "roster-moves": "/roster/2026-12/moves/",
    "roster-hours": "/roster/2026-11/hours/",
    "requests": "/roster/requests/",
    "attendance": "/attendance/",
    "my-shifts": "/my-shifts/",
    "inspections": "/inspections/",
    "inspection-new": "/inspections/new/daily/",
    "findings": "/findings/?show=closed",
    "readings": "/reading/",
    "spot-checks": "/inspections/spot/",
    "daily-notices": "/daily-notices/",
    "coaching": "/coaching/",
    "supervision": "/inspections/2026-11/",
    "compliance": "/compliance/2026-11/",
    "compliance-year": "/compliance/2026/",
    "compliance-clause": "/compliance/2026-11/R26/",
    "entries-per-hour": "/compliance/hours/2026-11/",
    "inspection-items": "/settings/inspections/",
    "handover": "/handover/",
    "loans": "/handover/loans/",
    "handover-figures": "/handover/figures/",
    "articles": "/settings/articles/",
    "print-room": "/archive/print/",
    "settings": "/settings/",
    "households": "/settings/households/?q=1203",
    "lists": "/settings/lists/",
    "list-of-households": "/settings/lists/households/",
    "first-day": "/settings/first-day/",
    "first-day-hours": "/settings/first-day/hours/",
    "shifts": "/settings/shifts/",
    "outcomes": "/settings/outcomes/",
    "hours": "/settings/hours/",
    "calendar": "/settings/calendar/2027/",
    "phrases": "/settings/phrases/",
    "targets": "/settings/targets/",
    "escalation-rules": "/settings/escalation/",
    "people": "/settings/people/",
    "password": "/password/",
    "two-factor": "/two-factor/",
    "archive": "/archive/",
    "erasures": "/archive/erasures/",
    "erasure-new": "/archive/erasures/new/",
    "retention": "/settings/archive/",
    "notices": "/notices/",
    "channels": "/settings/notices/",
    "switch": "/switch/",
    "help": "/help/",
    "help-new-entry": "/help/new-entry/",
    "help-backups": "/help/backups/",
    "not-found": "/no/such/page/",
}
QUIET = ["Failed to load resource: the server responded with a status of 404"]


def paths(page):
    """The fixed pages, and an entry with a correction, its correction page and its day."""
    page.goto(page.base + "/log/")
    while not page.locator(".line:has(.fix)").count():
        page.click("a[rel=next]")
    entry = page.locator(".line:has(.fix) .serial").first.get_attribute("href")
    page.goto(page.base + entry)
    day = page.locator(".headline .tools a").first.get_attribute("href")
    page.goto(page.base + "/incidents/")
    incident = page.locator("a.incident").first.get_attribute("href")
    page.goto(page.base + "/settings/households/")
    household = page.locator("tbody a").first.get_attribute("href")
    page.goto(page.base + "/matters/")
    matter = page.locator(".line .serial").first.get_attribute("href")
    page.goto(page.base + "/findings/?show=closed")
    finding = page.locator(".strands a").first.get_attribute("href")
    page.goto(page.base + finding)
    inspection = page.locator(".headline .tools a").last.get_attribute("href")
    page.goto(page.base + "/reading/")
    reading = page.locator("tbody th a").nth(1).get_attribute("href")
    page.goto(page.base + "/inspections/spot/")
    draw = page.locator(".notes a").first.get_attribute("href")
    page.goto(page.base + "/handover/")
    sheet = page.locator("table a").first.get_attribute("href")
    page.goto(page.base + "/archive/")
    volume = page.locator("tbody a").first.get_attribute("href")
    return PAGES | {
        "handover-sheet": sheet, "handover-print": sheet + "print/",
        "volume": volume, "erase": f"/archive/erasures/new/?entry={entry.strip('/').split('/')[-1]}", "day-paper": day + "print/",
        "entry": entry, "correct": entry + "correct/", "day": day, "incident": incident, "incident-report": incident + "report/",
        "dispatch": matter + "dispatch/", "escalate": matter + "escalate/", "finding": finding, "inspection": inspection,
        "reading": reading, "draw": draw, "household": household,
    }  # fmt: skip


def speak(page, base, language):
    """From the next page on, in "zh" or "en"."""
    chosen = {"zh": "zh-hans"}.get(language, language)
    page.context.add_cookies([{"name": "django_language", "value": chosen, "url": base}])


def faults_of(page, looked_at=True):
    """What is wrong with a page: how far it runs out sideways, and what axe finds when it is looked at."""
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    broken = Axe().run(page).response["violations"] if looked_at else []
    found = [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in broken]
    return [*found, f"sideways by {sideways} px"] if sideways > 0 else found


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.turns(4)
def test_every_page_fits_is_silent_and_accessible(sign_in, keep, request, size, language):
    """Each page is looked at by axe once in each language and once in each size; in all four in a thorough run."""
    looked_at = request.config.option.thorough or (size, language) in {("pc", "zh"), ("phone", "en")}
    page = sign_in("supervisor", viewport=SIZES[size])
    said, wrong = [], {}
    page.on("console", lambda message: message.type in {"error", "warning"} and said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    speak(page, page.base, language)
    for name, path in paths(page).items():
        page.goto(page.base + path)
        page.evaluate("document.activeElement?.blur?.()")
        if language == "zh" or size == "pc":
            keep(page, f"{name}-{size}-{language}")
        faults = faults_of(page, looked_at)
        if (height := page.evaluate("document.querySelector('.top')?.offsetHeight ?? 0")) > TOP[size]:
            faults.append(f"the top is {height} px high")
        if faults:
            wrong[name] = faults
    assert wrong == {}
    assert [text for text in said if not text.startswith(tuple(QUIET))] == []


@pytest.mark.clause("R02", "R45")
def test_a_day_prints_with_the_form_s_name_and_who_printed_and_without_buttons(sign_in, keep):
    page = sign_in("supervisor")
    path = paths(page)["day"]
    page.goto(page.base + path)
    page.emulate_media(media="print")
    keep(page, "day-print-zh")
    assert page.locator(".form-name").is_visible()
    assert page.name_of("supervisor") in page.locator(".on-paper").text_content()
    assert [page.locator(hidden).first.is_visible() for hidden in (".top", ".tools", "#lock")] == [False] * 3
