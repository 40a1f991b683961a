"""What a clerk does at the screen, in the words of the screen."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, ViewportSize, expect

WIDE: ViewportSize = {"width": 1366, "height": 640}
PHONE: ViewportSize = {"width": 390, "height": 844}


PAINTED = """document.fonts.ready.then(() => new Promise(
  (done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))"""
PRESSED = ":is(button, a, summary):not(.visually-hidden):visible"


def spaced(text: str) -> re.Pattern[str]:
    """Text as one reads it: a space here is a no-break space on the page, or the border between two cells."""
    return re.compile(re.escape(text).replace(r"\ ", r"\s*"))


class Desk:
    """A page of the staff, with a folder for its screenshots."""

    def __init__(self, page: Page, address: str, folder: Path) -> None:
        self.page, self.address, self.folder = page, address, folder
        page.set_default_timeout(8000)
        page.emulate_media(reduced_motion="reduce")  # no picture of something half faded in

    def sign_in(self, login: str, password: str) -> "Desk":
        self.go("/entrar")
        self.page.get_by_label("Usuário").fill(login)
        self.page.get_by_label("Senha").fill(password)
        self.press("Entrar")
        self.arrive(self.address + "/")
        return self

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def button(self, name: str, within: Locator | None = None) -> Locator:
        """What one can press that starts with these words: a button or a link that looks like one."""
        shown = (within or self.page.locator("body")).locator(PRESSED)
        return shown.filter(has_text=re.compile(r"^\s*" + spaced(name).pattern))

    def press(self, name: str, within: Locator | None = None) -> None:
        self.button(name, within).first.click()

    def fill(self, **fields: str) -> None:
        """Type into fields, each by its id, and leave it."""
        for name, text in fields.items():
            self.page.locator(f"#{name}").fill(text)

    def choose(self, option: str, of: Locator) -> None:
        """Choose from a list what holds these words."""
        of.select_option(of.locator("option", has_text=option).first.get_attribute("value"))

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).first.click()

    def sees(self, *texts: str, within: str = "body") -> None:
        """Each text stands in that part of the page, sooner or later."""
        for text in texts:
            expect(self.page.locator(within).first).to_contain_text(spaced(text))

    def arrive(self, pattern: str) -> None:
        """Wait until another page has come, and listens to keys."""
        self.page.wait_for_url(pattern)
        self.settle()

    def settle(self) -> None:
        """Wait until the page has its styles and its letters, and has been painted with them."""
        self.page.wait_for_load_state("load")
        self.page.evaluate(PAINTED)

    def shot(self, name: str, whole: bool = False, waiting: bool = False) -> None:
        """The screen, once nothing is being swapped unless `waiting`; `whole`: as tall as the page."""
        if not waiting:
            expect(self.page.locator(".htmx-request")).to_have_count(0)
        size = self.page.viewport_size or WIDE
        if whole:
            tall = self.page.evaluate("document.documentElement.scrollHeight")
            self.page.set_viewport_size({"width": size["width"], "height": max(size["height"], tall)})
        self.settle()
        # To hide the caret is to add a style, which the content policy refuses.
        self.page.screenshot(path=self.folder / f"{name}.png", animations="disabled", caret="initial")
        if whole:
            self.page.set_viewport_size(size)

    def shots(self, name: str) -> None:
        """The whole page: as it is, dark, and on a phone, where it must not scroll sideways."""
        self.shot(name, whole=True)
        self.theme("dark")
        self.shot(f"{name}-escuro", whole=True)
        self.theme("light")
        self.page.set_viewport_size(PHONE)
        self.shot(f"{name}-390", whole=True)
        self.no_sideways_scroll()
        self.page.set_viewport_size(WIDE)

    def theme(self, theme: str) -> None:
        self.page.locator("html").evaluate("(html, theme) => { html.dataset.bsTheme = theme }", theme)

    def no_sideways_scroll(self) -> None:
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(wide) <= 0, f"{self.page.url} scrolls sideways"
