"""The site as an app: what is kept for a broken network knows nobody."""

import re

import pytest
from django.contrib.staticfiles import finders

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def test_the_manifest_names_icons_that_exist(client, desk):
    answer = client.get("/app.webmanifest")
    said = answer.json()
    assert (answer["Content-Type"], said["start_url"], said["display"]) == (
        "application/manifest+json",
        "/",
        "standalone",
    )
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}
    assert [finders.find(icon["src"].removeprefix("/static/")) is None for icon in said["icons"]] == [False] * 3


def test_the_worker_stands_at_the_root_and_is_looked_at_each_time(client, desk):
    answer = client.get("/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.clause("R44")
def test_the_page_for_a_broken_network_is_the_same_whoever_asks(client, client_of, clerk, record):
    record(description="电梯停在五楼", phone="13800001234")
    page = re.sub(r"nonce-[^']+", "", client.get("/offline/").content.decode())
    theirs = client_of(clerk).get("/offline/").content.decode()
    strip = lambda text: text.split("<main")[1]  # noqa: E731
    assert strip(page) == strip(theirs)
    assert "data-person" not in page
    assert [word for word in ("电梯停在五楼", "曾雨", "云岭花园") if word in page] == []


def test_it_speaks_the_language_asked_for_and_is_drawn_with_files_that_exist(client, desk):
    for language, said in (("en", "No connection"), ("zh-hans", "网络中断"), ("xx", "网络中断")):
        page = client.get(f"/offline/?language={language}").content.decode()
        assert said in page
    drawn = re.findall(r'(?:href|src)="/static/([^"]+)"', page)
    assert [name for name in drawn if finders.find(name) is None] == []
    assert len(drawn) > 4


@pytest.mark.clause("R44")
def test_pages_are_still_not_to_be_kept(client_of, clerk):
    client = client_of(clerk)
    for path in ("/", "/log/", "/log/new/", "/switch/"):
        assert client.get(path)["Cache-Control"] == "no-store"


def test_the_doors_forget_what_was_on_the_screen(client_of, clerk, client):
    for page in (client.get("/sign-in/"), client_of(clerk).get("/switch/")):
        assert "js/forget.js" in page.content.decode()
