"""The contracting officer (被保証者) of a contract: chosen at the application, on everything that is made out to it."""

import csv
import io
from typing import Any

import pytest

import models
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, drafts
from tests.support.applying import contracts
from tests.support.applying.contracts import officers_of
from tests.support.browsers.page_browser import Browser
from tests.support.document_rendering import render_all
from tests.support.mails import texts_of
from tests.support.pdf.readers import by_pdfium, closed_up
from tests.support.refusals import refused

BUREAU = "見本地方整備局"
WANTED = ("contract.contractingOfficerId", "REQUIRED")
UNKNOWN = ("contract.contractingOfficerId", "NOT_FOUND")
OBLIGEE = """query($id: ID!) { node(id: $id) { ... on Obligee {
  title contractingOfficers { id title office } } } }"""
DOCUMENTS = """query($id: ID!) { node(id: $id) { ... on Guarantee {
  keyNotice { url } certificate { document { url } } feeStatements { document { url } } } } }"""
SINGLE = {"feePaymentMethod": "SINGLE"}


def officer_id(officer: models.ContractingOfficer) -> str:
    return ids.to_id("ContractingOfficer", officer.id)


def terms(sample: SampleRegister, officer: models.ContractingOfficer | None, **changes: Any) -> dict[str, Any]:
    chosen = {"contractingOfficerId": officer_id(officer)} if officer else {}
    return api_calls.contract_input(sample, obligee=BUREAU, **chosen, **changes)


async def problems(api: Api, sample: SampleRegister, contract: dict[str, Any]) -> list[tuple[str, str]]:
    """Of the dry run and of the submission, which are the same."""
    given = api_calls.application_input(sample, contract=contract)
    checked = (await api.data(api_calls.CHECK, as_="contractor", input=given))["checkApplication"]["problems"]
    found = drafts.codes(await refused(api, api_calls.APPLY, as_="contractor", input=given))
    assert [(".".join(each["path"]), each["code"]) for each in checked] == found
    return found


async def test_everybody_reads_the_officers_of_an_obligee(api: Api, sample: SampleRegister) -> None:
    first, *_ = officers = await officers_of(sample)
    bureau = await api.data(OBLIGEE, id=ids.to_id("Obligee", sample.obligees[BUREAU].id))
    listed = [{"id": officer_id(each), "title": each.title, "office": each.office} for each in officers]
    assert bureau["node"] == {"title": "見本地方整備局長", "contractingOfficers": listed}
    assert (first.title, first.office) == ("支出負担行為担当官　見本地方整備局長", "見本地方整備局")
    town = await api.data(OBLIGEE, id=ids.to_id("Obligee", sample.obligees["見本町"].id))
    assert town["node"]["contractingOfficers"] == []


async def test_where_there_are_several_one_is_chosen(api: Api, sample: SampleRegister) -> None:
    assert await problems(api, sample, terms(sample, None)) == [WANTED]
    _, second, _ = await officers_of(sample)
    application = await api_calls.apply(api, sample, contract=terms(sample, second))
    read = await contracts.read(api, application["contract"]["id"])
    assert read["contractingOfficer"] == {"title": second.title, "office": second.office}


@pytest.mark.parametrize("id_", ["ContractingOfficer_" + "0" * 32, "x", ""])
async def test_only_one_of_the_obligee_can_be_chosen(api: Api, sample: SampleRegister, id_: str) -> None:
    first, *_ = await officers_of(sample)
    foreign = api_calls.contract_input(sample, contractingOfficerId=officer_id(first))
    assert await problems(api, sample, foreign) == [UNKNOWN]
    assert await problems(api, sample, terms(sample, None, contractingOfficerId=id_)) == [UNKNOWN]


