"""The generated data as facts, each computed from its index alone.

No key is stored for a later look-up: the load generator computes number and key of any guarantee as the loader did.
"""

import base64
import datetime
import hashlib
import random
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice
from uuid import UUID

from models.enums import GuaranteeKind
from models.numbering import compose
from security.auth_keys import ALPHABET, Keyring

SEED = "kakusho-benchmark-1"
KEYRING = Keyring(
    hashlib.sha256(b"pepper of the benchmarks").digest(), {1: hashlib.sha256(b"their envelopes").digest()}
)
REQUIRED = {
    "PUBLIC_URL": "http://kakusho.test",
    "AUTH_KEY_PEPPER": base64.b64encode(KEYRING.pepper).decode(),
    "AUTH_KEY_ENVELOPE_KEYS": f"1:{base64.b64encode(KEYRING.envelope_keys[1]).decode()}",
}
"""For the environment of servers; the secrets protect generated data only."""

BRANCHES, SECOND_SURETY_FROM = 47, 40
"""Branches from the 41st on belong to the second surety."""
OBLIGEES, CLIENTS = 40, 8
OBLIGEES_A_CLIENT = OBLIGEES // CLIENTS
RARE_OBLIGEE, RARE_CLIENT = OBLIGEES - 1, CLIENTS
RARELY = 64
"""The last obligee has received one guarantee in so many, by another system that acts for all obligees."""
YEARS = range(2016, 2026)
BLOCK = 100
"""The number of consecutive contracts with the same branch and fiscal year."""
GUARANTEES_A_CONTRACT = 2
SMALLEST = 10 * BLOCK * GUARANTEES_A_CONTRACT

_JAPAN = datetime.timezone(datetime.timedelta(hours=9))
_KEY_LETTERS = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
_ID_DIGITS = 19
_IDS = 9


def fixed_id(table: str, index: int) -> UUID:
    """The id of a row of the register, older than everything else."""
    digits = hashlib.sha256(f"{SEED} {table} {index}".encode()).hexdigest()
    return UUID(hex=_id(0x0150_0000_0000 + index, digits))


def presenter(obligee: int) -> int:
    """The e-contract system that presents the obligee's keys."""
    return RARE_CLIENT if obligee == RARE_OBLIGEE else obligee // OBLIGEES_A_CLIENT


def client_token(client: int) -> str:
    """The bearer token of an e-contract system."""
    return f"{SEED}-client-{client}"


