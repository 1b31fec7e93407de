"""`python -m mobile`: this device's app."""

from mobile.command import command

if __name__ == "__main__":
    command()
