"""People with a browser of their own: a phone or a desk, with scripts or without."""

import re
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.engines import find_faults

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


class Person:
    """One person: what is seen, and the few things that people do on pages.

    Every page that is met is looked at by the engines. Where scripts are off, a second window of
    the same session, with scripts, looks at the same address.
    """

    def __init__(
        self, browser: Browser, base: str, *, phone: bool = False, scripts: bool = True
    ) -> None:
        self.base = base
        size = PHONE if phone else DESK
        self.context: BrowserContext = browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            has_touch=phone,
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.page.on("console", lambda told: self.complaints.append(told.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self._looker = None if scripts else browser.new_context(viewport=size)  # type: ignore[arg-type]

    def close(self) -> None:
        """Nothing was complained of; the browser is put away."""
        told = [words for words in self.complaints if "422" not in words]
        self.context.close()
        if self._looker is not None:
            self._looker.close()
        assert told == []

    def go(self, address: str) -> "Person":
        """Open a page of ours and look at it."""
        answer = self.page.goto(address if address.startswith("http") else self.base + address)
        assert answer is not None
        assert answer.ok, f"{address} answered {answer.status}"
        self.look()
        return self

    def look(self) -> None:
        """The engines find nothing, and nothing lies beyond the edge of the screen."""
        page = self.page
        if self._looker is not None:
            self._looker.clear_cookies()
            self._looker.add_cookies(self.context.cookies())  # type: ignore[arg-type]
            page = self._looker.new_page()
            page.goto(self.page.url)
        faults = find_faults(page, quick=True)
        assert faults == [], f"{page.url}: {faults}"
        across = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert across <= 0, f"{page.url}: {across} pixels lie beyond the edge"
        if page is not self.page:
            page.close()

    def follow(self, words: str) -> "Person":
        """Follow a link by its words, in what folds too."""
        link = self.page.get_by_role("link", name=words)
        folds = self.page.locator(
            "details:not([open])",
            has=self.page.get_by_role("link", name=words, include_hidden=True),
        )
        if not link.count() and folds.count():
            folds.first.locator("summary").first.click()
        elif not link.count():  # on a phone the places are behind a button
            self.page.get_by_role("button", name="Menu", exact=True).click()
        with self.page.expect_navigation():
            link.first.click()
        self.look()
        return self

    def press(self, words: "str | re.Pattern[str]") -> "Person":
        """Press a button that leads to another page, and look at it."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=words).first.click()
        self.look()
        return self

    def do(self, words: str, /, **answers: Any) -> "Person":
        """Do an act that the page offers: open its fold or its page, answer, press.

        Takes    answers: the act's fields by name; a list ticks several boxes by their words.
        """
        form = self._form(words)
        for name, answer in answers.items():
            _answer(form, name, answer)
        with self.page.expect_navigation():
            form.get_by_role("button", name=_button_name(words)).click()
        problems = self.page.locator(".problem").all_inner_texts()
        assert problems == [], f"{words}: {problems}"
        expect(self.page.locator(".told").first).to_be_visible()
        self.look()
        return self

    def _form(self, words: str) -> Locator:
        # Where a template breaks a line, a reader sees one blank.
        seen = r"\s+".join(re.escape(word) for word in words.split())
        # In a list a button says also what it is about, for whoever does not see its row.
        exactly = re.compile(rf"^\s*{seen}(:\s[\s\S]*)?\s*$")
        link = self.page.locator("main a.to-act, main a.big", has_text=exactly)
        fold = self.page.locator("main details.act > summary", has_text=exactly)
        if fold.count():
            fold.first.click()
        elif link.count():
            inside = self.page.locator("details:not([open])", has=link.first).first
            if inside.count():
                inside.locator("summary").click()
            with self.page.expect_navigation():
                link.first.click()
            self.look()
        button = self.page.get_by_role("button", name=_button_name(words))
        return self.page.locator("main form", has=button).first

    def sees(self, words: str) -> "Person":
        """The page says it."""
        expect(self.page.locator("main")).to_contain_text(words)
        return self

    def sees_not(self, words: str) -> "Person":
        """The page does not say it."""
        expect(self.page.locator("main")).not_to_contain_text(words)
        return self


def unfold(page: Page) -> None:
    """Open all that folds, as a mouse does; the menu last, for it lies over what is below it."""
    for fold in page.locator("summary:not(.tabs summary)").all():
        fold.click()
    for menu in page.locator(".tabs summary").all():
        menu.click()


def _button_name(words: str) -> re.Pattern[str]:
    seen = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(rf"^\s*{seen}(:\s[\s\S]*)?\s*$")


def _answer(form: Locator, name: str, answer: Any) -> None:
    if isinstance(answer, list):
        for words in answer:
            form.get_by_label(words).check()
        return
    control = form.locator(f"[name='{name}']")
    kind = control.first.evaluate("it => it.type || it.tagName") if control.count() else ""
    if kind == "hidden":
        return  # the one row that there is to choose is not asked for
    if kind == "checkbox":
        control.set_checked(bool(answer))
    elif kind == "select-one":
        control.select_option(label=answer)
    else:
        control.fill(answer)
