"""`procedo site build` and `procedo site serve`: the documentation site."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from procedo.cli.options import Debug, Language, LibraryFolder, desk, one_of
from procedo.cli.voice import voice
from procedo.problem import refuse
from procedo.terms import say

AUDIENCES = ("staff", "auditor")

Audience = Annotated[
    str, typer.Option("--for", metavar="|".join(AUDIENCES), help="读者 · for whom: an auditor also sees the findings")
]
Port = Annotated[int, typer.Option("--port", metavar="PORT", help="端口 · port (0: a free one)")]


def build(
    audience: Audience = "staff", library: LibraryFolder = None, lang: Language = None, debug: Debug = False
) -> int:
    """生成网站 · build the site into build/html."""
    place = desk(library, lang)
    one_of(audience, AUDIENCES, "--for")
    from procedo.site.build import build as build_site

    pages = build_site(place.root, audience)
    voice.tell(say(f"网站：{pages / 'index.html'}", f"site: {pages / 'index.html'}"))
    return 0


def serve(
    port: Port = 8000, library: LibraryFolder = None, lang: Language = None, debug: Debug = False
) -> int:
    """在本机浏览 · show build/html on this machine only, until Ctrl-C."""
    place = desk(library, lang)
    folder = place.root / "build" / "html"
    if not (folder / "index.html").is_file():
        raise refuse("no-site", "还没有网站，请先运行 procedo site build", "there is no site yet: run procedo site build")
    with _server(folder, port) as server:
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        voice.tell(say(f"{address} （Ctrl-C 结束）", f"{address} (Ctrl-C ends)"))
        server.serve_forever()
    return 0


def _server(folder: Path, port: int):
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    class Pages(SimpleHTTPRequestHandler):
        def __init__(self, *parts, **options):
            super().__init__(*parts, directory=str(folder), **options)

        def log_message(self, format: str, *parts) -> None:
            """Quiet: who reads what is nobody's business."""

        def handle(self) -> None:
            with suppress(ConnectionError):  # a browser that goes away asks for nothing more
                super().handle()

    try:
        return ThreadingHTTPServer(("127.0.0.1", port), Pages)
    except OSError as error:
        raise refuse(
            "port-taken",
            f"端口 {port} 无法使用（{error.strerror}）；可换一个：--port 0",
            f"port {port} cannot be used ({error.strerror}); try --port 0",
        ) from error
