"""A form or a button for an act, where the person may do it and the moment is right."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import RequestContext

from sectoral.workspace.acts import BY_KEY
from sectoral.workspace.acts.lacks import list_missing_steps
from sectoral.workspace.addresses import act_address, page_address
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.templatetags.once import once_field

register = template.Library()


@register.inclusion_tag("parts/act.html", takes_context=True)
def act(
    context: RequestContext,
    key: str,
    thing: Any = None,
    look: str = "",
    of: str = "",
    **start: Any,
) -> dict[str, Any]:
    """An act's button, its form in a fold, or the reason why not yet.

    Takes    key: an entry of `acts.BY_KEY`; look: 'open' to show the form unfolded, 'only' to
             show nothing where the moment is not right, 'link' to lead to the form on a page of
             its own, 'row' in a list: nothing where the moment is not right, and what asks for
             something leads to a page of its own; of: what it is about, told apart from others of
             its name in a list, else the thing's own words; start: what stands in that form's
             fields before anybody types.
    Needs    `sitting` in the context.
    """
    chosen, sitting = BY_KEY[key], context.get("sitting")
    if not isinstance(sitting, Sitting) or sitting.person is None:
        return {}
    if not chosen.is_shown(sitting, thing):
        return {}
    moment = chosen.moment(sitting, thing)
    if not moment:
        return {} if look in ("only", "row") else {"act": chosen, "reason": moment.reason}
    if look == "link" or (look == "row" and chosen.fields):
        here = {"next": context["request"].get_full_path(), **start}
        return {
            "act": chosen,
            "link": f"{act_address(chosen.key, thing)}?{urlencode(here, doseq=True)}",
            # Twenty-five links of one name are told apart by what each is about.
            "about": of or thing,
        }
    form = chosen.form(sitting, thing, auto_id=f"{_form_name(chosen.key, thing)}-%s")
    lacking = chosen.lacks(form)
    if lacking:
        shown = list_missing_steps(lacking, sitting, context["request"].get_full_path())
        return {} if look == "only" else {"act": chosen, "lacking": shown}
    to = act_address(chosen.key, thing)
    return {
        "act": chosen,
        "form": form,
        "about": (of or thing) if look == "row" else None,
        "asks": bool(form.visible_fields()) and not chosen.buttons,
        "presses": list(form.visible_fields()) if chosen.buttons else [],
        "open": look == "open",
        "to": to,
        # An answer that may be changed is given as often as it is pressed, the first one again too.
        "once": "" if chosen.buttons else once_field(sitting.person, to),
        "next": context["request"].get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }


def _form_name(key: str, thing: Any) -> str:
    words = key.replace(".", "-").replace("_", "-")
    return words if thing is None else f"{words}-{thing.pk}"


@register.filter
def keys(things: Iterable[Any]) -> list[int]:
    """The keys of several things, as a form's field takes them."""
    return [thing.pk for thing in things]


@register.filter
def href(thing: Any) -> str:
    """The page that shows a thing."""
    return page_address(thing)
