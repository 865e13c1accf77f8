"""Whom an alert belongs to, and who hears of what is done with it."""

import pytest

from data.db import writing
from data.models import Alert, User
from tests.webapp.alerts.desk import Desk, address
from webapp.alerts.links import MOST, attach, detach, links_of
from webapp.alerts.mentions import mentioned
from webapp.alerts.refusals import LinkError, PersonError
from webapp.alerts.telling import set_watching, watchers_of


def watch(desk: Desk, *names: str) -> None:
    with writing(desk.store) as session:
        for name in names:
            set_watching(session, desk.alert_id, desk.ids[name], on=True)


def test_an_alert_is_given_to_somebody_who_is_told_and_can_be_taken_back(both_desks: Desk) -> None:
    desk = both_desks
    entry = desk.do("owner", "assign", assignee_id=desk.ids["teammate"], note="Your country.")
    assert desk.alert.assignee_id == desk.ids["teammate"]
    assert entry.detail == {"changed": {"assignee_id": [None, desk.ids["teammate"]]}}
    assert desk.mails() == [("teammate", "assigned")]
    desk.do("owner", "assign", assignee_id=None)
    assert desk.trail()[-1].detail == {"changed": {"assignee_id": [desk.ids["teammate"], None]}}
    assert len(desk.mails()) == 1


def test_who_takes_it_is_not_told_of_it(desk: Desk) -> None:
    desk.do("teammate", "assign", assignee_id=desk.ids["teammate"])
    assert desk.mails() == []


@pytest.mark.parametrize(
    ("name", "said"), [("outsider", "may see the alert's fleet"), ("stranger", "may look, not act")]
)
def test_it_is_given_only_to_who_sees_the_fleet_and_may_act(
    desk: Desk, name: str, said: str
) -> None:
    with pytest.raises(PersonError, match=said):
        desk.do("owner", "assign", assignee_id=desk.ids[name])
    with pytest.raises(PersonError, match="may see"):
        desk.do("owner", "assign", assignee_id=4711)
    assert desk.alert.assignee_id is None


def test_followers_hear_of_acts_and_the_one_who_acts_does_not(both_desks: Desk) -> None:
    desk = both_desks
    watch(desk, "colleague", "teammate")
    desk.do("teammate", "acknowledge")
    desk.do("teammate", "due", day=desk.now.date())
    desk.do("owner", "resolve")
    assert desk.mails() == [
        ("colleague", "acknowledged"),
        ("colleague", "scheduled"),
        ("teammate", "resolved"),
        ("colleague", "resolved"),
    ]


def test_a_watcher_who_left_the_fleet_or_takes_no_mail_hears_nothing(desk: Desk) -> None:
    watch(desk, "outsider", "colleague")
    with writing(desk.store) as session:
        session.get_one(User, desk.ids["colleague"]).wants_mail = False
    desk.do("teammate", "acknowledge")
    assert desk.mails() == []


def test_watching_can_be_ended_and_repeating_changes_nothing(desk: Desk) -> None:
    with writing(desk.store) as session:
        for on, changed in ((True, True), (True, False), (False, True), (False, False)):
            done = set_watching(session, desk.alert_id, desk.ids["owner"], on=on)
            assert done is changed
            assert bool(watchers_of(session, desk.alert_id)) is on


def test_who_is_mentioned_is_told_even_without_watching(both_desks: Desk) -> None:
    desk = both_desks
    note = "@teammate please ask; cc @Colleague@example.com, not @outsider or me@example.com."
    entry = desk.do("owner", "comment", note=note)
    assert entry.detail == {"mentioned": [address("colleague"), address("teammate")]}
    assert sorted(desk.mails()) == [("colleague", "commented"), ("teammate", "commented")]


def people(*emails: str) -> list[User]:
    return [User(email=email, name="", role="officer") for email in emails]


def test_a_name_that_means_nobody_or_several_is_told_as_unknown() -> None:
    here = people("ann@a.test", "ann@b.test", "bo@a.test")
    found = mentioned("@ann @bo. (@Bo) @nobody @ann@b.test, x@bo.test @@bo", here)
    assert [user.email for user in found.found] == ["bo@a.test", "ann@b.test"]
    assert found.unknown == ("ann", "nobody")


def test_a_comment_without_names_mentions_nobody() -> None:
    found = mentioned("Mail to me@example.com, or @ home.", people("me@example.com"))
    assert (found.found, found.unknown) == ((), ())


def test_links_are_attached_and_removed_and_the_trail_keeps_both(both_desks: Desk) -> None:
    desk = both_desks
    with writing(desk.store) as session:
        alert = session.get_one(Alert, desk.alert_id)
        link = attach(
            session,
            alert,
            url=" https://tickets.test/7 ",
            title="Ticket 7",
            actor="o",
            now=desk.now,
        )
        assert [(one.title, one.url) for one in links_of(session, desk.alert_id)] == [
            ("Ticket 7", "https://tickets.test/7")
        ]
        assert not detach(session, alert, 4711, actor="o", now=desk.now)
        assert detach(session, alert, link.id or 0, actor="o", now=desk.now)
        assert links_of(session, desk.alert_id) == []
    assert desk.words() == ["raised", "linked", "unlinked"]
    assert desk.trail()[1].note == "Ticket 7: https://tickets.test/7"
    assert desk.alert.version == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("javascript:alert(1)", "begins with https"),
        ("ftp://files.test/a", "begins with https"),
        ("//tickets.test/7", "begins with https"),
        ("https://", "begins with https"),
        ("https://[::1", "begins with https"),
        ("https://a.test/\nb", "begins with https"),
        ("https://me:secret@a.test/", "leave the name and password out"),
        ("https://a.test/" + "x" * 2000, "2,015 characters"),
    ],
)
def test_only_addresses_of_the_web_are_attached(desk: Desk, url: str, said: str) -> None:
    with writing(desk.store) as session:
        alert = session.get_one(Alert, desk.alert_id)
        with pytest.raises(LinkError, match=said):
            attach(session, alert, url=url, title="", actor="o", now=desk.now)
    assert desk.words() == ["raised"]


def test_a_link_without_a_title_is_called_by_its_host(desk: Desk) -> None:
    with writing(desk.store) as session:
        alert = session.get_one(Alert, desk.alert_id)
        link = attach(session, alert, url="https://a.test/x", title=" ", actor="o", now=desk.now)
    assert link.title == "a.test"


def test_an_address_is_attached_once_and_there_is_a_most(desk: Desk) -> None:
    with writing(desk.store) as session:
        alert = session.get_one(Alert, desk.alert_id)

        def add(path: int) -> None:
            attach(session, alert, url=f"https://a.test/{path}", title="", actor="o", now=desk.now)

        add(0)
        with pytest.raises(LinkError, match="attached already"):
            add(0)
        for number in range(1, MOST):
            add(number)
        with pytest.raises(LinkError, match="remove one first"):
            add(MOST)
