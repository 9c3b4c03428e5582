"""Faults that people state themselves: an attestation that something does not conform, and one that nobody gave."""

from __future__ import annotations

from judging import form
from mutation.kit import CONTRACTS, Mutant, Subject, World, day

from procedo.language.context import Stated

CONTRACT = form("contract", "id:text! signed_at:date", date=["signed_at"])
SAID: list[tuple[str, None, bool]] = []
"""What was attested of each contract, by its number."""


def clean() -> World:
    world = World()
    SAID[:] = [(f"HT-{n}", None, True) for n in range(CONTRACTS)]
    for n in range(CONTRACTS):
        world.add("contract", n, id=f"HT-{n}", signed_at=day(n % 40))
    return world


def denied(world: World, n: int) -> None:
    SAID[n] = (f"HT-{n}", None, False)


def unsaid(world: World, n: int) -> None:
    SAID[n] = ("HT-none", None, False)


ATTESTATION = Subject("attestation", {"kind": "attestation", "case": "contract"}, [CONTRACT], clean, (
    Mutant("somebody attested that it does not conform", ("declared-nonconforming",), denied),
    Mutant("nobody attested", ("attestation-due",), unsaid, "undetermined"),
), {"stated": Stated(attested={"": SAID})})
SUBJECTS = (ATTESTATION,)
