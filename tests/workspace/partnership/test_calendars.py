"""Calendar text, read back by a second library."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sectoral.workspace.calendars import invitation_calendar, public_calendar
from sectoral.workspace.models import Meeting
from sectoral.workspace.models.meetings import Organizer

AT = datetime(2026, 2, 1, 12, 0, tzinfo=UTC)
ZONES = (
    "America/Denver",
    "America/New_York",
    "America/Phoenix",
    "Pacific/Honolulu",
    "Europe/Berlin",
)

ROPE = Organizer("Rope Person, Rope Walk", "rope@quayland.example")


def meeting(starts: datetime = datetime(2026, 3, 10, 16, 0, tzinfo=UTC), **kwargs: Any) -> Meeting:
    facts: dict[str, Any] = {
        "title": "Spring table",
        "starts": starts,
        "ends": starts + timedelta(hours=2),
        "uid": "spring@sectoral",
        "decision_wanted": "Which two needs?",
        "place": "Harbour House; room 2, upstairs",
    }
    return Meeting(**(facts | kwargs))


def sent(of: Meeting) -> str:
    return invitation_calendar(of, to="keel@quayland.example", organizer=ROPE, at=AT)


def read(text: str) -> Any:
    return vobject.readOne(text)


def test_a_second_library_reads_the_same_meeting() -> None:
    entry = read(sent(meeting()))
    event = entry.vevent
    assert entry.method.value == "REQUEST"
    assert event.summary.value == "Spring table"
    assert event.location.value == "Harbour House; room 2, upstairs"
    assert event.uid.value == "spring@sectoral"
    assert event.dtstart.value == datetime(2026, 3, 10, 16, 0, tzinfo=UTC)
    assert event.dtend.value == datetime(2026, 3, 10, 18, 0, tzinfo=UTC)
    assert event.dtstamp.value == AT
    assert event.organizer.value == "mailto:rope@quayland.example"
    assert event.organizer.cn_paramlist == ["Rope Person, Rope Walk"]
    assert event.attendee.value == "mailto:keel@quayland.example"


def test_a_change_keeps_the_uid_and_counts_the_sequence_up() -> None:
    first, second = read(sent(meeting())), read(sent(meeting(sequence=1)))
    assert first.vevent.uid.value == second.vevent.uid.value
    assert [int(x.vevent.sequence.value) for x in (first, second)] == [0, 1]


def test_a_cancelled_meeting_says_so() -> None:
    entry = read(sent(meeting(state="cancelled", sequence=2)))
    assert entry.method.value == "CANCEL"
    assert entry.vevent.status.value == "CANCELLED"


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (datetime(2026, 3, 7, 17, 0, tzinfo=UTC), -7),  # the day before clocks change in Denver
        (datetime(2026, 3, 8, 17, 0, tzinfo=UTC), -6),  # the day on which they have changed
        (datetime(2026, 10, 31, 17, 0, tzinfo=UTC), -6),
        (datetime(2026, 11, 1, 17, 0, tzinfo=UTC), -7),
    ],
)
def test_times_are_right_on_either_side_of_a_change_of_clocks(day: datetime, hours: int) -> None:
    start = read(sent(meeting(day))).vevent.dtstart.value
    assert start == day
    assert start.utcoffset() == timedelta(hours=hours)


@settings(deadline=None)
@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2035, 1, 1)).map(  # noqa: DTZ001
        lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
    ),
    st.sampled_from(ZONES),
)
@example(datetime(2026, 3, 8, 9, 30, tzinfo=UTC), "America/Denver")  # 3:30, just after the change
@example(datetime(2026, 11, 1, 9, 0, tzinfo=UTC), "America/Denver")
@example(datetime(2027, 5, 9, 0, 14, 13, tzinfo=UTC), "America/Denver")
def test_every_moment_comes_back_as_it_went(moment: datetime, zone: str) -> None:
    local = moment.astimezone(ZoneInfo(zone))
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        return  # the hour that a clock shows twice: iCalendar's local time cannot tell which
    event = read(sent(meeting(moment, timezone=zone))).vevent
    assert event.dtstart.value == moment


def test_onsets_stand_in_the_time_before_the_change_as_the_standard_asks() -> None:
    # RFC 5545, 3.6.5: New York's summer begins at 02:00 standard time, DTSTART ...T020000.
    text = sent(meeting(timezone="America/New_York"))
    summer = text.split("BEGIN:DAYLIGHT")[1].split("END:DAYLIGHT")[0].replace("\r\n ", "")
    assert "DTSTART:20200308T020000" in summer
    assert "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3" in summer
    assert "TZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400" in summer


def test_the_zones_rules_travel_with_the_entry() -> None:
    text = sent(meeting())
    assert "BEGIN:VTIMEZONE" in text
    assert "DTSTART;TZID=America/Denver:20260310T100000" in text


def test_a_text_cannot_add_lines_of_its_own() -> None:
    text = sent(meeting(title="Spring\r\nATTENDEE:mailto:spy@example.com", place="a\nEND:VEVENT"))
    assert text.count("ATTENDEE") - text.count("\\nATTENDEE") == 1
    assert len(read(text).vevent.contents["attendee"]) == 1
    assert text.count("\r\nEND:VEVENT") == 1


def test_lines_are_as_long_as_the_standard_allows() -> None:
    text = sent(meeting(title="Überfällig " * 20))
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert read(text).vevent.summary.value == "Überfällig " * 20


def test_open_meetings_are_published_without_names_or_decisions() -> None:
    shown = [
        meeting(open_to_public=True, public_link="https://meet.example.org/1"),
        meeting(datetime(2026, 4, 10, 16, tzinfo=UTC), uid="april@sectoral"),
    ]
    entry = read(public_calendar(shown, at=AT))
    assert entry.method.value == "PUBLISH"
    assert [event.uid.value for event in entry.vevent_list] == ["spring@sectoral", "april@sectoral"]
    assert entry.vevent_list[0].url.value == "https://meet.example.org/1"
    assert not any("organizer" in event.contents for event in entry.vevent_list)
    assert "Which two needs" not in public_calendar(shown, at=AT)


def test_a_calendar_without_meetings_is_a_calendar() -> None:
    assert "vevent" not in read(public_calendar([], at=AT)).contents
