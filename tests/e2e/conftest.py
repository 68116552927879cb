"""A real Chromium on a real server: the one that bin/run starts, with a demo of three days.

base       the server's address            password   of every demo account
sign_in    sign_in("clerk1") gives a page of that person, each in a browser window of their own
desk       the page of clerk1              browser    for everything else
"""

import base64
import contextlib
import http.client
import io
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest
from django.conf import settings
from django.db import connection
from django_otp import oath
from PIL import Image
from playwright import sync_api as playwright

from frontdesk.pages.management import children
from tests import databases, production

from . import chromium
from .story import DESK, empty_house, story

__all__ = ["empty_house", "story"]
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}</dir><cachedir>{cache}</cachedir>
  <alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
  <alias><family>serif</family><prefer><family>Noto Serif SC</family></prefer></alias>
</fontconfig>
"""


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def base(request):
    """Starts the server; gives its address. With --at it is one that is running, behind the proxy of production.

    The first worker's begins with nothing, as a user's does; the others' have their tables already, which saves half a minute.
    """
    if request.config.option.at:
        yield f"https://{production.ENVIRONMENT['DJANGO_ALLOWED_HOSTS']}"
        return
    home = request.getfixturevalue("home")
    if os.environ.get("PYTEST_XDIST_WORKER", "gw0") != "gw0" and connection.vendor == "sqlite":
        request.getfixturevalue("django_db_setup")
        with request.getfixturevalue("django_db_blocker").unblock():
            databases.save(home / "frontdesk.sqlite3")
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ours = {"DATABASE_URL", "REDIS_URL", "FRONTDESK_MODE", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment |= {"FRONTDESK_HOME": str(home), "FRONTDESK_DEMO_DAYS": "3", "HOST": "127.0.0.1", "PORT": str(port)}
    with open(home / "serve.log", "w") as log:
        command = [sys.executable, "manage.py", "serve"]
        server = children.start(command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_for(server, port, home / "serve.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            children.stop([server], 10)


def wait_for(server, port, log):
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"The server did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def password():
    from frontdesk.pages.demo import PASSWORD

    return PASSWORD


@pytest.fixture(scope="session")
def browser(tmp_path_factory, request):
    executable = chromium.find()
    folder = tmp_path_factory.mktemp("fonts")
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS.format(folder=pylopdf_fonts_zh_cn.sans_path().parent, cache=folder))
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs a loop in this thread; Django would refuse to query
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", *reach(request.config.option.at)],
            env={**os.environ, "FONTCONFIG_FILE": str(fonts)},  # Chinese glyphs on a machine without fonts
        )
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def reach(proxy):
    """What makes the browser find production's proxy where it stands instead, with a certificate of its own."""
    host = production.ENVIRONMENT["DJANGO_ALLOWED_HOSTS"]
    return [f"--host-resolver-rules=MAP {host} {proxy}", "--ignore-certificate-errors"] if proxy else []


@pytest.fixture
def sign_in(browser, base, password):
    """sign_in(username) gives that person's page; `page.base`, and `page.name_of(username)` as the demo has it."""
    from frontdesk.pages.demo.people import TEAMS

    contexts, names = [], {username: name for team in TEAMS.values() for username, name, *_ in team}

    def sign_in(username, **options):
        contexts.append(context := browser.new_context(**DESK | options))
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.base, page.name_of = base, names.__getitem__
        page.goto(base + "/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", password)
        page.keyboard.press("Enter")
        page.wait_for_selector(".me")
        page.wait_for_load_state()  # and with it the keys
        if page.locator("input[name=code]").count():  # production asks it of those who approve
            set_up_telephone(page, password)
        return page

    yield sign_in
    for context in contexts:
        context.close()


def set_up_telephone(page, password):
    """As an authenticator does that was given the key by hand."""
    key = base64.b32decode(page.locator("ol code").text_content().replace(" ", ""))
    page.fill("input[name=code]", f"{oath.totp(key):06d}")
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.locator("ol.columns + a.btn-main").click()
    page.wait_for_load_state()


@pytest.fixture
def keep():
    """keep(page, name) takes a picture into the folder that FRONTDESK_SCREENSHOTS names, if it does."""
    folder = os.environ.get("FRONTDESK_SCREENSHOTS")

    def keep(page, name):
        if folder:
            picture = Image.open(io.BytesIO(page.screenshot()))
            picture.convert("RGB").quantize(96).save(Path(folder) / f"{name}.png", optimize=True)

    return keep


@pytest.fixture
def desk(sign_in):
    return sign_in("clerk1")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """What every open page shows when a test fails: in words in the report, as a picture in var/failed."""
    report = yield
    if report.when == "call" and report.failed and "browser" in item.funcargs:
        pages = [page for context in item.funcargs["browser"].contexts for page in context.pages]
        for number, page in enumerate(pages):
            shot = Path(settings.BASE_DIR, "var", "failed", f"{item.name}-{number}.png")
            with contextlib.suppress(playwright.Error):  # a page may have crashed
                page.screenshot(path=shot, full_page=True)
                focus = page.evaluate("document.activeElement?.outerHTML.slice(0, 200)")
                report.sections.append((page.url, f"{page.inner_text('body')}\n\nThe focus: {focus}"))
    return report