async def test_the_only_one_is_taken_and_without_any_the_obligee_stands(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    only = {"title": "栃木県知事", "office": None}
    assert (await contracts.read(api, application["contract"]["id"]))["contractingOfficer"] == only
    town = api_calls.contract_input(sample, obligee="見本町")
    on_paper = [api_calls.advance_input(medium="PAPER")]
    await api_calls.issued(api, sample, contract=town, guarantees=on_paper)
    version = await models.Certificate.get()
    assert version.obligee_title == "見本町長"
    contract = await models.Contract.get(obligee_id=sample.obligees["見本町"].id)
    assert contract.contracting_officer_id is None


async def test_a_contract_of_before_is_applied_for_without_a_choice(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    await models.Guarantee.all().update(status="WITHDRAWN")
    await models.Contract.all().update(contracting_officer_id=None)
    await models.ContractingOfficer.create(obligee_id=sample.obligees["栃木県"].id, title="栃木県見本土木事務所長")
    await api_calls.apply(api, sample, contract=None, contractId=application["contract"]["id"])


async def test_drafts_are_saved_without_a_choice_and_keep_one(api: Api, sample: SampleRegister) -> None:
    first, *_ = await officers_of(sample)
    draft = await drafts.save(api, {"contract": {"obligeeId": ids.to_id("Obligee", sample.obligees[BUREAU].id)}})
    form = {"contract": {"contractingOfficerId": officer_id(first)}}
    await drafts.save(api, form, applicationId=draft["id"])
    query = "query($id: ID!) { node(id: $id) { ... on Application { draft { contract { contractingOfficerId } } } } }"
    kept = (await api.data(query, as_="contractor", id=draft["id"]))["node"]["draft"]["contract"]
    assert kept == form["contract"]
    wrong = {"contract": terms(sample, None, contractingOfficerId="x")}
    answer = await refused(api, drafts.SAVE, as_="contractor", input={"draft": wrong})
    assert drafts.codes(answer) == [(f"draft.{UNKNOWN[0]}", UNKNOWN[1])]


async def test_a_title_that_cannot_be_printed_is_told_at_the_application(api: Api, sample: SampleRegister) -> None:
    officer = await models.ContractingOfficer.create(obligee_id=sample.obligees[BUREAU].id, title="長官\U0002ebf0")
    found = await problems(api, sample, terms(sample, officer))
    assert found == [("contract.contractingOfficerId", "NO_GLYPH")]
    draft = {"contract": terms(sample, officer)}
    assert (await drafts.save(api, draft))["status"] == "DRAFT", "the form is right to name the officer"


async def test_whatever_is_made_out_names_the_officer(api: Api, sample: SampleRegister) -> None:
    _, _, third = await officers_of(sample)
    asked = [api_calls.advance_input(), api_calls.performance_input(**SINGLE)]
    application = await api_calls.apply(api, sample, contract=terms(sample, third), guarantees=asked)
    advance, performance = application["guarantees"]
    await api_calls.approve(api, advance["id"])
    await api_calls.approve(api, performance["id"])
    await api_calls.issue(api, advance["id"])
    version = await models.Certificate.get()
    assert version.obligee_title == third.title
    assert set(await models.FeeStatement.all().values_list("obligee_title", flat=True)) == {third.title}
    await render_all()
    guarantee = (await api.data(DOCUMENTS, as_="contractor", id=advance["id"]))["node"]
    links = [guarantee["keyNotice"], guarantee["certificate"]["document"]]
    links += [statement["document"] for statement in guarantee["feeStatements"]]
    for link in links:
        text = by_pdfium((await api.http.get(link["url"])).content)
        assert closed_up(third.title) in closed_up(text), link
    for kind in ("SUBMITTED", "FEE_REQUESTED", "ISSUED"):
        for mail in await texts_of(kind):
            assert ("発注者", third.title) in mail.items, kind
    link = (await api.data("{ certificatesCsv { url } }", as_="surety"))["certificatesCsv"]["url"]
    content = (await api.http.get(link)).content.decode("utf-8-sig")
    assert [row["被保証者"] for row in csv.DictReader(io.StringIO(content, newline=""))] == [third.title]
    browser = Browser(api.http)
    await browser.sign_in_for()
    for page in ("/guarantees", f"/guarantees/{ids.split(performance['id'])[1]}"):
        assert third.title in (await browser.open(page)).text, page


async def test_later_changes_of_the_officer_do_not_reach_a_version(api: Api, sample: SampleRegister) -> None:
    first, *_ = await officers_of(sample)
    await api_calls.issued(api, sample, contract=terms(sample, first), guarantees=[api_calls.advance_input()])
    await models.ContractingOfficer.filter(id=first.id).update(title="別の担当官")
    try:
        assert (await models.Certificate.get()).obligee_title == first.title
    finally:
        await models.ContractingOfficer.filter(id=first.id).update(title=first.title)


async def test_a_change_of_the_contract_chooses_another(api: Api, sample: SampleRegister) -> None:
    first, second, _ = await officers_of(sample)
    application = await drafts.returned(api, sample, count=2, contract=terms(sample, first))
    id_ = application["contract"]["id"]
    contract = await contracts.changed(api, id_, contractingOfficerId=officer_id(second))
    told = [(each["label"], each["before"], each["after"]) for each in contract["changes"][0]["differences"]]
    assert told == [("被保証者", first.title, second.title)]
    contract = await contracts.changed(api, id_, obligeeId=ids.to_id("Obligee", sample.obligees["富士市"].id))
    assert contract["contractingOfficer"] == {"title": "富士市長", "office": None}
    given = await contracts.change_of(api, id_, obligeeId=ids.to_id("Obligee", sample.obligees[BUREAU].id))
    answer = await refused(api, contracts.CHANGE, as_="contractor", input=given)
    assert drafts.codes(answer) == [("contractingOfficerId", "REQUIRED")]
    given |= {"contractingOfficerId": officer_id(first)}
    answer = await api.data(contracts.CHANGE, as_="contractor", input=given)
    assert answer["changeContract"]["contract"]["contractingOfficer"]["title"] == first.title
