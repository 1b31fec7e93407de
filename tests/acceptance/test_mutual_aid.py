"""Mutual aid: help is given, not sold."""

from api_client.wire.model import WireModel
from tests.server.test_no_totals import all_models

MONEY = ("price", "amount", "currency", "money", "cost", "payment", "donation", "credit", "coin")


def every_model(base: type[WireModel] = WireModel) -> set[type[WireModel]]:
    """Return every model that travels, requests and answers."""
    list(all_models())  # which imports them all
    return {base, *(found for child in base.__subclasses__() for found in every_model(child))}


def test_nothing_that_travels_has_a_place_for_money() -> None:
    models = every_model()
    assert len(models) > 80
    found = [
        f"{model.__name__}.{name}"
        for model in models
        for name in model.model_fields
        if any(word in MONEY for word in name.split("_"))
    ]
    assert found == []
