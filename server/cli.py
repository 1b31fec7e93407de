"""`kith`: what a host and a member type. Commands import what they need when they run, so that help is instant."""

import contextlib
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="kith",
    help="Kith: a private mood journal and small peer-support groups.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
crisis_lines = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
reports = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(reports, name="reports", help="Reports that nobody who looks after their group may judge.")
measures = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(measures, name="measures", help="The check-in measures that this host adds.")
app.add_typer(crisis_lines, name="crisis-lines", help="The crisis lines that this host keeps for its people.")


def main() -> None:
    """Run the command line; the entry point `kith`."""
    app()


@app.command()
def serve(
    data: Annotated[
        Path | None, typer.Option(help="Folder of the database. Back up this folder. [KITH_DATA, default: kith-data]")
    ] = None,
    host: Annotated[
        str | None,
        typer.Option(help="Address to listen on; 0.0.0.0 for all networks. [KITH_HOST, default: 127.0.0.1]"),
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on. [KITH_PORT, default: 8710]")] = None,
    example: Annotated[bool, typer.Option("--example", help="Fill an empty host with an example community.")] = False,
) -> None:
    """Run a host: the server that a group's devices talk to.

    It keeps everything in one folder and needs nothing else. Stop it with Ctrl-C. To reach it from other machines, put
    a reverse proxy with HTTPS in front (Caddy, nginx). Further settings are read from KITH_* variables: KITH_NAME,
    KITH_HOUSE_RULES (a JSON list of short lines), KITH_AGE_MIN, KITH_SIGN_UP_OPEN, KITH_PUBLIC_URL, KITH_DATABASE_URL,
    KITH_CRISIS_LINES (a file), KITH_MEASURES (a folder).
    """
    from pydantic import ValidationError

    from server.logs import start_logging
    from server.serving import is_port_free, make_server
    from server.serving import serve as run
    from server.settings import Settings

    given = {"data": data, "host": host, "port": port}
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        for problem in error.errors():
            typer.echo(f"KITH_{'_'.join(map(str, problem['loc'])).upper()}: {problem['msg']}", err=True)
        raise typer.Exit(2) from None
    if settings.port and not is_port_free(settings.host, settings.port):
        typer.echo(f"Something else listens on {settings.host}:{settings.port}. Choose another with --port.", err=True)
        raise typer.Exit(2)
    start_logging(settings.log_level)
    if settings.crisis_lines is not None:
        _tell_of_crisis_lines(settings.crisis_lines)
    if settings.measures is not None:
        _tell_of_measures(settings.measures)
    from server.app import create_app
    from server.folder_lock import FolderInUse, folder_lock

    stack = contextlib.ExitStack()
    if settings.database_url is None:
        try:
            stack.enter_context(folder_lock(settings.data))
        except FolderInUse as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from None
    application = create_app(settings, example=example)

    def say_where(address: str) -> None:
        typer.echo(f"{settings.name} listens on {settings.public_url or address}")
        if example:
            from server.example import JOIN_CODES

            typer.echo(f"Codes of the example groups: {', '.join(JOIN_CODES.values())}")
        sys.stdout.flush()

    server = make_server(
        application,
        host=settings.host,
        port=settings.port,
        trusted_proxies=settings.trusted_proxies,
        ready=say_where,
    )
    with stack:
        code = run(server)
    raise typer.Exit(code)


@crisis_lines.command()
def check(
    file: Annotated[
        Path | None, typer.Argument(help="The file with this host's own lines. [default: KITH_CRISIS_LINES]")
    ] = None,
) -> None:
    """Check the crisis lines of this host, and name those that nobody has compared for more than 180 days.

    It ends with 1 when some are old, with 2 when the file cannot be used.
    """
    from server.settings import Settings

    path = file or Settings().crisis_lines
    if path is None:
        typer.echo("This host keeps no crisis lines of its own: KITH_CRISIS_LINES is not set.")
        return
    if _tell_of_crisis_lines(path):
        raise typer.Exit(1)


def _tell_of_crisis_lines(path: Path) -> int:
    """Say how the file stands, and return how many of its lines are old; end with 2 when it cannot be used."""
    from datetime import UTC, datetime

    from server.about.crisis_lines import describe_old, read_crisis_lines
    from server.about.kept_files import BadFile

    try:
        lines = read_crisis_lines(path)
    except BadFile as error:
        for problem in error.problems:
            typer.echo(problem, err=True)
        raise typer.Exit(2) from None
    old = describe_old(lines, datetime.now(UTC).date())
    for sentence in old:
        typer.echo(sentence, err=True)
    count = sum(len(country.lines) for country in lines.countries)
    typer.echo(f"{count} crisis lines in {len(lines.countries)} countries, {len(old)} of them old.")
    return len(old)


@measures.command(name="check")
def check_measures(
    path: Annotated[
        Path | None, typer.Argument(help="One file, or the folder of all of them. [default: KITH_MEASURES]")
    ] = None,
) -> None:
    """Check the measures that this host adds: their shape, and that their scores and words fit together.

    It ends with 2 when one cannot be used.
    """
    from server.settings import Settings

    wanted = path or Settings().measures
    if wanted is None:
        typer.echo("This host adds no measures: KITH_MEASURES is not set.")
        return
    _tell_of_measures(wanted)


def _tell_of_measures(path: Path) -> None:
    """Say what there is; end with 2 when something in it cannot be used."""
    from server.about.kept_files import BadFile
    from server.about.measures import describe, read_measure, read_measures

    try:
        packs = read_measures(path) if path.is_dir() else (read_measure(path),)
    except BadFile as error:
        for problem in error.problems:
            typer.echo(problem, err=True)
        raise typer.Exit(2) from None
    for pack in packs:
        typer.echo(describe(pack))


@reports.command(name="list")
def list_reports(
    data: Annotated[Path | None, typer.Option(help="Folder of the database. [KITH_DATA, default: kith-data]")] = None,
) -> None:
    """Show what was reported about, or by, the only one who looks after a group. The host may go on running."""
    from server.moderation.for_host import list_for_host
    from server.office import at_the_data

    found = at_the_data(data, list_for_host)
    for one in found:
        typer.echo(f"{one.id}  {one.reported_at:%Y-%m-%d %H:%M} UTC  {one.group_name}: {one.about}")
        for line in (*one.words.splitlines(), *(f"({voice})" for voice in one.voices)):
            typer.echo(f"    {line}")
    if not found:
        typer.echo("No report waits for the host.")


@reports.command(name="close")
def close_one(
    report: Annotated[str, typer.Argument(help="The id, as `kith reports list` shows it.")],
    outcome: Annotated[str, typer.Option(help="no_action, noted, removed or talked.")] = "talked",
    words: Annotated[str | None, typer.Option(help="What those who reported it should read.")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of the database. [KITH_DATA, default: kith-data]")] = None,
) -> None:
    """Close one of them; those who reported it are told. With SQLite the host must not run meanwhile."""
    from uuid import UUID

    from api_client.wire.moderation import ReportOutcome
    from server.errors import Refusal
    from server.moderation.for_host import close_for_host
    from server.office import at_the_data

    try:
        report_id, came_of_it = UUID(report), ReportOutcome(outcome)
        at_the_data(data, lambda tx: close_for_host(tx, report_id, came_of_it, words), writes=True)
    except (ValueError, Refusal):
        typer.echo("No report of this id waits for the host, or the outcome or the words do not fit.", err=True)
        raise typer.Exit(1) from None
    typer.echo("Closed. Those who reported it are told.")


@app.command(name="app")
def open_app(
    server: Annotated[str | None, typer.Option(help="Address of the host, e.g. https://kith.example.org")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of this device's own, sealed data.")] = None,
    web: Annotated[bool, typer.Option("--web", help="Show the app in the browser instead of a window.")] = False,
    port: Annotated[int | None, typer.Option(help="With --web: the port on this machine.")] = None,
) -> None:
    """Open the app of a member on this device."""
    command = [sys.executable, "-m", "mobile"]
    for flag, value in (("--server", server), ("--data", data), ("--port", port)):
        if value is not None:
            command += [flag, str(value)]
    if web:
        command.append("--web")
    device = subprocess.Popen(command)  # noqa: S603  (our own module, arguments as a list)
    raise typer.Exit(_wait_through_interrupts(device))


@app.command()
def demo(
    data: Annotated[Path, typer.Option(help="Folder for everything the demo keeps.")] = Path(".kith-demo"),
    port: Annotated[int, typer.Option(help="Port of the host; the two devices take the next two.")] = 8710,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Delete what an earlier demo kept, and start anew.")] = False,
) -> None:
    """Try it: a host with an example community and two devices, Sam's and Priya's, on this machine only."""
    from server.demo import run_demo

    raise typer.Exit(run_demo(data, port, open_browser=not no_open, reset=reset))


def _wait_through_interrupts(process: subprocess.Popen[bytes]) -> int:
    """Wait for a process; Ctrl-C reaches it by itself, as it shares the terminal, and SIGTERM is passed on."""
    import signal

    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


if __name__ == "__main__":
    main()
