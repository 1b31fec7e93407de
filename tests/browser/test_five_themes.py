"""The five things that make peer support work, each as one evening of two people in a real browser."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.person import Person, a_person
from tests.support.browser import PHONE
from tests.support.photos import as_taken
from tests.support.server import server_process

LIVE_MS = 30_000


@dataclass(frozen=True)
class Circle:
    """Two people in one group on one host."""

    sam: Person
    priya: Person


@pytest.fixture(scope="module")
def circle(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Circle]:
    folder: Path = tmp_path_factory.mktemp("themes")
    with (
        server_process(folder / "host") as host,
        a_person(browser, folder, "Sam", host.url, PHONE, False) as sam,
        a_person(browser, folder, "Priya", host.url, PHONE, True) as priya,
    ):
        for person in (priya, sam):
            person.start_writing()
            person.sign_up()
        sam.join(priya.start_group("Night Owls"))
        sam.screen.see("Night Owls")
        yield Circle(sam, priya)


def test_understanding_a_post_without_a_name_and_a_reply_that_listens(circle: Circle) -> None:
    sam, priya = circle.sam.screen, circle.priya.screen
    sam.open("/groups")
    sam.tap("Night Owls", exact=False)
    sam.tap("Share")
    sam.fill("Your words", "I cried in the car again today.")
    sam.scroll_to("Without my name")
    sam.tap("Without my name", "checkbox")
    sam.tap("Share with the group")
    sam.see("I cried in the car again today.")
    priya.open("/groups")
    priya.tap("Night Owls", exact=False)
    priya.see("I cried in the car again today.", timeout_ms=LIVE_MS)
    assert "Sam" not in priya.snapshot()
    priya.tap("Reply")
    priya.fill("Your reply", "You should just get some rest.")
    priya.see("They hoped somebody would just listen")
    priya.shoot("theme-understanding")
    circle.priya.reply("That sounds so heavy. I am glad you said it.")
    sam.tap("Reply", exact=False)
    sam.see("That sounds so heavy. I am glad you said it.", timeout_ms=LIVE_MS)


def test_learning_a_strategy_is_kept_tried_and_rated(circle: Circle) -> None:
    sam, priya = circle.sam.screen, circle.priya.screen
    priya.open("/groups")
    priya.tap("Night Owls", exact=False)
    priya.tap("Share")
    priya.tap("Strategy")
    priya.fill("Its name", "The worry window")
    priya.fill("The idea in a few words", "Worries get 15 minutes at six, on paper.")
    priya.tap("Share with the group")
    priya.see("Worries get 15 minutes at six, on paper.")
    sam.open("/groups")
    sam.tap("Night Owls", exact=False)
    sam.see("The worry window", timeout_ms=LIVE_MS)
    sam.tap("Save")
    sam.see("Kept in your toolkit")
    sam.open("/toolkit/saved")
    sam.tap("The worry window", exact=False)
    sam.tap("I tried it")
    sam.see("Did it help?")
    sam.shoot("theme-learning")
    sam.open("/toolkit/library")
    sam.see("The worry window")


def test_mutual_aid_somebody_is_there_and_is_thanked(circle: Circle) -> None:
    sam, priya = circle.sam.screen, circle.priya.screen
    sam.open("/groups")
    sam.tap("Night Owls", exact=False)
    sam.tap("Share")
    sam.tap("Ask")
    sam.fill("Your words", "Could somebody stay up with me for an hour?")
    sam.tap("Share with the group")
    sam.see("Could somebody stay up with me for an hour?")
    priya.open("/groups")
    priya.tap("Night Owls", exact=False)
    priya.see("Could somebody stay up with me for an hour?", timeout_ms=LIVE_MS)
    priya.tap("I’m here")
    sam.see("Priya is with you", timeout_ms=LIVE_MS)
    sam.shoot("theme-mutual-aid")
    sam.tap("Thank Priya", exact=False)
    sam.fill("A few words, if you like", "The night was shorter.")
    sam.tap("Thank Priya")
    sam.miss("A few words, if you like")
    priya.open("/thanks")
    priya.see("The night was shorter.", timeout_ms=LIVE_MS)


def test_control_a_goal_gives_way_instead_of_failing(circle: Circle) -> None:
    screen = circle.sam.screen
    screen.open("/toolkit/goals/new")
    screen.fill("Your goal", "Sleep before one")
    screen.fill("Small steps, if you like", "Phone in the kitchen\nLights low")
    screen.scroll_to("Save the goal")
    screen.fill("If …", "I am still up at one")
    screen.fill("then …", "I read two pages")
    screen.tap("Save the goal")
    screen.see("Sleep before one")
    screen.open("/toolkit")
    screen.see("0 of 2")
    screen.tap("Phone in the kitchen", "checkbox")
    screen.see("1 of 2")
    screen.shoot("theme-control")
    screen.tap("What got in the way?")
    screen.tap("It was too big", "radio")
    screen.see("Smaller steps instead")


def test_well_being_help_is_two_taps_away_and_the_plan_is_there_offline(circle: Circle) -> None:
    screen = circle.sam.screen
    screen.open("/")
    screen.tap("Help right now")
    screen.see("Somebody to talk to")
    screen.tap("My safety plan", exact=False)
    screen.see("Warning signs")
    screen.tap("Add a line")
    screen.fill("Your words", "I stop answering messages")
    screen.tap("Keep this line")
    screen.see("I stop answering messages")
    screen.shoot("theme-well-being")
    screen.open("/toolkit/breathe")
    screen.tap("Five, four, three, two, one", exact=False)
    screen.see("Name five things that you see")
    screen.tap("Next")
    screen.see("Name four things")
    screen.tap("Stop")


def test_understanding_a_photo_is_described_and_seen_by_the_other(circle: Circle, tmp_path: Path) -> None:
    sam, priya = circle.sam.screen, circle.priya.screen
    picture = tmp_path / "IMG_4711.jpg"
    picture.write_bytes(as_taken(1200, 900))
    sam.open("/groups")
    sam.tap("Night Owls", exact=False)
    sam.tap("Share")
    sam.fill("Your words", "The walk helped.")
    sam.scroll_to("Add a photo")
    with sam.page.expect_file_chooser() as chooser:
        sam.tap("Add a photo")
    chooser.value.set_files(picture)
    sam.see("Take the photo out")
    sam.fill("Describe the picture", "A lake in fog")
    sam.tap("Share with the group")
    sam.see("Photo: A lake in fog")
    priya.open("/groups")
    priya.tap("Night Owls", exact=False)
    priya.see("Photo: A lake in fog", timeout_ms=LIVE_MS)
    priya.tap("Photo: A lake in fog")
    priya.see("Close")
    priya.shoot("photo")
    priya.tap("Close")
