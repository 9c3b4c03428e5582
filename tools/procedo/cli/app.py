"""The commands and where they live. A command's module is imported here; what it needs, when it runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from procedo import __version__
from procedo.cli import (
    check,
    coverage,
    diff,
    explain,
    export,
    fitness,
    history,
    importing,
    init,
    lint,
    new,
    register,
    release,
    replay,
    review,
    revise,
    schema,
    site,
    test,
    withdraw,
)

EXTENSIBLE = ("rules", "reports", "sources", "engines")


def command_line():
    """The whole command line as one command, ready for `make_context`."""
    app = typer.Typer(
        name="procedo", rich_markup_mode=None, add_completion=False,
        pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(start)
    commands = (
        init, lint, check, test, coverage, fitness, explain, schema, new, revise, review, release, withdraw, history, diff, replay, export,
        register,
    )
    for module in commands:
        app.command(module.__name__.rsplit(".", 1)[-1])(module.command)
    app.command("import")(importing.command)
    pages = typer.Typer(help="文档网站 · the documentation site")
    pages.command("build")(site.build)
    pages.command("serve")(site.serve)
    app.add_typer(pages, name="site")
    return typer.main.get_command(app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"procedo {__version__}")
        raise typer.Exit()


def start(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本 · print the version")
    ] = False,
) -> None:
    """把组织的 ISO 程序文件当作代码来维护，并用它检查业务记录。

    Keep an organisation's ISO procedures as code, and check its records against them.

    退出码 exit codes: 0 通过 fine · 1 有不符合 nonconforming · 2 无法回答 not answered · 3 程序故障 our fault ·
    130 中断 interrupted
    """
    extensions(os.environ.get("PROCEDO_EXTENSIONS", ""))


def extensions(folder: str) -> None:
    """An organisation's own kinds, reports, sources and engines: sub-folders of $PROCEDO_EXTENSIONS."""
    if not folder:
        return
    from procedo.folder import add_folder
    from procedo.problem import refuse

    if not Path(folder).is_dir():
        raise refuse(
            "no-extensions",
            f"环境变量 PROCEDO_EXTENSIONS 所指的文件夹“{folder}”不存在",
            f"there is no folder “{folder}”, which PROCEDO_EXTENSIONS names",
        )
    for name in EXTENSIBLE:
        place = Path(folder) / name
        if place.is_dir():
            add_folder(f"procedo.{name}", place.resolve())
