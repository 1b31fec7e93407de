"""The face of a mean level."""

import pytest

from mobile.entries.levels import nearest_level


@pytest.mark.parametrize(
    ("mean", "level"),
    [(1, 1), (1.44, 1), (1.5, 2), (2.5, 3), (3.46, 4), (3.5, 4), (4.5, 5), (4.44, 4), (5, 5), (0.2, 1), (5.6, 5)],
)
def test_a_mean_has_the_face_of_what_it_is_shown_as(mean: float, level: int) -> None:
    assert nearest_level(mean) == level
