"""Values of a scenario's application: the value of each factor, by the day on which it is sent."""

import datetime
from typing import Any

from models.numbering import fiscal_year
from tests.end_to_end.scenarios import Scenario

LONGEST_NAME = 120
PARTNER = {"name": "△△建設 株式会社", "address": "栃木県▲▲市▲▲町0-00-0", "corporateNumber": "0000000000020"}
"""The registered member."""
FEW, ROOM = 5, 150
"""Members of a joint venture with names of the maximum length; characters for all names if there are more members."""
KANA = "か\u3099"
"""が as macOS writes it, in two characters."""
RARE = "髙﨑𠮷葛\U000e0100"
"""Variant kanji in names: beyond JIS X 0208, beyond the BMP, and chosen by a variation selector."""
TEXTS = {
    "ordinary": ("●●●●工事", "○○建設 株式会社", "○○銀行　××支店", "第三共同企業体"),
    "longest": (
        "県道宇都宮那須烏山線道路改良工事及び附帯工事" * 6,
        "○○建設工業株式会社栃木支店経理部" * 8,
        "株式会社○○信託銀行●●営業部××出張所" * 4,
        "宇都宮那須烏山特定建設工事共同企業体" * 7,
    ),
    "rarest": (f"{RARE}野ﾊﾞｲﾊﾟｽ{KANA}け工事①", f"{RARE}組 ㈱", f"{RARE}ｷﾞﾝｺｳ　本店", f"{RARE}・{KANA}ＪＶ"),
}
"""By `texts`: 工事名, 請求先, 預託金融機関 and 共同企業体, each cut to the length of the form's field."""
ADDRESS = "栃木県宇都宮市○○町１丁目２番３号"
"""Of the bill-to party."""
LARGEST_PRICE = 9_007_199_254_740_991
"""Yen; the largest integer that every client can represent."""
PRICES = {"ordinary": 50_000_000, "smallest": 1_300_000, "largest": LARGEST_PRICE}
"""Yen, by `sums`; some obligees make no advance payment below 1,300,000."""


def days_of(scenario: Scenario, today: datetime.date) -> dict[str, datetime.date]:
    """請負契約日, and the first and the last day of the 工期."""
    year = today.year if today >= datetime.date(today.year, 4, 1) else today.year - 1
    spring = datetime.date(year, 3, 31)
    day = datetime.timedelta(days=1)
    contract, begin, end = {
        "ordinary": (today - 20 * day, today - 10 * day, today + 280 * day),
        "fiscal_year_end": (spring, spring + day, spring.replace(year=year + 1)),
        # The last day of Heisei, and the first of Reiwa.
        "era_end": (datetime.date(2019, 4, 30), datetime.date(2019, 5, 1), today + 30 * day),
        "longest": (today, today, datetime.date(today.year + (-today.year % 4) + 4, 2, 29)),
        "one_day": (today, today, today),
    }[scenario.dates]
    return {"contractDate": contract, "periodFrom": begin, "periodTo": end}


