"""The usual agenda of each kind of meeting: points and their minutes, as a start to change.

The convener's points frame the meeting; what it is about is asked for by companies, so each
leaves the longest time to them.
"""

from collections.abc import Mapping

Points = tuple[tuple[str, int], ...]

USUAL: Mapping[str, Points] = {
    "launch": (
        ("Welcome by the champions; the antitrust statement is read out", 10),
        ("Every company in a minute: who we are, and what we see coming", 25),
        ("Opportunities: what could our industry win here?", 30),
        ("Needs: what stands between us and those opportunities?", 30),
        ("What matters most, and what we can do: important and feasible", 15),
        ("Who leads on what, and when we meet next", 10),
    ),
    "regular": (
        ("Welcome; the antitrust statement is read out", 5),
        ("What was promised, and what became of it", 15),
        ("What companies see: new opportunities and needs", 30),
        ("The decision wanted of this meeting", 25),
        ("Promises: who does what, by when", 15),
    ),
    "team": (
        ("The antitrust statement is read out", 5),
        ("The need, in the words of those who raised it", 10),
        ("What was done since the last time", 15),
        ("The next step, and what stands in its way", 20),
        ("Promises: who does what, by when", 10),
    ),
    "support": (
        ("The antitrust statement is read out", 5),
        ("What companies said: the released needs, read together", 20),
        ("What each of us already has that could help, and what is missing", 25),
        ("One answer from all of us", 20),
        ("Promises: who does what, by when", 10),
    ),
    "listening": (
        ("Welcome; the antitrust statement is read out", 5),
        ("Companies speak about their needs; public partners listen", 40),
        ("Questions of public partners; nobody offers anything yet", 20),
        ("What we heard, said back in a few sentences", 15),
        ("What follows, and when companies hear from us", 5),
    ),
}
