"""How tall and heavy every page is: `python -m tests.sizes http://127.0.0.1:8000 [--all]`.

Walks a running demo as a visitor and as one person for each role, and measures in a browser the
longest pages of each kind (`--all`: every page): how tall on a desktop and on a phone, how many
bytes beside the face and the map, what lies beyond the edge at 320 pixels, and what moved while it
was drawn. The journeys hold the same law over every page that they meet.
"""

import argparse
import gzip
import re
import sys
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SCREENS = {1280: 2.5 * 900, 390: 6 * 844}
"""How tall a page may be at most, by the width of the screen."""

MOST_BYTES = 60_000
LISTS = {
    r"/$": "the state's matrix grows with its regions",
    r"/matrix/$": "a list of regions by sectors",
    r"/table/$": "a list of what waits",
    r"/(partnerships|organizations|people|checklists|regions|sectors|demo|search|import)/$": "list",
    r"/partnerships/(seats|conveners)/$": "list",
    r"/partnerships/[^/]+/(needs|listening|priorities|meetings|open-meetings|solutions)/$": "list",
    r"/partnerships/[^/]+/(commitments|seats|posts|record|export|flags)/$": "list",
    r"/import/\d+/$": "a list of a file's rows",
}
"""Addresses of lists, paged at 50, which may be taller; each with what it lists."""

START = ("/", "/table/", "/about/data/", "/partnerships/", "/organizations/")
_LOOKED_AT = 6
"""So many pages of each kind are read to find the longest of them."""

_SKIPPED = re.compile(
    r"^/(static|api|about/tables|account/sign-out|account/provider)|\.(csv|xlsx|ics|zip)$"
    r"|[?&](sort|format|order|by|table)=|^/account/oidc"
)
_FACE = "document.documentElement"
_SHIFT = """() => new Promise(done => {
  let moved = 0;
  new PerformanceObserver(seen => seen.getEntries().forEach(one => {
    if (!one.hadRecentInput) moved += one.value;
  })).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(moved), 60);
})"""


@dataclass(frozen=True, slots=True)
class PageSize:
    """What was measured of one page: heights and widths in pixels, weight in bytes as sent."""

    address: str
    desk: int
    phone: int
    weight: int
    beyond: int
    shift: float

    def faults(self) -> list[str]:
        """What of it is more than the law allows, in words."""
        tall = () if is_list(self.address) else ((self.desk, 1280), (self.phone, 390))
        found = [
            f"{height:,} px tall at {width}, of {SCREENS[width]:,.0f}"
            for height, width in tall
            if height > SCREENS[width]
        ]
        if self.weight > MOST_BYTES:
            found.append(f"{self.weight:,} bytes, of {MOST_BYTES:,}")
        if self.beyond > 0:
            found.append(f"{self.beyond} px beyond the edge at 320")
        if self.shift > 0:
            found.append(f"moved by {self.shift:.3f} while it was drawn")
        return found


def is_list(address: str) -> bool:
    """Whether the page at a path is a list, which may be taller than two and a half screens."""
    path = address.partition("?")[0]
    return any(re.fullmatch(known, path) for known in LISTS)


def height_fault(page: Page, path: str) -> str:
    """How much taller the page shown is than its width allows; nothing where it is not."""
    width = page.evaluate("window.innerWidth")
    most = SCREENS.get(width)
    tall = page.evaluate(f"{_FACE}.scrollHeight")
    if most is None or tall <= most or is_list(path):
        return ""
    return f"{path}: {tall:,} px tall at {width}, of {most:,.0f}"


def measure(desk: Page, phone: Page, base: str, address: str, sheets: int) -> PageSize:
    """One page in both windows.  Takes the bytes of its style sheets and scripts."""
    desk.goto(base + address)
    phone.goto(base + address)
    tall, taller = (int(one.evaluate(f"{_FACE}.scrollHeight")) for one in (desk, phone))
    shift = float(phone.evaluate(_SHIFT))
    html = phone.evaluate("""() => {
      const whole = document.documentElement.cloneNode(true);
      whole.querySelectorAll('svg.map').forEach(map => map.remove());
      return whole.outerHTML;
    }""")
    phone.set_viewport_size({"width": 320, "height": 844})
    beyond = int(phone.evaluate(f"{_FACE}.scrollWidth")) - 320
    phone.set_viewport_size(PHONE)  # type: ignore[arg-type]
    weight = sheets + len(gzip.compress(html.encode()))
    return PageSize(address, tall, taller, weight, beyond, shift)