def contract_of(scenario: Scenario, *, obligee_id: str, lead: str, serial: int, today: datetime.date) -> dict[str, Any]:
    """The contract as a new one; `serial` distinguishes it from those of other scenarios, `lead` is the applicant."""
    project, _, _, joint_venture = TEXTS[scenario.texts]
    contract: dict[str, Any] = {
        "obligeeId": obligee_id,
        "projectName": f"第{serial}号{project}"[:LONGEST_NAME],
        "contractType": scenario.contract_type,
        "contractPrice": PRICES[scenario.sums],
        "advancePaymentPlanned": True,
        **{name: day.isoformat() for name, day in days_of(scenario, today).items()},
    }
    count = count_of(scenario)
    if count:
        others = [
            f"第{place}{joint_venture}構成員"[: LONGEST_NAME if count < FEW else ROOM // count]
            for place in range(2, count + 1)
        ]
        contract |= {"jointVentureName": joint_venture[:LONGEST_NAME], "jointVentureMembers": [lead, *others]}
    if is_known(scenario):
        contract["jointVentureParties"] = parties_of(contract.pop("jointVentureMembers"))
    return contract


def count_of(scenario: Scenario) -> int:
    """The number of members of its joint venture; 0 without one."""
    return int(scenario.members.partition("_")[0])


def is_known(scenario: Scenario) -> bool:
    """Whether its members have addresses and shares, and one of them is registered and reads along."""
    return scenario.members.endswith("_known")


def parties_of(names: list[str]) -> list[dict[str, Any]]:
    """Members with addresses as long as there is space for, and shares of different size; the second is registered."""
    lead, _, *others = names
    share = 5 if others else 33.33
    parties = [{"name": name, "address": f"栃木市{RARE}町"[:10], "sharePercent": share} for name in others]
    rest = round(100 - share * (len(others) + 1), 2)
    return [{"name": lead, "sharePercent": rest}, PARTNER | {"sharePercent": share}, *parties]


def guarantee_of(scenario: Scenario, kind: str, *, medium: str, today: datetime.date) -> dict[str, Any]:
    """One guarantee of the application, for the maximum or minimum that every obligee of the sample allows."""
    _, _, bank, _ = TEXTS[scenario.texts]
    price = PRICES[scenario.sums]
    guarantee: dict[str, Any] = {
        "kind": kind,
        "medium": medium,
        "amount": amount_of(kind, price),
        "billTo": bill_to_of(scenario),
        "feePaymentMethod": scenario.fee,
        "paperFeeStatement": scenario.notify == "no",
    }
    if kind != "PERFORMANCE":
        guarantee |= {"depositBank": bank[:60], "redeposit": scenario.redeposit == "yes"}
    if kind == "INTERMEDIATE_ADVANCE_PAYMENT":
        guarantee["recognizedOn"] = today.isoformat()
    return guarantee


def bill_to_of(scenario: Scenario) -> str:
    """The name of the 請求先."""
    return TEXTS[scenario.texts][1][:LONGEST_NAME]


def department_of(serial: int) -> str:
    """The department of the 請求先: no other scenario has it."""
    return f"経理第{serial}課"


def base_of(scenario: Scenario, contract: dict[str, Any], today: datetime.date, *, is_second: bool) -> dict[str, Any]:
    """今年度対象額 of an application; the second year is that of the contract's end, at the latest the next one."""
    if scenario.base == "none":
        return {}
    base: dict[str, Any] = {"currentFiscalYearBase": PRICES[scenario.sums]}
    return base | ({"fiscalYear": fiscal_year(today) + 1} if is_second and lasts_longer(contract, today) else {})


def lasts_longer(contract: dict[str, Any], today: datetime.date) -> bool:
    """Whether the contract goes on in the next fiscal year."""
    return fiscal_year(datetime.date.fromisoformat(contract["periodTo"])) > fiscal_year(today)


def amount_of(kind: str, price: int) -> int:
    """Yen: 10 % of the price and more for the performance; 30 and 10 % for advances, to ¥100,000 and ¥100,000,000."""
    if kind == "PERFORMANCE":
        return -(-price // 10)
    share = price * 30 // 100 if kind == "ADVANCE_PAYMENT" else price // 10
    return min(share - share % 100_000, 100_000_000)


def application_of(
    scenario: Scenario, guarantees: list[dict[str, Any]], *, branch_id: str, email: str
) -> dict[str, Any]:
    """The form without the contract."""
    wants = scenario.notify == "yes"
    on_paper = scenario.delivery != "unsaid" and guarantees[0]["medium"] == "PAPER"
    return (
        {
            "guarantees": guarantees,
            "submissionBranchId": branch_id,
            "notifyOnCompletion": wants,
            "contactName": "見本 花子",
            "message": "よろしく\nお願いします。",
        }
        | ({"email": email} if wants else {})
        | ({"paperDelivery": scenario.delivery} if on_paper else {})
    )
