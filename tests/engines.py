"""The engines that look at a page: axe, IBM's Equal Access, HTML_CodeSniffer; Nu for its markup.

axe comes in a Python package. The others are npm packages, pinned in `requirements/checkers`, which
`run.py test` puts into `.venv/checkers`. Where they are missing, axe looks alone, and
`tests/journeys/test_engines.py` is skipped with the reason.
"""

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

FOLDER = Path(sys.prefix) / "checkers" / "node_modules"
IBM = FOLDER / "accessibility-checker-engine" / "ace.js"
SNIFFER = FOLDER / "html_codesniffer" / "build" / "HTMLCS.js"
NU = FOLDER / "vnu-jar" / "build" / "dist" / "vnu.jar"

NOT_ASKED = {
    "aria_form_label_unique": "a form without a name is no landmark (HTML-AAM), so needs none",
}
"""Rules of IBM's that we do not follow, and why."""

ASK_IBM = """async skipped => {
  // It takes what lies in a closed fold for visible, and its label for hidden: all are opened.
  const folds = [...document.querySelectorAll('details:not([open])')];
  folds.forEach(fold => { fold.open = true; });
  const told = await new ace.Checker().check(document, ['WCAG_2_1']);
  folds.forEach(fold => { fold.open = false; });
  return told.results
    .filter(one => one.value.join(' ') === 'VIOLATION FAIL' && !skipped.includes(one.ruleId))
    .map(one => `${one.ruleId}: ${one.message} ${one.snippet}`);
}"""
ASK_SNIFFER = """() => new Promise(resolve => HTMLCS.process('WCAG2AA', document, () => resolve(
  HTMLCS.getMessages()
    .filter(one => one.type === HTMLCS.ERROR)
    .map(one => `${one.code}: ${one.msg} ${(one.element.outerHTML || '').slice(0, 300)}`))))"""


def find_faults(page: Page, *, quick: bool = False) -> list[str]:
    """What the engines find on a page as it stands: each finding with its rule and its element.

    Takes    quick: without IBM's engine, which takes as long as the other two together; for
             journeys that meet the same pages again and again.
    """
    found = Axe().run(page)
    faults = [found.generate_report()] if found.violations_count else []
    if IBM.exists() and not quick:
        page.evaluate(_read_engine(IBM) + "\n;window.ace = ace;")
        faults += [f"IBM {told}" for told in page.evaluate(ASK_IBM, list(NOT_ASKED))]
    if SNIFFER.exists():
        page.evaluate(_read_engine(SNIFFER))
        faults += [f"HTML_CodeSniffer {told}" for told in page.evaluate(ASK_SNIFFER)]
    return faults


def missing_engines() -> list[str]:
    """The engines that are not installed here, by name."""
    engines = {"IBM's Equal Access": IBM, "HTML_CodeSniffer": SNIFFER, "the Nu HTML checker": NU}
    missing = [name for name, file in engines.items() if not file.exists()]
    return missing if shutil.which("java") else [*missing, "Java, for the Nu HTML checker"]


def find_markup_faults(folder: Path) -> list[str]:
    """What the Nu HTML checker finds in a folder of pages: file, line, message, extract."""
    command = ["java", "-Xss4m", "-jar", str(NU), "--format", "json", "--skip-non-html"]
    told = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=False)
    return [
        f"{Path(one['url']).name}:{one.get('lastLine', '?')} {one['message']} "
        f"{one.get('extract', '').strip()}"
        for one in json.loads(told.stderr)["messages"]
        if one["type"] == "error"
    ]


@cache
def _read_engine(file: Path) -> str:
    return file.read_text(encoding="utf-8")
