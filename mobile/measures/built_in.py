"""The two measures that come with Kith, word for word as published.

PHQ-2: Kroenke K, Spitzer RL, Williams JBW. The Patient Health Questionnaire-2: validity of a two-item depression
screener. Medical Care 2003;41(11):1284-1292. Two items of 0 to 3, sum 0 to 6; the authors suggest 3 as the point from
which to look further.

GAD-2: Kroenke K, Spitzer RL, Williams JBW, Monahan PO, Löwe B. Anxiety disorders in primary care: prevalence,
impairment, comorbidity, and detection. Annals of Internal Medicine 2007;146(5):317-325. Two items of 0 to 3, sum 0 to
6; the suggested point is 3 as well.

Both were developed with a grant from Pfizer Inc., which asks for no permission to reproduce, translate, display or
distribute them. Their wording stays English until their published translations are added: a measure that is translated
freely is another measure.
"""

from api_client.wire.measures import MeasureBand, MeasureItem, MeasureOption, MeasurePack
from mobile.words import t

_OPTIONS = tuple(
    MeasureOption(text=text, points=points)
    for points, text in enumerate(("Not at all", "Several days", "More than half the days", "Nearly every day"))
)
_LOOK_FURTHER_FROM = 3  # of 6, for both
_LICENCE = (
    "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational grant "
    "from Pfizer Inc. No permission required to reproduce, translate, display or distribute."
)
_SOURCE = "https://www.phqscreeners.com/"


def built_in_packs() -> tuple[MeasurePack, ...]:
    """Return the measures that every device has; what is said about them is in the member's language."""
    bands = (
        MeasureBand(
            least=0,
            words=t(
                "Answers like these are common. If it weighs on you all the same, that is reason enough to talk to "
                "someone."
            ),
        ),
        MeasureBand(
            least=_LOOK_FURTHER_FROM,
            words=t("Many people who answer like this find it worth talking to someone."),
            offers_help=True,
        ),
    )
    return (
        MeasurePack(
            id="phq-2",
            version=1,
            language="en",
            name="PHQ-2",
            about=t("Two questions about low mood in the last two weeks."),
            stem="Over the last 2 weeks, how often have you been bothered by any of the following problems?",
            options=_OPTIONS,
            items=(
                MeasureItem(id="interest", text="Little interest or pleasure in doing things"),
                MeasureItem(id="down", text="Feeling down, depressed, or hopeless"),
            ),
            may_skip=True,
            bands=bands,
            licence=_LICENCE,
            source=_SOURCE,
        ),
        MeasurePack(
            id="gad-2",
            version=1,
            language="en",
            name="GAD-2",
            about=t("Two questions about worry in the last two weeks."),
            stem="Over the last 2 weeks, how often have you been bothered by the following problems?",
            options=_OPTIONS,
            items=(
                MeasureItem(id="nervous", text="Feeling nervous, anxious or on edge"),
                MeasureItem(id="worrying", text="Not being able to stop or control worrying"),
            ),
            may_skip=True,
            bands=bands,
            licence=_LICENCE,
            source=_SOURCE,
        ),
    )
