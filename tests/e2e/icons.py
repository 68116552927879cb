"""Draws static/icons/ from static/icon.svg with the browser of the tests. As bin/icons."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from . import chromium

STATIC = Path(__file__).resolve().parents[2] / "static"
# (file, pixels, whether the drawing fills the square, for systems that cut their own shape out of it)
ICONS = [
    ("app-192.png", 192, False),
    ("app-512.png", 512, False),
    ("mask-512.png", 512, True),
    ("touch-180.png", 180, True),
]


def draw():
    drawing = (STATIC / "icon.svg").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        for name, pixels, is_full in ICONS:
            page = browser.new_page(viewport={"width": pixels, "height": pixels})
            svg = drawing.replace('rx="6"', 'rx="0"') if is_full else drawing
            page.set_content(f"<style>*{{margin:0}}svg{{display:block;width:{pixels}px}}</style>{svg}")
            picture = Image.open(io.BytesIO(page.screenshot(omit_background=True)))
            picture.quantize(32).save(STATIC / "icons" / name, optimize=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    draw()
