"""JupyterLab in headless Chromium, as a student sees it."""

import contextlib
import io
import os
import re
import secrets
import subprocess
import sys
import time
import urllib.request

from PIL import Image
from playwright.sync_api import sync_playwright

START_SECONDS = 60


@contextlib.contextmanager
def server(directory, log):
    """A JupyterLab server on a free port of this machine; gives the address with its token."""
    token = secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", "--port=0", "--allow-root",
               f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={directory}", "--LabApp.expose_app_in_browser=True"]
    with open(log, "w", encoding="utf-8") as output:
        # the themes that the tests choose are not to become those of whoever runs them
        settings = {"JUPYTERLAB_SETTINGS_DIR": str(log.parent / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(log.parent / "workspaces")}
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=directory, env=os.environ | settings)
    try:
        yield f"{_address(process, log)}lab/tree/{{path}}?reset&token={token}"
    finally:
        process.terminate()
        process.wait(30)


def _address(process, log):
    """Waits until the server answers, and returns where."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:\d+/", log.read_text(encoding="utf-8"))
        if found:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(found[0] + "api", timeout=5).close()
                return found[0]
        time.sleep(0.2)
    raise AssertionError("JupyterLab did not start:\n" + log.read_text(encoding="utf-8"))


class Page:
    """A notebook in a JupyterLab tab."""

    def __init__(self, page):
        self.page = page
        self.errors = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, address):
        """Opens a notebook and waits until it has its kernel."""
        self.page.goto(address)
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.page.locator(".jp-KernelName", has_text="Java (Crema)").wait_for(timeout=60_000)

    def run_all(self):
        """Starts all cells from the Run menu."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name=re.compile("^Run All Cells")).first.click()

    def cell(self, text):
        """The code cell whose source contains `text`."""
        return self.page.locator(".jp-CodeCell").filter(has=self.page.locator(".jp-InputArea", has_text=text)).first

    def running(self):
        """Whether a cell still waits or runs."""
        return self.page.locator(".jp-InputPrompt", has_text="[*]").count() > 0

    def theme(self, name):
        """Changes JupyterLab's theme, such as "JupyterLab Dark"."""
        self.page.evaluate("name => jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name)
        self.page.wait_for_selector(f'body[data-jp-theme-name="{name}"]', state="attached")
        self.page.wait_for_selector("#jupyterlab-splash", state="detached")


    def figure(self, text):
        """The figure below the code cell with `text`, scrolled to; JupyterLab draws a cell only when it comes into view."""
        picture = self.cell(text).locator("img").first
        place = None
        while place is None or place != picture.bounding_box():
            picture.scroll_into_view_if_needed()
            place = picture.bounding_box()
            self.page.wait_for_timeout(500)
        return picture

    def brightness(self, element):
        """How light the paper of a figure is, 0 to 1: the mean of a corner of what the browser shows of it."""
        corner = Image.open(io.BytesIO(element.screenshot())).convert("L").crop((2, 2, 8, 8))
        return sum(corner.getdata()) / (36 * 255)


@contextlib.contextmanager
def open_page(address):
    """A notebook in the Chromium that `binder/lab test` found."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        try:
            page = Page(browser.new_page(viewport={"width": 1280, "height": 900}))
            page.page.set_default_timeout(30_000)
            page.open(address)
            yield page
        finally:
            browser.close()
