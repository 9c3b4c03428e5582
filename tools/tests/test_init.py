"""`procedo init`: a library of one's own that lints and checks at once, whatever the folder is called."""

from __future__ import annotations

import pytest

from procedo.library import read
from procedo.lifecycle.init import Owner, init, profiles
from procedo.problem import ProblemError


def test_a_chinese_folder_an_organisation_and_a_profile(tmp_path, shell):
    place = tmp_path / "我的 文件库"
    done = shell("init", str(place), "--organisation", "某某贸易", "--languages", "zh,en", "--profile", "field-sales", cwd=tmp_path)
    assert done.returncode == 0 and str(place) in done.stdout
    settings = read(place).settings
    assert (settings.organisation.in_("zh"), settings.languages, settings.profile) == ("某某贸易", ["zh", "en"], "field-sales")
    assert shell("lint", "--library", str(place)).returncode == 0
    checked = shell("check", "sample", "--procedure", "QP-SAL-10", "--library", str(place), "--lang", "en")
    assert checked.returncode == 1 and "evaluated" in checked.stdout.splitlines()[-1], "the sample company has planted faults"


def test_defaults_without_a_terminal(tmp_path, shell):
    place = tmp_path / "library"
    assert shell("init", str(place), cwd=tmp_path).returncode == 0
    assert read(place).settings.profile == "general-b2b"


@pytest.mark.parametrize("owner, id", [(Owner(profile="fild-sales"), "unknown-profile"), (Owner(languages=("fr",)), "unknown-language")])
def test_nothing_is_made_when_something_is_wrong(tmp_path, owner, id):
    with pytest.raises(ProblemError) as caught:
        init(tmp_path / "library", owner)
    assert caught.value.problems[0].id == id and list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_left_alone(tmp_path, shell):
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "mine.txt").write_text("x", encoding="utf-8")
    done = shell("init", str(tmp_path / "library"), cwd=tmp_path)
    assert done.returncode == 2 and "not-empty" in done.stderr
    assert [p.name for p in (tmp_path / "library").iterdir()] == ["mine.txt"]


def test_five_profiles_to_choose_from():
    assert set(profiles()) == {"general-b2b", "real-estate", "retail-clothing", "oa-vendor", "field-sales"}
