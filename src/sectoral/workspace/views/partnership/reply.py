"""Saying whether one comes: the page that a letter and a calendar entry lead to."""

from datetime import datetime
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from sectoral.workspace.actions import replies
from sectoral.workspace.actions.calendar_entries import WORDS_OF
from sectoral.workspace.acts import BY_KEY
from sectoral.workspace.acts.subjects import UnknownSubject, find_subject
from sectoral.workspace.addresses import page_address
from sectoral.workspace.models import Invitee, Meeting, User
from sectoral.workspace.queries.replies import own_reply
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.views.partnership.page import of_table, render_page

_ACT = BY_KEY["meeting.reply"]


@of_table("meeting")
def reply_page(
    request: HttpRequest, sitting: Sitting, meeting: Meeting, answer: str
) -> HttpResponse:
    """The answer that was chosen, waiting for one press: looking at the page answers nothing."""
    if answer not in Invitee.Reply.values:
        raise Http404("There is no such answer.")
    said = own_reply(meeting, sitting.person)
    context = {
        "meeting": meeting,
        "answer": answer,
        "words": WORDS_OF[Invitee.Reply(answer)],
        "said": Invitee.Reply(said).label if said else "",
        "asked": said is not None,
        "open": bool(_ACT.may_now(sitting, meeting)),
        "act": _ACT.key,
    }
    return render_page(request, sitting, "partnership/reply.html", context)


def answer_in(path: str, person: User, *, at: datetime) -> tuple[Meeting, str] | None:
    """What a link of a letter would answer, and for which meeting; None where it is another page.

    Takes    path: where the link leads.
    Returns  nothing either of a meeting that the person may know of no more.
    """
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    if match.url_name != "reply" or match.kwargs["answer"] not in Invitee.Reply.values:
        return None
    try:
        meeting, _ = find_subject("meeting", match.kwargs["pk"], person, at=at)
    except UnknownSubject:
        return None
    return meeting, match.kwargs["answer"]


def answer_from_link(request: HttpRequest, path: str, *, at: datetime) -> str:
    """Give the answer that a link leads to, once its reader is signed in: with the same press.

    Returns  the page to go on to: the meeting's, else where the link led.
    """
    if not isinstance(request.user, User):
        return path  # The second factor is asked first; then the page waits for its press.
    found = answer_in(path, request.user, at=at)
    if found is None:
        return path
    meeting, answer = found
    try:
        replies.reply(meeting=meeting, answer=answer, at=at, by=request.user)
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _ACT.done)
    return page_address(meeting)
