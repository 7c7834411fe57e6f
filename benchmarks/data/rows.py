"""The generated data as text for COPY, with all wording; facts come from `world`."""

import datetime
import json
from collections.abc import Mapping, Sequence
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from benchmarks.data.world import (
    KEYRING,
    RARE_OBLIGEE,
    RARELY,
    Contract,
    World,
    branch_code,
    fixed_id,
    presenter,
)
from models.enums import GuaranteeKind
from models.parties.surety import ADVANCE_TERMS, INTERMEDIATE_TERMS, PERFORMANCE_TERMS
from models.texts import search_text

DAY = datetime.timedelta(days=1)
NULL = r"\N"
OLD_YEARS = 5
VENTURE = "見本・例示特定建設工事共同企業体"
PARTNER = "例示土木 株式会社"
SURETIES = (
    ("見本建設業保証株式会社", "東京都中央区見本町1丁目2番3号", "取締役社長　見本 太郎"),
    ("例示建設保証株式会社", "大阪府大阪市例示区4丁目5番6号", "取締役社長　例示 次郎"),
)
TERMS = {
    GuaranteeKind.ADVANCE_PAYMENT: ADVANCE_TERMS,
    GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT: INTERMEDIATE_TERMS,
    GuaranteeKind.PERFORMANCE: PERFORMANCE_TERMS,
}
PLACES = ["札幌", "青森", "盛岡", "仙台", "秋田", "山形", "福島", "水戸", "栃木", "前橋"]
WORKS = ["道路改良工事", "橋梁補修工事", "河川改修工事", "小学校外壁改修工事", "下水道管渠布設工事", "庁舎耐震補強工事"]

_COLUMNS = {
    "contract": (
        "id surety_id contractor_id obligee_id project_name contract_type contract_price contract_date"
        " period_from period_to advance_payment_planned low_price_or_labour_only joint_venture_name"
        " joint_venture_members folded_project_name"
    ),
    "application": (
        "id surety_id contractor_id contract_id submission_branch_id submitted_at notify_on_completion email"
        " contact_department contact_name contact_telephone"
    ),
    "guarantee": (
        "id surety_id contractor_id obligee_id contract_id application_id kind medium status amount"
        " base_amount expiry_date deposit_bank redeposit recognized_on fee_payment_method bill_to"
        " paper_fee_statement handling_branch_id number fiscal_year serial issued_at presented_at"
        " handover_status handover_channel sent_at viewed_at handover_id"
    ),
    "handover": "id guarantee_id handover_status handover_channel sent_at viewed_at",
    "key_presentation": "id api_client_id guarantee_id presented_at",
    "certificate": (
        "id surety_id guarantee_id status reason amendment_number issued_at guarantee_number kind"
        " medium contract_type principal_name principal_address joint_venture_name joint_venture_members obligee_title"
        " amount expiry_date project_name contract_price period_from period_to contract_date deposit_bank surety_name"
        " surety_address surety_representative general_terms handling_branch_id handling_branch_name"
        " handling_branch_telephone handling_branch_fax"
    ),
    "auth_key": "id guarantee_id medium status digest envelope envelope_version created_at",
}
COLUMNS: Mapping[str, Sequence[str]] = {table: names.split() for table, names in _COLUMNS.items()}
"""In an order without references to later rows."""

_CIPHER = AESGCM(KEYRING.envelope_keys[1])
_id = cache(lambda table, index: fixed_id(table, index).hex)


def contractor_name(index: int) -> str:
    """Company name."""
    return f"見本{index:07}建設 株式会社"


def contractor_address(index: int) -> str:
    """Address."""
    return f"栃木県見本市見本町{index % 99 + 1}丁目{index % 17 + 1}番地{index % 31 + 1}"


def _members(contractor: int) -> str:
    """Of a joint venture, in the form of its certificates."""
    lead = {"name": contractor_name(contractor), "address": contractor_address(contractor), "is_lead": True}
    other = {"name": PARTNER, "address": None, "is_lead": False}
    return json.dumps([each | {"share_percent": None} for each in (lead, other)], ensure_ascii=False)


def obligee_title(index: int) -> str:
    """As printed on certificates."""
    return f"見本県第{index + 1}見本市長"


def branch(index: int) -> tuple[str, str, str]:
    """Name, telephone and fax of a branch."""
    name = f"{PLACES[index % len(PLACES)]}第{index // len(PLACES) + 1}支店"
    return name, f"028-{branch_code(index)}-0000", f"028-{branch_code(index)}-0001"


def of_contracts(world: World, indexes: range) -> dict[str, bytes]:
    """COPY's text by table for these contracts and all their dependent rows."""
    lines: dict[str, list[str]] = {table: [] for table in COLUMNS}
    for index in indexes:
        _add(lines, world, world.contract(index))
    return {table: "".join(f"{line}\n" for line in entries).encode() for table, entries in lines.items()}


