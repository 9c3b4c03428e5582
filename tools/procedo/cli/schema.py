"""`procedo schema`: what editors need to complete and underline the YAML."""

from __future__ import annotations

from procedo.cli.options import Debug, Language, LibraryFolder, desk
from procedo.cli.voice import voice
from procedo.terms import say


def command(library: LibraryFolder = None, lang: Language = None, debug: Debug = False) -> int:
    """生成 JSON Schema · write the JSON Schemas of the YAML."""
    place = desk(library, lang)
    from procedo.lifecycle.schema import write_schemas

    written = write_schemas(place.root)
    for file in written:
        voice.write(f"{file.relative_to(place.root).as_posix()}\n")
    voice.tell(say(f"共 {len(written)} 个 schema", f"{len(written)} schemas"))
    return 0
