"""Benchmarks: every figure beside a floor of the same run. `python -m tests.bench` prints the table."""
