"""``python -m bench.duplicates``: how many people with two files are found, and what it costs.

Made-up people with a fixed seed, some of them written down a second time with noise. Each who
comes is looked for among all who came before, through the tokens that the service stores, and the
six with the most weight are scored, as the service does.
"""

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from bench.noisy_names import Pair, Someone, someone, written_again
from referral_api.domain.codelists.documents import DocumentKind
from referral_api.domain.identification.identities.compounds import (
    Described,
    compounds_to_find,
    stored_compounds,
)
from referral_api.domain.identification.identities.likeness import likeness, score
from referral_api.domain.identification.identities.schemas import IdentityDocument, IdentityFields
from referral_api.security.blind_index import BlindIndex
from referral_api.security.key_ring import Secrets

OPENED, TOLD, _OF_A_TOKEN = 6, 3, 30
LEAST_RECALL = 0.95


@dataclass
class Found:
    """What was found of the pairs of one kind."""

    pairs: int = 0
    blocked: int = 0  # among the six that are opened
    told: int = 0  # among the three that are told of


@dataclass
class Result:
    """What a run found, in all and by kind of noise."""

    by_kind: dict[str, Found] = field(default_factory=lambda: defaultdict(Found))
    told_right: Counter[str] = field(default_factory=Counter)
    told_wrong: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def recall(self, kind: str = "all") -> float:
        """Return which part of the pairs is among the candidates that are told of."""
        return self.by_kind[kind].told / max(self.by_kind[kind].pairs, 1)

    def precision(self, kind: str = "all") -> float:
        """Return which part of what is told of is true."""
        told = self.told_right[kind] + self.told_wrong[kind]
        return self.told_right[kind] / max(told, 1)


class Register:
    """The tokens of a register in memory, looked through as the database does."""

    def __init__(self) -> None:
        self.index = BlindIndex(Secrets(b"made up", [b"made up"]))
        self.people: list[Described] = []
        self._tokens: dict[bytes, list[int]] = defaultdict(list)

    def add(self, who: Described) -> int:
        """Store the tokens of a person."""
        self.people.append(who)
        for token in self.index.tokens(stored_compounds(who)):
            self._tokens[token].append(len(self.people) - 1)
        return len(self.people) - 1

    def alike(self, who: Described, but: int) -> list[int]:
        """Return those with the most weight."""
        weight: Counter[int] = Counter()
        for compound, worth in compounds_to_find(who).items():
            for token in self.index.tokens_to_find(compound):
                for one in self._tokens.get(token, ())[:_OF_A_TOKEN]:
                    weight[one] += worth
        del weight[but]
        return [one for one, _ in weight.most_common(OPENED)]


def run(people: int, pairs: int, seed: int) -> Result:
    """Make people, let some come twice, and look for each who comes again."""
    dice = random.Random(seed)  # noqa: S311 - made-up people
    register, result = Register(), Result()
    made = [someone(dice) for _ in range(people)]
    twice = [written_again(dice, made[place]) for place in dice.sample(range(people), pairs)]
    for one in made:
        register.add(described(one))
    place_of = {id(one): place for place, one in enumerate(made)}
    begun = time.process_time()
    for pair in twice:
        _look(register, pair, place_of[id(pair.first)], result)
    result.seconds = time.process_time() - begun
    return result


def _look(register: Register, pair: Pair, true: int, result: Result) -> None:
    again = described(pair.again)
    opened = register.alike(again, register.add(again))
    scored = sorted(opened, key=lambda one: -score(again, register.people[one]))
    told = [one for one in scored if likeness(again, register.people[one]) is not None][:TOLD]
    for kind in ("all", *pair.kinds):
        found = result.by_kind[kind]
        found.pairs += 1
        found.blocked += true in opened
        found.told += true in told
        result.told_right[kind] += true in told
        result.told_wrong[kind] += len(set(told) - {true})


def described(who: Someone) -> Described:
    """Write a made-up person as an identity."""
    documents = [] if who.document is None else [
        IdentityDocument(kind=DocumentKind.NATIONAL_ID, number=who.document)
    ]  # fmt: skip
    return Described(
        IdentityFields(
            family_name=who.family, given_names=who.given, birth_date=who.born,
            birth_place=who.place, phones=[who.phone] if who.phone else [], documents=documents,
        ),
        who.sex,
    )  # fmt: skip


def main() -> None:
    """Run it; fail where too few are found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=20_000)
    options.add_argument("--pairs", type=int, default=2_000)
    options.add_argument("--seed", type=int, default=7)
    given = options.parse_args()
    result = run(given.people, given.pairs, given.seed)
    write = sys.stdout.write
    write(f"{given.people} people, {given.pairs} of them twice, seed {given.seed}\n")
    write(f"{'noise':14}{'pairs':>7}{'opened':>9}{'recall':>9}{'precision':>11}\n")
    for kind in sorted(result.by_kind, key=lambda kind: (kind != "all", kind)):
        found = result.by_kind[kind]
        write(
            f"{kind:14}{found.pairs:7}{found.blocked / found.pairs:9.3f}"
            f"{result.recall(kind):9.3f}{result.precision(kind):11.3f}\n"
        )
    each = result.seconds / max(given.pairs, 1) * 1000
    write(f"{each:.2f} ms of CPU for each who came again, without the database\n")
    if result.recall() < LEAST_RECALL:
        raise SystemExit(f"recall {result.recall():.3f} is below {LEAST_RECALL}")


if __name__ == "__main__":
    main()
