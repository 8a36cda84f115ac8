"""Print every sentence that people read, grouped by where: `python3 run.py words [file …]`."""

import sys
from itertools import groupby

from tests.words import ReadSentence, collect_sentences


def main(wanted: list[str]) -> int:
    """Print them; of files whose name holds one of `wanted`, where some are."""
    found = [one for one in collect_sentences() if _is_wanted(one, wanted)]
    for place, of_place in groupby(found, key=lambda one: one.place):
        sys.stdout.write(f"\n=== {place} ===\n")
        for file, of_file in groupby(of_place, key=lambda one: one.file):
            sys.stdout.write(f"\n{file}\n")
            sys.stdout.writelines(f"{one.line:5}  {_on_one_line(one.text)}\n" for one in of_file)
    sys.stdout.write(f"\n{len(found)} sentences and labels.\n")
    return 0 if found else 1


def _is_wanted(sentence: ReadSentence, wanted: list[str]) -> bool:
    return not wanted or any(part == sentence.place or part in sentence.file for part in wanted)


def _on_one_line(text: str) -> str:
    return text.strip().replace("\n", " ¶ ")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
