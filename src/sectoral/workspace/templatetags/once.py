"""The one-time key of a form: pressed twice, it is done once."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sectoral.workspace.form_keys import FIELD, key_for

register = template.Library()


@register.simple_tag(takes_context=True)
def once_key(context: RequestContext, path: str = "") -> SafeString:
    """The hidden field that carries it.

    Takes    path: where the form is sent; empty = to the page it stands on.
    """
    request: Any = context["request"]
    return once_field(request.user, path or request.path)


def once_field(person: Any, path: str) -> SafeString:
    """The same for a person."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, key_for(person, path))
