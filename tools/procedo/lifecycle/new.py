"""New: a desk copy to begin with, valid from the first line on."""

from __future__ import annotations

import re
from pathlib import Path

from procedo import write
from procedo.library.scan import FOLDER, scan
from procedo.lifecycle.edit import flow
from procedo.model import DOCUMENTS
from procedo.problem import nearest, refuse

PLACES = {"procedure": "", "form": "forms/", "matrix": "matrices/", "calendar": "calendars/", "profile": "profiles/"}
"""Where the desk copies of a kind stand; lists stand at the top."""
BODIES = {
    "procedure": """\
purpose: {{zh: 写明为什么要有这份程序。, en: Say why this procedure exists.}}
scope: {{zh: 写明适用于哪些业务和部门。, en: Say which business and departments it applies to.}}
parameters: {{}}
steps:
  - id: "1"
    title: {{zh: 第一步, en: First step}}
    responsible: {role}
    work: {{zh: 写明做什么。, en: Say what is done.}}
    origin: chosen
requirements: []
""",
    "form": """\
key: id
fields:
  id: {{type: text, required: true, label: {{zh: 编号, en: No.}}}}
origin: chosen
""",
    "matrix": """\
about: {form}
hit: unique
lines:
  - id: L1
    approvals:
      - {{step: 1, role: {role}}}
    origin: chosen
origin: chosen
""",
    "calendar": """\
first: 2026-01-01
last: 2026-12-31
off: []
worked: []
""",
    "profile": """\
procedures: []
""",
    "role_list": """\
roles: []
""",
    "glossary": "terms: []\n",
    "clause_list": "standard: ISO 9001:2015\nclauses: []\n",
    "source_list": "sources: []\n",
    "decision_list": "decisions: []\n",
    "indicator_list": "indicators: []\n",
}


def new(root: Path, kind: str, id: str, title: str | None = None) -> Path:
    """Write the desk copy of a new document; the file. ProblemError for a kind or id that cannot be."""
    kind = kind.replace("-", "_")
    if kind not in DOCUMENTS:
        hint = nearest(kind, DOCUMENTS)
        raise refuse("unknown-document-kind", f"没有“{kind}”这种文件{hint.zh}", f"there is no kind of document “{kind}”{hint.en}")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", id):
        raise refuse("bad-id", f"编号“{id}”只能用英文字母、数字和 . _ -", f"the id “{id}” may hold letters, digits and . _ - only")
    with write.lock(root / FOLDER):
        found = scan(root)
        taken = next((d for d in [*found.desk, *found.released] if d.id.lower() == id.lower()), None)
        if taken:
            raise refuse("id-taken", f"编号“{id}”已用于 {taken.file}", f"the id “{id}” is taken by {taken.file}")
        target = root / FOLDER / f"{PLACES.get(kind, '')}{id}.yml"
        if target.exists():
            raise refuse("file-exists", f"{target.name} 已存在", f"{target.name} exists already")
        roles = [role.id for d in [*found.desk, *found.released] if d.kind == "role_list" for role in d.model.roles]
        forms = [d.id for d in [*found.desk, *found.released] if d.kind == "form"]
        body = BODIES[kind].format(role=roles[0] if roles else "role", form=forms[0] if forms else "form")
        up = "../" * PLACES.get(kind, "").count("/")
        head = f"# yaml-language-server: $schema={up}schema/{kind}.json\n{kind}: {id}\ntitle: {flow(title or id)}\nrevision: \"1\"\nstatus: draft\n"
        return write.write_text(target, head + body)
