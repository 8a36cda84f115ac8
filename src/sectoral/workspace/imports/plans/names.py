"""Names that rows give: equal to one that is known, alike and asked about, or new."""

from collections.abc import Iterable, Mapping

from sectoral.names import likeness, name_key
from sectoral.workspace.imports.plans.plan import KnownNames, NameQuestion, question_id

SAME, APART = "same", "apart"
ANSWERS = (SAME, APART)
SORTS = ("owner", "organization")


def answers_of(pairs: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Answers by their questions' ids.

    Takes    pairs: 'same' or 'apart' and two names, whatever sort they are of.
    """
    return {question_id(sort, one, other): answer for answer, one, other in pairs for sort in SORTS}


class NameSpellings:
    """The names of one sort, each settled to the spelling that is kept.

    Takes    known: names that are here already; answers: what a person said of alike ones.
    """

    def __init__(self, sort: str, known: Iterable[str], answers: Mapping[str, str]) -> None:
        self.sort, self.answers = sort, answers
        self.settled: dict[str, str] = {}
        self.alike: dict[str, list[tuple[str, str]]] = {}
        self.questions: list[NameQuestion] = []
        for name in known:
            self._keep(name, "already here")

    def settle(self, name: str, row: int, *, new: bool = True, doubt: str = APART) -> str:
        """The spelling that a name is kept in: the known one's, where it is the same.

        Takes    new: whether a name that is not known yet becomes known by its row; doubt: what
                 an alike name is taken for until a person has said.
        """
        compared = name_key(name)
        if compared in self.settled:
            return self.settled[compared]
        like, answer = self._like(name, row)
        if answer == SAME:
            self.settled[compared] = like
        elif new:
            self._keep(name, f"row {row:,}")
        return like if like and (answer or doubt) == SAME else name

    def _like(self, name: str, row: int) -> tuple[str, str]:
        """The known name that this one is alike, and what was said of the two: nothing, 'same'.

        None where there is no such name, or each is known to be apart.
        """
        for like, where in self.alike.get(likeness(name), ()):
            answer = self.answers.get(question_id(self.sort, name, like), "")
            if answer == SAME:
                return like, SAME
            if answer != APART:
                question = NameQuestion(self.sort, name, like, row, where)
                if question.id not in {asked.id for asked in self.questions}:
                    self.questions.append(question)
                return like, ""
        return "", ""

    def _keep(self, name: str, where: str) -> None:
        if self.settled.setdefault(name_key(name), name) == name:
            self.alike.setdefault(likeness(name), []).append((name, where))


class NameBook:
    """Every name that a file's rows give: of owners, and of organizations by their system."""

    def __init__(self, known: KnownNames, answers: Mapping[str, str]) -> None:
        self.answers = answers
        self.owners = NameSpellings("owner", known.owners, answers)
        bodies = [body for found in known.organizations.values() for body in found]
        self.everybody = NameSpellings("organization", [body.name for body in bodies], answers)
        self.by_system: dict[str, NameSpellings] = {}
        self.bodies = bodies

    def of_system(self, system: str) -> NameSpellings:
        """The names of organizations of one system."""
        if system not in self.by_system:
            names = [body.name for body in self.bodies if body.system == system]
            self.by_system[system] = NameSpellings("organization", names, self.answers)
        return self.by_system[system]

    @property
    def questions(self) -> tuple[NameQuestion, ...]:
        """What has to be answered before anything comes in, in the order of the rows."""
        held = (self.owners, self.everybody, *self.by_system.values())
        every = {one.id: one for spellings in held for one in spellings.questions}
        return tuple(sorted(every.values(), key=lambda question: question.row))
