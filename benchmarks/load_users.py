"""The clerks of a busy hour, for locust: of nine things that each does, one is a call that is logged, eight are pages.

Logging a call is three requests, as in a browser: the form, the form sent, the page it leads to. So an hour of 20,000 calls is
200,000 pages: 40,000 with the calls and 160,000 besides. BENCH_PLAN names a file of JSON: ports, users, password, seconds
between two things that one person does, where to note the key of each call that was acknowledged.
"""

import itertools
import json
import os
import re
import uuid
from http.cookiejar import DefaultCookiePolicy

from locust import FastHttpUser, constant_pacing, task

PLAN = json.load(open(os.environ["BENCH_PLAN"]))
PEOPLE = itertools.count()
ACKNOWLEDGED = open(PLAN["acknowledged"], "a", buffering=1)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
MATTER = re.compile(r'href="/log/entries/(\d+)/"')
CALL = {
    "channel": "call",
    "rings": "2",
    "where": "8-1-1203",
    "category": "REP",
    "description": "厨房水管漏水,请尽快处理",
}


class Clerk(FastHttpUser):
    wait_time = constant_pacing(PLAN["pace_seconds"])
    connection_timeout = network_timeout = 60

    def __init__(self, *args):
        self.number = next(PEOPLE)
        self.host = f"http://127.0.0.1:{PLAN['ports'][self.number % len(PLAN['ports'])]}"
        super().__init__(*args)

    def on_start(self):
        # The set is asked without its proxy, so without TLS; its cookies are meant for TLS only.
        self.client.cookiejar.set_policy(DefaultCookiePolicy(secure_protocols=("http", "https")))
        username, self.matters = PLAN["users"][self.number % len(PLAN["users"])], []
        self.read("/sign-in/", "(sign-in form)")
        self.send("/sign-in/", "(sign-in)", {"username": username, "password": PLAN["password"], "next": "/"})

    def read(self, path, name):
        with self.client.get(path, name=name, catch_response=True) as response:
            text = response.text or ""
            if response.status_code != 200 or (name[0] != "(" and "/sign-out/" not in text):
                response.failure(f"{response.status_code} {text[:80]}")
        if found := TOKEN.search(text):
            self.token = found[1]
        self.matters = MATTER.findall(text) or self.matters

    def send(self, path, name, fields):
        fields = {**fields, "csrfmiddlewaretoken": self.token}
        with self.client.post(path, name=name, data=fields, allow_redirects=False, catch_response=True) as response:
            if response.status_code != 302:
                response.failure(f"{response.status_code} {(response.text or '')[:80]}")
        return response.status_code == 302

    @task(80)
    def call(self):
        self.read("/log/new/", "new entry")
        key = str(uuid.uuid4())
        if self.send("/log/new/", "POST new entry", {**CALL, "key": key}):
            ACKNOWLEDGED.write(f"{key}\n")
        self.read("/", "workbench")

    @task(240)
    def workbench(self):
        self.read("/", "workbench")

    @task(160)
    def book(self):
        self.read("/log/", "book")

    @task(120)
    def matter(self):
        if self.matters:
            self.read(f"/log/entries/{self.matters[-1]}/", "matter")
        else:
            self.read("/log/", "book")

    @task(40)
    def open_matters(self):
        self.read("/matters/", "matters")

    @task(40)
    def search(self):
        self.read("/search/?q=%E6%B0%B4%E7%AE%A1%E6%BC%8F", "search")
