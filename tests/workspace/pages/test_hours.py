"""The hours of a meeting are hours of its own zone, whatever zone the pages speak in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectoral.workspace.acts.fields.meeting_times import resolve_time, wall_time_of
from sectoral.workspace.models import Meeting
from sectoral.workspace.rules.answers import Refused
from tests.workspace.pages.reading import here as at_table
from tests.workspace.pages.reading import page, signed_in, words
from tests.workspace.partnership.steps import called
from tests.workspace.partnership.world import World

pytestmark = pytest.mark.django_db

OnDay = Callable[[float], None]
SERVERS = ("America/Denver", "America/New_York", "Pacific/Honolulu")
ZONES = ("America/New_York", "America/Denver", "America/Phoenix", "America/Boise", "America/Nome")


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest, settings: Any) -> str:
    """The pages speak in this zone."""
    settings.TIME_ZONE = request.param
    return str(request.param)


def form(source: str, name: str) -> str:
    """What stands in a field of the form to change a meeting."""
    part = source.split(f'name="{name}"')[1].split(">", maxsplit=1)[0]
    return part.split('value="')[1].split('"')[0]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "starts",
    [
        datetime(2026, 2, 24, 16, 0, tzinfo=UTC),
        datetime(2026, 3, 8, 9, 30, tzinfo=UTC),  # 2:30 in Phoenix, an hour that Denver leaves out
        datetime(2026, 11, 1, 8, 30, tzinfo=UTC),  # the second 1:30 that Denver has that night
        datetime(2026, 11, 1, 7, 30, 17, tzinfo=UTC),  # the first one, and some seconds
    ],
)
def test_editing_the_room_does_not_move_the_hour(
    world: World, on_day: OnDay, server: str, zone: str, starts: datetime
) -> None:
    on_day(40)
    meeting = called(world, starts=starts, timezone=zone)
    source = page(signed_in(world.convener), at_table(world.partnership, f"meetings/{meeting.pk}/"))
    typed = {"title": "Spring table", "place": "Room 2", "timezone": zone}
    typed |= {name: form(source, name) for name in ("starts", "ends")}
    assert f'value="{zone}" selected' in source
    sent = signed_in(world.convener).post(f"/act/meeting.change/{meeting.pk}/", typed)
    assert sent.status_code == 302, words(sent.content.decode())
    after = Meeting.objects.get()
    assert (after.starts, after.ends, after.timezone, after.place) == (
        starts, starts + timedelta(hours=2), zone, "Room 2",
    )  # fmt: skip


def test_a_room_and_a_link_can_be_taken_away_again(world: World, on_day: OnDay) -> None:
    on_day(40)
    meeting = called(world, place="Room 2", video_link="https://meet.example.org/1")
    typed = {
        "title": "Spring table", "timezone": "America/Denver", "place": "", "video_link": "",
        "starts": "2026-02-24T02:00", "ends": "2026-02-24T04:00",
    }  # fmt: skip
    assert signed_in(world.convener).post(
        f"/act/meeting.change/{meeting.pk}/", typed
    ).status_code == 302  # fmt: skip
    after = Meeting.objects.get()
    assert (after.place, after.video_link, after.starts) == ("", "", meeting.starts)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (
            "2026-03-08T02:30",
            "On March 8, 2026, clocks change in America/Denver: 2:30 AM does not exist",
        ),
        ("2026-11-01T01:30", "On November 1, 2026, clocks change in America/Denver: 1:30 AM comes"),
    ],
)
def test_an_hour_that_is_not_there_once_is_refused_with_what_to_do(
    world: World, on_day: OnDay, server: str, typed: str, says: str
) -> None:
    on_day(40)
    meeting = called(world)
    sent = signed_in(world.convener).post(
        f"/act/meeting.change/{meeting.pk}/",
        {"title": "x", "timezone": "America/Denver", "starts": typed, "ends": "2026-12-01T10:00"},
    )
    assert sent.status_code == 422
    assert says in words(sent.content.decode())
    assert Meeting.objects.get().starts == meeting.starts


def test_a_table_in_another_zone_is_offered_its_own(
    world: World, on_day: OnDay, server: str
) -> None:
    on_day(40)
    called(world, timezone="America/Boise")
    source = page(signed_in(world.convener), at_table(world.partnership, "meetings/"))
    assert 'value="America/Boise" selected' in source


@settings(deadline=None, max_examples=300)
@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001
    st.sampled_from(ZONES),
)
def test_what_a_form_shows_means_the_same_moment_again(moment: datetime, zone: str) -> None:
    starts = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    meeting = Meeting(starts=starts, timezone=zone)
    shown = wall_time_of(starts, meeting)
    assert resolve_time(shown, zone, was=starts) == starts
    try:
        again = resolve_time(shown, zone)
    except Refused:
        local = starts.astimezone(ZoneInfo(zone))
        assert local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    else:
        assert again == starts
