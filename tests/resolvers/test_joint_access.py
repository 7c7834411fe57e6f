"""What the staff of a joint venture's other members see, and that they may do nothing."""

from uuid import UUID, uuid4

import pytest

import models
from models.document import DocumentKind
from models.enums import Role
from models.parties.viewer import Viewer
from models.row import Row
from resolvers import access, redaction
from resolvers.conditions import Condition
from sample.sample_register import SampleRegister
from tests.support.access import joint_ventures
from tests.support.access.condition_texts import rows_by_text
from tests.support.use_cases import advance, applied, contract_request, issued

SEEN: tuple[type[Row], ...] = (models.Contract, models.Application, models.Guarantee, models.Certificate)
UNSEEN: tuple[type[Row], ...] = (
    *(models.Submission, models.Message, models.AuthKey, models.FeeStatement, models.ApplicationDraft),
    models.OutgoingMail,
)
DOCUMENTS = {
    DocumentKind.CERTIFICATE: True,
    DocumentKind.CERTIFICATE_COPY: False,  # there is none of an electronic one
    DocumentKind.KEY_NOTICE: False,
    DocumentKind.FEE_STATEMENT: False,
}


async def ids(model: type[Row], condition: Condition, viewer: Viewer) -> set[UUID]:
    """The rows that meet the condition, which says the same to Tortoise and to PostgreSQL."""
    found = {row.id for row in await model.filter(condition.q(viewer))}
    assert await rows_by_text(model, condition, viewer) == found
    return found


@pytest.fixture
async def joint(sample: SampleRegister) -> set[UUID]:
    """The ids of a joint venture's rows; beside them is a contract of the lead alone."""
    await joint_ventures.issued_jointly(sample)
    found = {row.id for model in (*SEEN, *UNSEEN) for row in await model.all()}
    await issued(sample, advance(), message="よろしくお願いします。")
    return found


@pytest.mark.parametrize("model", SEEN)
async def test_a_member_sees_what_is_joint(sample: SampleRegister, joint: set[UUID], model: type[Row]) -> None:
    seen = await ids(model, access.rule(model, Role.CONTRACTOR), sample.member)
    assert seen == {row.id for row in await model.all()} & joint != set()
    lead = sample.viewers[Role.CONTRACTOR]
    assert await ids(model, access.rule(model, Role.CONTRACTOR), lead) == {row.id for row in await model.all()}


@pytest.mark.parametrize("model", UNSEEN)
async def test_a_member_does_not_see_what_is_between_lead_and_surety(
    sample: SampleRegister, joint: set[UUID], model: type[Row]
) -> None:
    assert await model.filter(access.visible(model, sample.member)).count() == 0


@pytest.mark.parametrize("kind", DOCUMENTS)
async def test_a_member_reads_the_certificate_and_no_other_document(
    sample: SampleRegister, joint: set[UUID], kind: DocumentKind
) -> None:
    rule = access.document_rule(kind, Role.CONTRACTOR).q(sample.member)
    assert bool(await models.Document.filter(rule, kind=kind).count()) == DOCUMENTS[kind]
    lead = access.document_rule(kind, Role.CONTRACTOR).q(sample.viewers[Role.CONTRACTOR])
    assert bool(await models.Document.filter(lead, kind=kind).count()) == (kind is not DocumentKind.CERTIFICATE_COPY)


@pytest.mark.parametrize("model", SEEN)
async def test_a_stranger_sees_nothing_of_it(sample: SampleRegister, joint: set[UUID], model: type[Row]) -> None:
    for company in (uuid4(), None):
        stranger = Viewer(Role.CONTRACTOR, uuid4(), "別", "192.0.2.1", contractor_id=company)
        assert await model.filter(access.visible(model, stranger)).count() == 0


@pytest.mark.parametrize("model", SEEN)
async def test_only_the_lead_may_act(sample: SampleRegister, joint: set[UUID], model: type[Row]) -> None:
    acting = model.filter(access.own(model, sample.member))
    assert bool(await acting.count()) == (model is models.Certificate), "no mutation is about a certificate's id"
    for role in (Role.CONTRACTOR, Role.SURETY):
        own = await model.filter(access.own(model, sample.viewers[role])).count()
        assert own == await model.all().count() > 0
    assert await model.filter(access.own(model, None)).count() == 0


async def test_a_draft_is_the_leads_alone_also_for_a_joint_contract(sample: SampleRegister) -> None:
    (guarantee,) = await applied(sample, advance(), contract=joint_ventures.request(sample))
    draft = await models.Application.create(
        contractor_id=sample.contractor.id, contract_id=guarantee.contract_id, notify_on_completion=False
    )
    rule = access.rule(models.Application, Role.CONTRACTOR)
    assert await ids(models.Application, rule, sample.member) == {guarantee.application_id}
    lead = sample.viewers[Role.CONTRACTOR]
    assert await ids(models.Application, rule, lead) == {guarantee.application_id, draft.id}


async def test_a_member_who_is_corrected_away_sees_nothing_any_more(sample: SampleRegister) -> None:
    await applied(sample, advance(), contract=joint_ventures.request(sample))
    await models.Contract.all().update(joint_venture_parties=[])
    assert await models.Guarantee.filter(access.visible(models.Guarantee, sample.member)).count() == 0


async def test_what_the_lead_arranges_with_the_surety_is_blank_for_members(sample: SampleRegister) -> None:
    viewers = {True: sample.member, False: sample.viewers[Role.CONTRACTOR]}
    for is_blank, viewer in viewers.items():
        (row, _) = await applied(sample, contract=joint_ventures.request(sample))
        application = await models.Application.get(id=row.application_id)
        for each in (row, application):
            redaction.redact(each, viewer)
        assert (row.bill_to is None, application.email is None, row.amount) == (is_blank, is_blank, 20_000_000)
    own = await applied(sample, contract=contract_request(sample))
    redaction.redact(own[0], sample.viewers[Role.SURETY])
    assert own[0].bill_to == "○○建設 株式会社"
