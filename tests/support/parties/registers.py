"""Entries of the registers, over HTTP."""

import datetime
from typing import Any

import models
from models.enums import AccountRole, Role
from models.parties.account import AccessToken, Account
from sample.sample_register import SampleRegister
from schema.reading import ids
from security import tokens
from tests.conftest import NOON, Api

NUMBER, OTHER_NUMBER = "7000012050002", "6000012050003"
"""Corporate numbers with their check digits."""
CHANGES = "changes { edges { node { version at by role differences { path label before after } } } }"
ACCOUNT = "bankName bankBranch accountType accountNumber accountHolder"
FIELDS = {
    "Surety": "id name address representative advancePaymentTerms intermediateTerms performanceTerms isActive version"
    f" settings {{ mailSender mailReplyTo feeDueDays feeAccount {{ {ACCOUNT} }} }} {CHANGES}",
    "Branch": f"id code name telephone fax hours isActive version {CHANGES}",
    "Obligee": f"id name title prefecture noticeSubject isActive version {CHANGES}",
    "Contractor": f"id name address representative corporateNumber isActive version {CHANGES}",
    "ContractingOfficer": f"id title office isActive version {CHANGES}",
}
KINDS = ("Surety", "Branch", "Obligee", "Contractor")
GIVEN: dict[str, dict[str, Any]] = {
    "Surety": {
        "name": "第二保証株式会社",
        "address": "大阪府大阪市北区見本町1-1",
        "representative": "取締役社長　髙﨑 𠮷子",
        "mailSender": "no-reply@second.example.jp",
    },
    "Branch": {"code": "520", "name": "大阪支店", "telephone": "06-0000-0000"},
    "Obligee": {"name": "見本県", "title": "見本県知事"},
    "Contractor": {"name": "株式会社□□建設", "address": "大阪府大阪市見本町2-2"},
    "ContractingOfficer": {"title": "分任契約担当官　見本事務所長"},
}
"""The least that each is created with."""
OWNERS = {
    "Surety": ("surety_id", Role.SURETY),
    "Branch": ("surety_id", Role.SURETY),
    "Obligee": ("obligee_id", Role.OBLIGEE),
    "Contractor": ("contractor_id", Role.CONTRACTOR),
}
"""Whose accounts may change it."""
FEE_ACCOUNT = {
    "bankName": "みほん銀行",
    "bankBranch": "本店",
    "accountType": "CURRENT",
    "accountNumber": "1234567",
    "accountHolder": "ﾀﾞｲﾆﾎｼﾖｳ(ｶ",
}


SET_SEAL = """mutation($input: SetSuretySealInput!) { setSuretySeal(input: $input) { __typename
  ... on SuretySealSet { surety { id version seals { edges { node { at sha256 png } } } } }
  ... on UserError { message } ... on InvalidInput { problems { path code } } ... on EntryChangedSince { version }
  ... on AttachmentRefused { reason retryAfter } } }"""


def operation(act: str, kind: str) -> str:
    """The mutation that creates or changes an entry."""
    done = {"create": "Created", "change": "Changed"}[act]
    name = _field(kind)
    stale = "... on EntryChangedSince { version }" if act == "change" else ""
    return f"""mutation($input: {act.capitalize()}{kind}Input!) {{ {act}{kind}(input: $input) {{ __typename
      ... on {kind}{done} {{ {name} {{ {FIELDS[kind]} }} }}
      ... on UserError {{ message }} ... on InvalidInput {{ problems {{ path code message }} }}
      {stale} }} }}"""


def _field(kind: str) -> str:
    return kind[:1].lower() + kind[1:]


def create_input(sample: SampleRegister, kind: str, **changes: Any) -> dict[str, Any]:
    """A valid input for the operator."""
    owner = {
        "Branch": {"suretyId": ids.to_id("Surety", sample.branch.surety_id)},
        "ContractingOfficer": {"obligeeId": ids.to_id("Obligee", sample.obligees["見本町"].id)},
    }
    return owner.get(kind, {}) | GIVEN[kind] | changes


async def created(api: Api, sample: SampleRegister, kind: str, *, as_: str = "operator", **changes: Any) -> Any:
    """A new entry."""
    answer = await api.data(operation("create", kind), as_=as_, input=create_input(sample, kind, **changes))
    found = answer[f"create{kind}"]
    assert found["__typename"] == f"{kind}Created", found
    return found[_field(kind)]


async def changed(api: Api, kind: str, entry: Any, *, as_: str = "operator", **changes: Any) -> Any:
    """The entry after a change of the version that is given."""
    answer = await api.data(operation("change", kind), as_=as_, input=change_input(kind, entry, **changes))
    found = answer[f"change{kind}"]
    assert found["__typename"] == f"{kind}Changed", found
    return found[_field(kind)]


def change_input(kind: str, entry: Any, **changes: Any) -> dict[str, Any]:
    """An input that changes the version that is given."""
    return {f"{_field(kind)}Id": entry["id"], "version": entry["version"]} | changes


async def keeper(api: Api, kind: str, entry: Any, *, account_role: AccountRole = AccountRole.ADMINISTRATOR) -> str:
    """The name in `api` of a new account of the organisation that an entry belongs to."""
    column, role = OWNERS[kind]
    id_ = ids.key_of(entry["id"], kind)
    owner: dict[str, Any] = {column: (await models.Branch.get(id=id_)).surety_id if kind == "Branch" else id_}
    name = f"{account_role.lower()} of {kind}".lower()
    account = await Account.create(
        email=f"{name.replace(' ', '.')}@example.jp",
        name=name,
        password_hash="-",
        role=role,
        account_role=account_role,
        **owner,
    )
    ends = NOON + datetime.timedelta(hours=12)
    await AccessToken.create(digest=tokens.digest(name), account_id=account.id, created_at=NOON, expires_at=ends)
    api.tokens[name] = name
    return name
