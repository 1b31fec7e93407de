"""The entry that `flet build` insists on; everything else stands in `mobile`."""

from mobile.app import run

if __name__ == "__main__":
    run()
