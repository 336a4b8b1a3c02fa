"""Slides in Chromium, without a network, on a projector's 1280 × 720."""

import contextlib
import os

from playwright.sync_api import sync_playwright


class Slides:
    """The slides of one HTML file."""

    def __init__(self, page):
        self.page = page
        self.errors, self.asked = [], []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._note)

    def _note(self, request):
        if not request.url.startswith(("file:", "data:", "blob:")):
            self.asked.append(request.url)

    def each(self):
        """Goes through all slides; gives how far each had to be made smaller, and its text."""
        while True:
            self.page.wait_for_timeout(30)
            yield self.page.evaluate("""() => {
                const slide = Reveal.getCurrentSlide();
                return {smaller: Number(slide.dataset.zoom), text: slide.innerText,
                        bottom: slide.getBoundingClientRect().bottom, right: slide.getBoundingClientRect().right};
            }""")
            if self.page.evaluate("Reveal.isLastSlide()"):
                return
            self.page.evaluate("Reveal.next()")


@contextlib.contextmanager
def open_slides(path):
    """The slides in the file at `path`, the first of them shown."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        try:
            context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
            slides = Slides(context.new_page())
            slides.page.goto(path.as_uri())
            slides.page.wait_for_function("window.Reveal && Reveal.isReady() && Reveal.getCurrentSlide().dataset.zoom", timeout=60_000)
            yield slides
        finally:
            browser.close()
