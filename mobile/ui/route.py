"""What the path of a view says."""

import flet as ft


def use_parameters() -> dict[str, str]:
    """Return the parameters of the path of this very view.

    Flet hands a view that lies above others the parameters of those, too: a new goal would take the id of the goal
    below it, and a report about a person the post that was open.
    """
    own = ft.use_view_path().split("/")
    return {name: value for name, value in ft.use_route_params().items() if value in own}