def _add(lines: dict[str, list[str]], world: World, contract: Contract) -> None:
    contractor = int.from_bytes(contract.noise[1:5]) % world.contractors
    price = (contract.noise[5] + 1) * 1_000_000
    day = contract.issued_at.date() - 10 * DAY
    parties = f"{_id('surety', contract.surety)}\t{_id('contractor', contractor)}"
    project = f"市道{contract.index}号線{WORKS[contract.index % len(WORKS)]}"
    venture = f"{VENTURE}\t{{{contractor_name(contractor)},{PARTNER}}}"
    terms = f"{day + 5 * DAY}\t{day + 300 * DAY}"
    lines["contract"].append(
        f"{contract.ids[0]}\t{parties}\t{_id('obligee', contract.obligee)}\t{project}\tWORKS\t{price}"
        f"\t{day}\t{terms}\tt\tf\t{venture if contract.index % 8 == 0 else NULL + chr(9) + '{}'}"
        f"\t{search_text.fold(project)}"
    )
    lines["application"].append(
        f"{contract.ids[1]}\t{parties}\t{contract.ids[0]}\t{_id('branch', contract.branch)}\t{day}T09:00:00Z\tt"
        "\tsoumu@kensetsu.example.jp\t総務部\t見本 花子\t028-000-0002"
    )
    for second in (0, 1):
        _add_guarantee(lines, contract, second, contractor, (project, price, day))


def _add_guarantee(
    lines: dict[str, list[str]], contract: Contract, second: int, contractor: int, work: tuple[str, int, datetime.date]
) -> None:
    project, price, day = work
    kind, number, key = contract.kinds[second], contract.numbers[second], contract.keys[second]
    guarantee_id, _, key_id = contract.ids[2 + 3 * second : 5 + 3 * second]
    on_paper = second == 1 and contract.is_second_on_paper
    amount = price * {"ADVANCE_PAYMENT": 4, "INTERMEDIATE_ADVANCE_PAYMENT": 2, "PERFORMANCE": 1}[kind.value] // 10
    bank, redeposit = ("見本銀行　本店", "f") if kind.is_advance else (NULL, NULL)
    surety, branch_id, issued_at = contract.surety, _id("branch", contract.branch), contract.issued_at.isoformat()
    status = "EXPIRED" if contract.year < 2016 + OLD_YEARS else "IN_FORCE"
    is_read = not on_paper and contract.noise[6] % (RARELY if contract.obligee == RARE_OBLIGEE else 2) == 0
    read_at, handover = (issued_at, "VIEWED\tDIRECT") if is_read else (NULL, f"NOT_SENT\t{NULL}")
    expiry = day + 300 * DAY
    lines["guarantee"].append(
        f"{guarantee_id}\t{_id('surety', surety)}\t{_id('contractor', contractor)}\t{_id('obligee', contract.obligee)}"
        f"\t{contract.ids[0]}\t{contract.ids[1]}\t{kind.value}\t{'PAPER' if on_paper else 'ELECTRONIC'}\t{status}"
        f"\t{amount}\t{price}\t{expiry}\t{bank}\t{redeposit}\t{day if 'INTERMEDIATE' in kind.value else NULL}"
        f"\tMONTHLY_CONSOLIDATED\t{contractor_name(contractor)}\tf\t{branch_id}\t{number}\t{contract.year}"
        f"\t{contract.serial}\t{issued_at}\t{read_at}\t{handover}\t{read_at}\t{read_at}"
        f"\t{guarantee_id if is_read else NULL}"
    )
    if is_read:
        _add_handover(lines, contract, guarantee_id, handover, issued_at)
    venture = f"{VENTURE}\t{_members(contractor)}" if contract.index % 8 == 0 else f"{NULL}\t[]"
    title = "\t".join((obligee_title(contract.obligee), str(amount), str(expiry), project, str(price)))
    content = (
        f"{issued_at}\t{number}\t{kind.value}\t{'PAPER' if on_paper else 'ELECTRONIC'}\tWORKS"
        f"\t{contractor_name(contractor)}\t{contractor_address(contractor)}"
        f"\t{venture}\t{title}\t{day + 5 * DAY}\t{expiry}"
        f"\t{day}\t{bank}\t{chr(9).join(SURETIES[surety])}\t{TERMS[kind]}\t{branch_id}\t{chr(9).join(branch(contract.branch))}"
    )
    _add_certificate(lines, contract, second, f"{_id('surety', surety)}\t{guarantee_id}", content)
    if not on_paper:
        nonce = contract.noise[10 + 12 * second : 22 + 12 * second]
        envelope = nonce + _CIPHER.encrypt(nonce, key.encode(), number.encode())
        lines["auth_key"].append(
            f"{key_id}\t{guarantee_id}\tELECTRONIC\tACTIVE\t\\\\x{KEYRING.digest(number, key).hex()}"
            f"\t\\\\x{envelope.hex()}\t1\t{issued_at}"
        )


def _add_handover(lines: dict[str, list[str]], contract: Contract, guarantee_id: str, state: str, at: str) -> None:
    """It is read, and its key was presented by the system that acts for the obligee."""
    lines["handover"].append(f"{guarantee_id}\t{guarantee_id}\t{state}\t{at}\t{at}")
    client = _id("client", presenter(contract.obligee))
    lines["key_presentation"].append(f"{guarantee_id}\t{client}\t{guarantee_id}\t{at}")


def _add_certificate(lines: dict[str, list[str]], contract: Contract, second: int, whose: str, content: str) -> None:
    certificate_id = contract.ids[3 + 3 * second]
    if contract.is_amended and not second:
        lines["certificate"].append(f"{contract.ids[8]}\t{whose}\tSUPERSEDED\tNEW\t0\t{content}")
        lines["certificate"].append(f"{certificate_id}\t{whose}\tCURRENT\tAMENDMENT\t1\t{content}")
    else:
        lines["certificate"].append(f"{certificate_id}\t{whose}\tCURRENT\tNEW\t0\t{content}")
