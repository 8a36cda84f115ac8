"""Names as they are compared, at every door: of owners, organizations, regions, counties.

Two spellings are one name where they differ only in how letters are composed, in case, in blanks,
in full stops or other signs between words: `name_key` is the same for both. Where they differ in
what may be no more than spelling too (“Inc.”, an accent, a blank within a word), `likeness` is the
same, and a person is asked: nothing is assumed.

A cell that means nothing, “N/A” or “#REF!”, is no name: `means_nothing`, `is_error`.
"""

import hashlib
import re
import unicodedata

LONGEST_KEY = 200
"""What a database keeps of a key; a longer one ends in a digest of the whole."""

_FORMS = (
    "inc incorporated llc lc ltd limited corp corporation co company companies lp llp lllp pllc "
    "pc pa pllp plc na fsb gmbh ag sa nv bv"
)
LEGAL_FORMS = frozenset(_FORMS.split())
"""Last words that say how a company is set up: with or without them it may be the same one."""

_SIGNS = frozenset("+#@%$€£")  # “A+ Welding” is not “A Welding”
_SILENT = frozenset("'’‘ʼʻ`´′®™℠©")  # they part no words: “Sailors' Rest”, “Sailors’ Rest”
# 'U.S.', 'J.P', 'L.L.C.': stops between single letters part no words.
_INITIALS = re.compile(r"(?<![^\W_])(?:(?:[^\W\d_]\.){2,}|(?:[^\W\d_]\.)+[^\W\d_](?![^\W_]))")
_PLAIN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_BLANKS = frozenset(("Cc", "Zs", "Zl", "Zp"))
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # letters without a sign
_AROUND = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_ROUNDS = 5


def name_key(name: str) -> str:
    """A name as it is compared; empty where it has neither letter nor digit nor sign of its own."""
    if _PLAIN.fullmatch(name):
        return name
    before, words = "", name
    # Letters that fold into several, or into marks, settle within a round or two.
    for _ in range(_ROUNDS):
        if words == before:
            break
        before, words = words, _fold_name(words)
    return words


def kept_key(name: str) -> str:
    """A name's key as a database keeps it, never longer than `LONGEST_KEY`."""
    whole = name_key(name)
    if len(whole) <= LONGEST_KEY:
        return whole
    digest = hashlib.sha256(whole.encode()).hexdigest()[:32]
    return f"{whole[: LONGEST_KEY - 33]} {digest}"


def likeness(name: str) -> str:
    """What two names have in common that may be one: no legal form, accent or inner blank.

    It says only whom to ask: “Keel & Sons Inc.” and “Keel & Sons” have the same, and so have
    “Doña Ana” and “Dona Ana”.
    """
    words = re.sub(r"\b(\w) (?=\w\b)", r"\1", without_accents(name_key(name))).split()
    bare = words[1:] if words[:1] == ["the"] else words
    while bare and (bare[-1] in LEGAL_FORMS or bare[-1] == "and"):
        bare = bare[:-1]
    return "".join(bare or words)


def tidy_name(name: str) -> str:
    """A name as it is kept: its letters composed, one blank between words, nothing unseen around.

    What has no width within a word stays: some scripts need it.
    """
    words = unicodedata.normalize("NFC", name).split()
    return " ".join(filter(None, (word.strip(_AROUND) for word in words)))


def loose_key(name: str) -> str:
    """A name of a place as it is looked up last: no accents, no inner blanks, Saint as St."""
    words = without_accents(name_key(name)).split()
    short = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
    return "".join(short.get(word, word) for word in words)


def without_accents(words: str) -> str:
    """A key without its accents: 'doña ana' → 'dona ana'."""
    if words.isascii():
        return words
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", words)
        if not unicodedata.combining(letter)
    )
    return name_key(bare)


