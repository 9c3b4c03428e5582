"""The YAML reader: values of the 1.2 core schema, the place of everything, and no harm from any bytes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procedo.library.typed import typed, typed_part
from procedo.library.yaml_reader import read_yaml, read_yaml_bytes
from procedo.model import Form, Recordset
from procedo.problem import Place, ProblemError


def data(text: str):
    return read_yaml_bytes(text.encode(), "x.yml").data


@pytest.mark.parametrize(("written", "value"), [
    ("true", True), ("False", False), ("null", None), ("~", None), ("", None), ("12", 12), ("-3", -3), ("0", 0),
    ("0.5", 0.5), ("1.0", 1.0), ("on", "on"), ("no", "no"), ("yes", "yes"), ("y", "y"), ("5.10", "5.10"), ("0123", "0123"),
    ("0x1f", "0x1f"), ("1_000", "1_000"), ("2026-03-01", "2026-03-01"), ("12:30", "12:30"), ("1e3", "1e3"), (".5", ".5"),
    ("+1", "+1"), ("-0", 0), (".inf", ".inf"), ("5%", "5%"), ("\"12\"", "12"), ("'true'", "true"),
    ("9" * 40, "9" * 40), ("0.1234567890123456789", "0.1234567890123456789"), ("=", "="), ("1.5.2", "1.5.2"),
])
def test_core_schema(written, value):
    found = data(f"a: {written}")["a"]
    assert found == value and type(found) is type(value)


def test_keys_are_text():
    assert data("{1: a, true: b, 2026-01-01: c, no: d, 1.50: e}") == {"1": "a", "true": "b", "2026-01-01": "c", "no": "d", "1.50": "e"}


def test_numbers_become_text_where_text_is_wanted():
    form = typed(Form, read_yaml_bytes(
        b"form: f\ntitle: 2026\nrevision: 1.0\nstatus: draft\nkey: n\nfields: {n: {type: text, label: 5.6, pattern: 7}}", "f.yml"))
    assert (form.title.in_("zh"), form.revision, form.fields["n"].label.in_("zh"), form.fields["n"].pattern) == ("2026", "1.0", "5.6", "7")


def test_places():
    yaml = read_yaml_bytes(b"# first\na: 1\nb:\n  - {c: 'x y', d: [1, 2]}\n  -   e: |\n        text\n", "p/x.yml")
    assert yaml.place(()) == Place("p/x.yml", 2, 1)
    assert yaml.place(("a",)) == Place("p/x.yml", 2, 4)
    assert yaml.place(("b", 0, "c")) == Place("p/x.yml", 4, 9)
    assert yaml.place(("b", 0, "c"), offset=2) == Place("p/x.yml", 4, 12)
    assert yaml.place(("b", 0, "c"), key=True) == Place("p/x.yml", 4, 6)
    assert yaml.place(("b", 0, "d", 1)) == Place("p/x.yml", 4, 23)
    assert yaml.place(("b", 1, "e"), key=True) == Place("p/x.yml", 5, 7)
    assert yaml.place(("b", 1, "nothing", 3)) == Place("p/x.yml", 5, 7)
    assert yaml.place(("b", 9)) == Place("p/x.yml", 3 + 1, 3)


def test_aliases_share_values_and_places():
    yaml = read_yaml_bytes(b"a: &x {k: 1}\nb: *x", "x.yml")
    assert yaml.data == {"a": {"k": 1}, "b": {"k": 1}}
    assert yaml.place(("b", "k")) == Place("x.yml", 1, 11)


def test_a_part_of_a_file_is_typed_with_its_places():
    yaml = read_yaml_bytes(b"sources:\n  - {form: a, path: b, sheeet: c}", "r.yml")
    with pytest.raises(ProblemError) as caught:
        typed_part(Recordset.model_fields["sources"].annotation.__args__[0], yaml.data["sources"][0],
                   lambda path, key=False: yaml.place(("sources", 0, *path), key=key))
    assert str(caught.value) == "r.yml:2:24: [unknown-key] there is no key “sheeet” here; did you mean “sheet”?"


def test_missing_file(tmp_path: Path):
    with pytest.raises(ProblemError, match="no-such-file"):
        read_yaml(tmp_path / "none.yml", "none.yml")


def test_too_large():
    with pytest.raises(ProblemError, match="too-large"):
        read_yaml_bytes(b"a: " + b"x" * 2_100_000, "x.yml")


def survives(content: bytes) -> None:
    began = time.monotonic()
    try:
        assert isinstance(read_yaml_bytes(content, "x.yml").data, dict)
    except ProblemError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.sentence.zh and problem.sentence.en and problem.place.file == "x.yml"
    assert time.monotonic() - began < 5


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(content):
    survives(content)


PIECES = st.sampled_from([
    "a", "b: ", "- ", "\n", "  ", "\t", ": ", "：", "，", "　", "\u00a0", "[", "]", "{", "}", "&a ", "*a", "\"", "'", "|", ">", "? ",
    "---", "...", "#", "!!str ", "%YAML 1.2", "<<: ", "\r\n", "\ufeff", "\x07", "\u2028", "\x85", "5.10", "null", "@", "`", "<<<<<<< x",
    "😀", "“", "\\", "\"\\ud800\"", "\x00",
])


@settings(max_examples=800, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_yaml(text, encoding):
    survives(text.encode(encoding))


@pytest.mark.parametrize("content", [
    b"[" * 500_000, b"{" * 500_000, b"- " * 500_000, b"a: " + b"{a: " * 100_000, b"? " * 100_000,
    b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 9)) for i in range(20)),
    b"a: &a " + b"x" * 500_000 + b"\nb: [" + b"*a, " * 400 + b"]",
    b"a: [" + b"x, " * 400_000 + b"]", b"a: \"" + b"\\x41" * 300_000, b"\n" * 1_900_000, b"a: " + b"'" * 1_000_000, b"!" * 100_000,
    b"a:\n" + b"\n".join(b"  k%d: v" % i for i in range(140_000)), b"&a " * 100_000, b"a: |\n" + b" \n" * 500_000,
], ids=range(15))
def test_hostile_files_end_soon(content):
    survives(content)
