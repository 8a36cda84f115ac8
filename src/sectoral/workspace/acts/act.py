"""An act: one thing a person can do, declared once for the page, the API and their tests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import DatabaseError, transaction
from django.db.models import Model

from sectoral.workspace.actions.flags import flag
from sectoral.workspace.actions.moves import may_begin, unmet_guards
from sectoral.workspace.acts.fields.basic import ActField, EmptyChoice, keys_of, offers_nothing
from sectoral.workspace.acts.fields.error_words import speak_plainly
from sectoral.workspace.acts.texts import ActInput, TextDoubt, check_texts, words_of
from sectoral.workspace.environment.database_faults import is_away, is_quicker
from sectoral.workspace.models import Partnership, User
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.answers import YES, AnswerNeeded, Refused, Ruling, first_no, require
from sectoral.workspace.rules.lifecycles import StageMove, find_move
from sectoral.workspace.rules.permissions import PartnershipRole, may


def may_always(_: Sitting, __: Any) -> Ruling:
    """The action asks no more than permission and stage."""
    return YES


def always(_: Sitting, __: Any) -> bool:
    """There is no moment at which it makes no sense."""
    return True


def in_state(*states: str) -> Callable[[Sitting, Any], bool]:
    """It makes sense while the thing is in one of these states."""
    return lambda _, thing: thing.state in states


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing a person can do.

    key       noun and verb: 'need.support'; the noun is an entry of `subjects.NOUNS`, or 'state'
              for what is done to nothing that is there yet
    run       the action
    takes     the keyword by which `run` takes the thing; empty where it takes none
    permission  the line of `PERMISSIONS` that allows it; empty where the action alone can
              say (a person about himself)
    words     the button: what the person does
    fields    what the form asks for
    intro     a sentence above the form
    sees      who will read what is chosen, where no text is typed that says it itself
    done      a sentence after it was done
    life      where it is a move: the life cycle, and
    verb      the move, or what says of the thing which move it is: where it starts from and its
              guards are asked before the button is shown
    moved     what the move is made of, where that is not the thing itself
    may       what the action itself asks of the person and the thing, beside permission and stage:
              the action's own `may_`, so that what is offered is not refused
    shown_when  what is left to taste, with its reason: hides the button, forbids nothing
    given     further keywords that follow from the sitting and the thing
    small     one click beside other things: drawn without weight
    holds     whether what looks like an offer waits for the convener instead of being refused
    buttons   whether its one choice is drawn as a button for each answer: one press does it
    """

    key: str
    run: Callable[..., Any]
    takes: str
    permission: str
    words: str
    fields: tuple[ActField, ...] = ()
    intro: str = ""
    sees: str = ""
    done: str = "Done."
    life: tuple[StageMove, ...] = ()
    verb: str | Callable[[Any], str] = ""
    moved: Callable[[Any], Model] = lambda thing: thing
    may: Callable[[Sitting, Any], Ruling] = may_always
    shown_when: Callable[[Sitting, Any], bool] = always
    given: Callable[[Sitting, Any], Mapping[str, Any]] = field(default=lambda _, __: {})
    small: bool = False
    holds: bool = False
    buttons: bool = False

    @property
    def who_sees(self) -> str:
        """Who will read what is typed, told before anybody types; by field where it differs."""
        told = {field: field.readers.words for field in self.fields if field.readers}
        if len(set(told.values())) < 2:
            return self.sees or "".join(set(told.values()))
        return " ".join(f"“{field.label}”: {words}" for field, words in told.items())

    @property
    def noun(self) -> str:
        """What it is done to."""
        return self.key.partition(".")[0]

    def may_here(self, sitting: Sitting) -> Ruling:
        """Whether the person may do it at this table at all; where it has ended only the state."""
        partnership = sitting.partnership
        if (
            partnership is not None
            and not partnership.is_live
            and PartnershipRole.STATE not in sitting.roles
        ):
            return Ruling(f"{partnership} has ended, so nothing can be changed there anymore.")
        return may(sitting.roles, self.permission) if self.permission else YES

    def may_now(self, sitting: Sitting, thing: Any) -> Ruling:
        """Whether the action would take it now from this person; guards are `moment`'s."""
        if self.life:
            here = may_begin(self.moved(thing), self.life, self.verb_of(thing))
            return self.may(sitting, thing) if here else here
        return self.may(sitting, thing)

    def verb_of(self, thing: Any) -> str:
        """The move that it is, done to this thing; empty where it is none."""
        return self.verb if isinstance(self.verb, str) else self.verb(thing)

    def is_shown(self, sitting: Sitting, thing: Any) -> bool:
        """Whether its button stands there: it is the person's to do, and makes sense now."""
        return (
            bool(self.may_here(sitting))
            and bool(self.may_now(sitting, thing))
            and self.shown_when(sitting, thing)
        )

    def moment(self, sitting: Sitting, thing: Any) -> Ruling:
        """Whether the moment is right: the first guard's no, where it is a move."""
        if not self.life:
            return YES
        step = find_move(self.life, self.verb_of(thing))
        return first_no(*unmet_guards(self.moved(thing), step, at=sitting.at))

    def form(
        self, sitting: Sitting, thing: Any, data: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> forms.Form:
        """The form that asks for what it needs; `data` as a page or JSON brings it."""
        told = data if data is None else self._with_kept(sitting, thing, data)
        form = forms.Form(told, use_required_attribute=True, label_suffix="", **kwargs)
        for asked in self.fields:
            form.fields[asked.name] = speak_plainly(asked.make(sitting, thing))
            if asked.late:
                form.fields[asked.name].widget = forms.HiddenInput()
            if asked.start is not None:
                form.initial.setdefault(asked.name, asked.start(sitting, thing))
        return form

    def _with_kept(
        self, sitting: Sitting, thing: Any, data: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """What was sent, and what stood there where it was left out; an unticked box is sent so."""
        left_out = {
            asked.name: asked.start(sitting, thing)
            for asked in self.fields
            if asked.keeps and asked.start and asked.schema is not bool and asked.name not in data
        }
        if not left_out:
            return data
        told = data.copy()  # type: ignore[attr-defined]  # a form's data, or a program's
        for name, value in left_out.items():
            told[name] = value
        return told  # type: ignore[no-any-return]

    def lacks(self, form: forms.Form) -> list[EmptyChoice]:
        """What is missing before the form can be filled in: its choices that offer nothing."""
        return [
            asked.lack or EmptyChoice(f"There is nothing to choose yet for “{label}”.")
            for asked in self.fields
            if offers_nothing(form.fields[asked.name])
            for label in (form.fields[asked.name].label,)
        ]

    def where_to_add(self, form: forms.Form) -> list[EmptyChoice]:
        """Where what one looks for can be entered, though a choice offers something."""
        asked = [one for one in self.fields if one.lack is not None and one.lack.act]
        return [
            one.lack
            for one in asked
            if one.lack is not None and not offers_nothing(form.fields[one.name])
        ]

    def only_choices(self, form: forms.Form) -> list[tuple[str, str]]:
        """What is not asked for, since there is but one: its label, and which it is."""
        hidden = (
            form.fields[one.name]
            for one in self.fields
            if isinstance(form.fields[one.name].widget, forms.HiddenInput)
        )
        return [
            (str(field.label), words)
            for field in hidden
            if isinstance(field, forms.ChoiceField)
            for key, words in keys_of(field)
            if key
        ]

    def ask(self, form: forms.Form, question: AnswerNeeded) -> None:
        """Put a question of the action's on the form: its words, and the box that answers it."""
        form.add_error(None, str(question))
        form.fields[question.field].widget = forms.CheckboxInput()

    def perform(
        self, sitting: Sitting, thing: Any, cleaned: Mapping[str, Any], *, anyway: str = ""
    ) -> Any:
        """Do it, once every text that was typed has been looked at for those who will read it.

        Takes    anyway: the mark of the doubt that the writer has read.
        Raises   Refused with the reason why not: by permission, for a text, by a guard, or by the
                 database, where another person was quicker.
        """
        require(self.may_here(sitting))
        if sitting.person is None:
            raise Refused("Sign in first.")
        writing = ActInput(self.fields, cleaned, self.permission, sitting, thing, held=self.holds)
        doubts = check_texts(writing, anyway=anyway)
        given = {**self.given(sitting, thing), **_without_blanks(self.fields, cleaned)}
        if self.takes:
            given[self.takes] = thing
        if doubts and self.holds:
            given["doubt"] = words_of(doubts)
        try:
            # What the database refuses is taken back by itself: a page is still drawn after it.
            with transaction.atomic():
                made = self._run(given, sitting.person, sitting)
                if doubts and not self.holds:
                    self._flag(writing, doubts, made if isinstance(made, Model) else thing)
            return made
        except DatabaseError as error:
            if is_away(error) and not is_quicker(error):
                raise
            raise Refused(_said_by_database(error)) from error

    def _run(self, given: dict[str, Any], by: User, sitting: Sitting) -> Any:
        return self.run(**given, at=sitting.at, by=by)

    def _flag(self, writing: ActInput, doubts: tuple[TextDoubt, ...], row: Model) -> None:
        """Hand words that were sent all the same to who looks at them.

        Where no table is meant, whoever sent them keeps the register, and was asked already.
        """
        at_table = row if isinstance(row, Partnership) else writing.sitting.partnership
        if at_table is not None and writing.sitting.person is not None:
            flag(
                partnership=at_table,
                row=row,
                act=self.key,
                text=writing.doubtful(doubts),
                words=words_of(doubts),
                at=writing.sitting.at,
                by=writing.sitting.person,
            )


def _without_blanks(fields: tuple[ActField, ...], cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered: an empty answer to what need not be answered leaves the default."""
    return {
        asked.name: cleaned[asked.name]
        for asked in fields
        if asked.required or asked.keeps or cleaned.get(asked.name) not in (None, "")
    }


def _said_by_database(error: DatabaseError) -> str:
    """A trigger's words, or that somebody was quicker."""
    words = str(error).strip().partition("\n")[0]
    if is_quicker(error) or "constraint failed" in words or "duplicate key" in words:
        return "Somebody else changed this at the same moment. Check it, then try again."
    return f"This is not possible: {words}."
