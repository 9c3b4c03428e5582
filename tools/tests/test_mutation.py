"""Mutation proof: every fault that is put into 10,000 clean contracts is found, and nothing else is."""

from __future__ import annotations

import pytest
from mutation import approvals, records, stated, sums, windows
from mutation.kit import CONTRACTS, PLACES, Subject, prove

SUBJECTS: tuple[Subject, ...] = (*approvals.SUBJECTS, *windows.SUBJECTS, *records.SUBJECTS, *sums.SUBJECTS, *stated.SUBJECTS)


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}".rstrip("0").rstrip(".")


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_every_fault_is_found_and_nothing_else(subject, capsys):
    result = prove(subject)
    assert result.cases >= CONTRACTS and len(result.injected) >= PLACES * sum(bool(mutant.reasons) for mutant in subject.mutants)
    injected, found = result.of("nonconforming")
    right = sum(found.get(key) == reasons for key, reasons in injected.items())
    unsure, doubted = result.of("undetermined")
    with capsys.disabled():
        print(f"\n{subject.name}: recall {share(right, len(injected))} / precision {share(right, len(found))}, "
              f"{len(injected)} faults of {len([m for m in subject.mutants if m.verdict == 'nonconforming' and m.reasons])} sorts; "
              f"undetermined {len(doubted)} of {len(unsure)}: {', '.join(m.name for m in subject.mutants if m.verdict == 'undetermined') or 'none'}")
    assert found == injected
    assert doubted == unsure
