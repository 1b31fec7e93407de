"""How large each figure's data is and how often it is measured. Tiny only shows that the benchmarks still run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Sizes of one run of the benchmarks; seconds are per measurement."""

    name: str
    runs: int
    seconds: float
    warm_up: float
    posts_small: int
    posts_large: int
    records: int  # of the first sync
    pull_records: int  # of the account that is pulled
    pull_accounts: int  # that share the database with it
    pull_records_of_others: int
    entries: int  # of the device
    taps: int
    streams: int
    hints: int
    posts_search: int

    @property
    def is_tiny(self) -> bool:
        """Whether figures mean nothing."""
        return self.name == "tiny"


DEFAULT = Scale("default", 5, 2.5, 0.7, 1_000, 1_000_000, 11_000, 36_000, 100, 3_600, 36_000, 200, 500, 40, 60_000)
FULL = Scale("full", 7, 5.0, 1.0, 1_000, 1_000_000, 11_000, 36_000, 100, 36_000, 36_000, 1_000, 2_000, 100, 60_000)
QUICK = Scale("quick", 5, 1.5, 0.5, 1_000, 100_000, 11_000, 36_000, 20, 3_600, 36_000, 100, 500, 20, 20_000)
TINY = Scale("tiny", 1, 0.2, 0.05, 60, 120, 40, 60, 3, 30, 60, 4, 8, 2, 60)