def bytes_of_sheets(page: Page, base: str) -> int:
    """The style sheets and scripts of a page, compressed as the server sends them."""
    links = page.evaluate("""() => [...document.querySelectorAll(
      'link[rel=stylesheet], script[src]')].map(it => it.href || it.src)""")
    return sum(len(gzip.compress(page.context.request.get(link).body())) for link in links)


def kind_of(address: str) -> str:
    """The kind of a page: its address without what names one of them."""
    path = address.partition("?")[0]
    path = re.sub(r"^/partnerships/(?!seats/|conveners/)[^/]+/", "/partnerships/*/", path)
    path = re.sub(r"^/(regions|sectors)/[^/]+/", r"/\1/*/", path)
    path = re.sub(r"^/regions/\*/[^/]+/", "/regions/*/*/", path)
    return re.sub(r"/\d+/", "/N/", path)


def walk(context: BrowserContext, base: str, start: Iterable[str], most: int) -> dict[str, int]:
    """The addresses that links of pages lead to, `most` of each kind (0 = all), with lengths."""
    found: dict[str, int] = {}
    kinds: Counter[str] = Counter()
    waiting = deque(start)
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if address in found or _SKIPPED.search(address) or 0 < most <= kinds[kind]:
            continue
        kinds[kind] += 1
        answer = context.request.get(base + address, timeout=60_000)
        path = answer.url.removeprefix(base)
        found[address] = 0
        if not answer.ok or "html" not in answer.headers.get("content-type", ""):
            continue
        text = answer.text()
        found[path] = len(text)
        links = dict.fromkeys(re.findall(r'href="(/[^"#]*)"', text))
        waiting += [link.replace("&amp;", "&") for link in links]
    return {address: length for address, length in found.items() if length}


def longest_of_each(found: dict[str, int], most: int) -> list[str]:
    """The longest pages of every kind, `most` of each; 0 = all of them."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for address in sorted(found, key=lambda one: -found[one]):
        kinds[kind_of(address)].append(address)
    return [address for held in kinds.values() for address in (held[:most] if most else held)]


def persons(page: Page, base: str) -> list[str]:
    """The numbers of the people whom the demo's page offers first, one for each role."""
    page.goto(f"{base}/demo/")
    return list(
        page.locator(".players")
        .first.locator("button")
        .evaluate_all("all => all.map(b => b.value)")
    )


def measure_demo(
    browser: Browser, base: str, most: int, only: str
) -> Iterator[tuple[str, PageSize]]:
    """Every page measured, with whose eyes saw it."""
    first = browser.new_page()
    for person in ["", *persons(first, base)]:
        context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
        desk = context.new_page()
        desk.goto(f"{base}/demo/")
        name = "a visitor"
        if person:
            button = desk.locator(f"button[value='{person}']").first
            name = button.inner_text()
            with desk.expect_navigation():
                button.click()
        state = context.storage_state()
        small = browser.new_context(viewport=PHONE, storage_state=state, has_touch=True)  # type: ignore[arg-type]
        phone = small.new_page()
        sheets = bytes_of_sheets(desk, base)
        found = walk(context, base, START, most and _LOOKED_AT)
        wanted = [one for one in longest_of_each(found, most) if re.search(only, one)]
        for address in wanted:
            yield name, measure(desk, phone, base, address, sheets)
        small.close()
        context.close()


def main(words: list[str]) -> int:
    """Print what was measured of every page; 1 where one is beyond the law."""
    asked = argparse.ArgumentParser(prog="python -m tests.sizes")
    asked.add_argument("base", help="where the demo is served")
    asked.add_argument("--all", action="store_true", help="every page, not the longest of a kind")
    asked.add_argument("--only", default="", help="addresses that match this expression")
    asked.add_argument("--browser", default="/usr/bin/chromium")
    given = asked.parse_args(words)
    wrong = 0
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=given.browser, args=["--no-sandbox"])
        most = 0 if given.all else 1
        for name, size in measure_demo(browser, given.base.rstrip("/"), most, given.only):
            faults = size.faults()
            wrong += bool(faults)
            sys.stdout.write(
                f"{size.phone:6} {size.desk:6} {size.weight:7} {size.beyond:4} {size.shift:6.3f}"
                f"  {'WRONG' if faults else 'list ' if is_list(size.address) else '     '}"
                f" {size.address}  ({name})\n"
            )
            sys.stdout.flush()
        browser.close()
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
