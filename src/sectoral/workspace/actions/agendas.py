"""The usual agenda of each kind of meeting: points and their minutes, as a start to change.

The convener's points frame the meeting; what it is about is asked for by companies, so each
leaves the longest time to them.
"""

from collections.abc import Mapping

Points = tuple[tuple[str, int], ...]

USUAL: Mapping[str, Points] = {
    "launch": (
        ("Welcome by the champions; antitrust statement read aloud", 10),
        ("Each company in one minute: who we are, and what we see coming", 25),
        ("Opportunities: what could our industry gain here?", 30),
        ("Needs: what stands between us and those opportunities?", 30),
        ("What matters most, and what can we do about it?", 15),
        ("Who leads what, and when we meet next", 10),
    ),
    "regular": (
        ("Welcome; antitrust statement read aloud", 5),
        ("What was promised, and what happened", 15),
        ("What companies see: new opportunities and needs", 30),
        ("The decision for this meeting", 25),
        ("Promises: who does what, by when", 15),
    ),
    "team": (
        ("Antitrust statement read aloud", 5),
        ("The need, in the words of those who raised it", 10),
        ("What was done since last time", 15),
        ("The next step, and what stands in its way", 20),
        ("Promises: who does what, by when", 10),
    ),
    "support": (
        ("Antitrust statement read aloud", 5),
        ("What companies said: the released needs, read together", 20),
        ("What each of us already has that could help, and what is missing", 25),
        ("One answer from all of us", 20),
        ("Promises: who does what, by when", 10),
    ),
    "listening": (
        ("Welcome; antitrust statement read aloud", 5),
        ("Companies speak about their needs; public partners listen", 40),
        ("Questions from public partners; nobody offers anything yet", 20),
        ("What we heard, said back in a few sentences", 15),
        ("Next steps, and when companies hear from us", 5),
    ),
}