def _fold_name(name: str) -> str:
    seen = "".join(_visible_letter(letter) for letter in name)
    # Up and down again: a letter whose capital is another letter's too counts as that one.
    case = unicodedata.normalize("NFKC", seen).casefold().upper().casefold()
    words = unicodedata.normalize("NFKC", case).replace("&", " and ")
    words = _INITIALS.sub(_join_initials, words)
    return " ".join("".join(map(_word_sign, words)).split())


def _visible_letter(letter: str) -> str:
    """A letter as it is seen: a blank for every kind of blank, nothing for what has no width."""
    if letter.isascii() and letter.isprintable():
        return letter
    kind = unicodedata.category(letter)
    if kind in _BLANKS:
        return " "
    unseen = (
        kind in ("Cf", "Cs") or letter in _UNSEEN or "VARIATION SELECTOR" in _letter_title(letter)
    )
    return "" if unseen else letter


def _letter_title(letter: str) -> str:
    return unicodedata.name(letter, "")


def _join_initials(found: re.Match[str]) -> str:
    """Initials in one word; a blank after them, where a word follows the last stop at once."""
    return found.group().replace(".", "") + (" " if found.group().endswith(".") else "")


def _word_sign(letter: str) -> str:
    """A letter that counts, nothing for a silent sign, a blank for what parts words."""
    if letter in _SILENT:
        return ""
    if letter.isalnum() or letter in _SIGNS:
        return letter
    return letter if unicodedata.category(letter)[0] in "LMN" else " "


# ── what is no name ───────────────────────────────────────────────────────────────────────────

_ERROR = re.compile(
    r"#(?:N/?[ADV]|NV|[^\s#]{2,20}[!?]|GETTING_DATA|¡[^\s#]{2,20}!|¿[^\s#]{2,20}\?)|Err:\d{3}|#+",
    re.IGNORECASE,
)
_NONE = (
    "na|n a|none|null|nil|nan|nothing|empty|blank|void|missing|tbd|tba|tbc|unknown|unk|not known"
    "|not applicable|not available|not given|not provided|not reported|not specified|not stated"
    "|not listed|no answer|no data|no entry|no value|none given|none known|none listed"
    "|none reported|undefined|unspecified|unassigned|to be determined|to be decided"
    "|to be announced"
)
_NO_OWNER = (
    "no|false|no owner|no parent|no parent company|own|self|self owned|itself|independent"
    "|independently owned|independent company|private|privately held|privately owned"
    "|private company|public|publicly held|publicly owned|publicly traded|public company"
    "|locally owned|local|family|family owned|employee owned|sole proprietor"
    "|sole proprietorship|various|multiple|other|others"
)
_POINTING = (
    "same|ditto|idem|see above|as above|same as above|above|see note|see notes|yes|y|true|owner"
    "|parent|parent company|the company|the owner"
)
_MEAN_NOTHING = frozenset(_NONE.split("|"))
_MEAN_NO_OWNER = frozenset(_NO_OWNER.split("|"))
_POINT_ELSEWHERE = frozenset(_POINTING.split("|"))


def is_error(words: str) -> bool:
    """Whether a cell holds an error value of a spreadsheet program: '#N/A', '#REF!', 'Err:502'."""
    return bool(_ERROR.fullmatch(words.strip()))


def means_nothing(words: str) -> bool:
    """Whether a cell that is not empty says that there is nothing: 'N/A', 'none', '-', '?'."""
    return bool(words.strip()) and (not is_name(words) or name_key(words) in _MEAN_NOTHING)


def means_no_owner(words: str) -> bool:
    """The same of a cell for an owner, where 'independent' and '0' name nobody either."""
    compared = name_key(words)
    return means_nothing(words) or compared in _MEAN_NO_OWNER or compared.replace(" ", "").isdigit()


def points_elsewhere(words: str) -> bool:
    """Whether a cell for an owner names nobody, but points at another cell: 'same as above'."""
    return name_key(words) in _POINT_ELSEWHERE or words.strip() in ('"', "''", "″", "〃")


def is_name(words: str) -> bool:
    """Whether a text has a letter or a digit: without one it names nothing."""
    return any(letter.isalnum() for letter in name_key(words))