SURETY_TOKEN = f"{SEED}-surety"
CONTRACTOR_TOKEN = f"{SEED}-contractor"
OBLIGEE_TOKEN = f"{SEED}-obligee"
"""Of an official of the last obligee."""


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract and its two guarantees, all issued."""

    index: int
    branch: int
    year: int
    serial: int
    issued_at: datetime.datetime
    ids: tuple[str, ...]
    """Of contract, application, then guarantee, certificate and auth key of both guarantees, an earlier certificate."""
    keys: tuple[str, str]
    noise: bytes

    @property
    def surety(self) -> int:
        """The surety."""
        return int(self.branch >= SECOND_SURETY_FROM)

    @property
    def obligee(self) -> int:
        """The obligee."""
        return self.noise[0] % OBLIGEES

    @property
    def kinds(self) -> tuple[GuaranteeKind, GuaranteeKind]:
        """The kind; by branch, so that serials have no gaps."""
        second = GuaranteeKind.PERFORMANCE if self.branch % 5 else GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT
        return GuaranteeKind.ADVANCE_PAYMENT, second

    @property
    def is_second_on_paper(self) -> bool:
        """One in twenty second guarantees is on paper and has no key."""
        return self.index % 20 == 7  # noqa: PLR2004

    @property
    def is_amended(self) -> bool:
        """One in twenty first guarantees has an amended certificate."""
        return self.index % 20 == 3  # noqa: PLR2004

    @property
    def numbers(self) -> tuple[str, str]:
        """Both guarantee numbers."""
        first, second = (
            compose(branch_code=branch_code(self.branch), year=self.year, kind=kind, serial=self.serial)
            for kind in self.kinds
        )
        return first, second


@dataclass(frozen=True, slots=True)
class Pair:
    """Number and key of a guarantee, and the e-contract system that may present them."""

    number: str
    key: str
    client: int


class World:
    """All data of one size; contracts are numbered from the oldest to the newest."""

    def __init__(self, guarantees: int) -> None:
        if guarantees % (BLOCK * GUARANTEES_A_CONTRACT) or guarantees < SMALLEST:
            raise ValueError(f"the number of guarantees must be a multiple of {BLOCK * 2}, at least {SMALLEST}")
        self.guarantees = guarantees
        self.contracts = guarantees // GUARANTEES_A_CONTRACT
        self.contractors = max(50, self.contracts // 25)
        self.blocks = self.contracts // BLOCK
        sizes = [
            (year + 1) * self.blocks // len(YEARS) - year * self.blocks // len(YEARS) for year in range(len(YEARS))
        ]
        self._ends = list(accumulate(sizes))
        self._starts = [end - size for end, size in zip(self._ends, sizes, strict=True)]
        self._serials = list(self._first_serials())

    def counters(self) -> dict[tuple[int, int, GuaranteeKind], int]:
        """The last serial by branch, year and kind."""
        last: dict[tuple[int, int, GuaranteeKind], int] = {}
        for block in range(self.blocks):
            contract = self.contract(block * BLOCK + BLOCK - 1)
            last |= dict.fromkeys(((contract.branch, contract.year, kind) for kind in contract.kinds), contract.serial)
        return last

    def contract(self, index: int) -> Contract:
        """The contract with this index."""
        block, place = divmod(index, BLOCK)
        year = bisect_right(self._ends, block)
        begin, end = (datetime.datetime(YEARS[year] + more, 4, 1, tzinfo=_JAPAN) for more in (0, 1))
        share = (block - self._starts[year] + place / BLOCK) / (self._ends[year] - self._starts[year])
        issued_at = (begin + (end - begin) * share).replace(microsecond=0).astimezone(datetime.UTC)
        noise = hashlib.shake_128(f"{SEED} {index}".encode()).digest(160)
        return Contract(
            index=index,
            branch=self._branch(block),
            year=YEARS[year],
            serial=self._serials[block] + place,
            issued_at=issued_at,
            ids=_ids(issued_at, noise.hex()),
            keys=(_key(noise[130:142]), _key(noise[142:154])),
            noise=noise,
        )

    def pairs(self, count: int, *, seed: int = 1) -> list[Pair]:
        """So many pairs of number and key, from all parts of the data."""
        return list(islice(self._pairs(random.Random(seed)), count))  # noqa: S311 -- repeatable on purpose

    def _pairs(self, chance: random.Random) -> Iterator[Pair]:
        while True:
            contract, second = self.contract(chance.randrange(self.contracts)), chance.randrange(2)
            if not (second and contract.is_second_on_paper):
                client = contract.obligee // OBLIGEES_A_CLIENT
                yield Pair(contract.numbers[second], contract.keys[second], client)

    def _branch(self, block: int) -> int:
        """The newest contracts are the first branch's: a list of the first surety's is a list of all."""
        return (self.blocks - 1 - block) % BRANCHES

    def _first_serials(self) -> Iterator[int]:
        given: dict[tuple[int, int], int] = {}
        for block in range(self.blocks):
            place = (self._branch(block), bisect_right(self._ends, block))
            yield given.get(place, 0) + 1
            given[place] = given.get(place, 0) + BLOCK


def branch_code(branch: int) -> str:
    """The three digits of a branch."""
    return f"{101 + branch}"


def _key(noise: bytes) -> str:
    return noise.translate(_KEY_LETTERS).decode()


def _ids(at: datetime.datetime, digits: str) -> tuple[str, ...]:
    """UUIDv7s in the order of creation, that of `Contract.ids`."""
    milliseconds = int(at.timestamp()) * 1000
    return tuple(_id(milliseconds + place, digits[place * _ID_DIGITS :]) for place in range(_IDS))


def _id(milliseconds: int, digits: str) -> str:
    return f"{milliseconds:012x}7{digits[:3]}{'89ab'[int(digits[3], 16) % 4]}{digits[4:_ID_DIGITS]}"
