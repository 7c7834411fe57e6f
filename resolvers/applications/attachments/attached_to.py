"""What a file is attached to: an application, a message about it, a request for an amendment, or a claim."""

from dataclasses import dataclass
from uuid import UUID

from models.applying.application import Application, Message
from models.applying.attachment import MOST_ATTACHMENTS, Attachment, free_place
from models.enums import ApplicationStatus
from models.errors import InvalidInput, NotFound, Problem, WrongState, too_many
from models.guarantee import Guarantee
from models.parties.viewer import Viewer
from resolvers import access
from resolvers.applications import open_forms
from resolvers.applications.application_status import status_of
from resolvers.conditions import matching
from resolvers.guarantees import open_claims, open_requests

OF_APPLICATION = {"amendment_request_id__isnull": True, "claim_id__isnull": True}


@dataclass(frozen=True)
class Named:
    """The ids of an input: of an application and what belongs to it, or of a claim alone."""

    application_id: UUID | None
    message_id: UUID | None
    amendment_request_id: UUID | None
    claim_id: UUID | None


@dataclass(frozen=True)
class AttachedTo:
    """An application, and what of it the file belongs to, if not to the application itself."""

    application_id: UUID
    message_id: UUID | None = None
    amendment_request_id: UUID | None = None
    claim_id: UUID | None = None


async def given(named: Named, viewer: Viewer) -> AttachedTo:
    """As the input names it: a claim by itself. Raises InvalidInput, NotFound for a claim of others."""
    application_id, claim_id = named.application_id, named.claim_id
    if claim_id is None and application_id is not None:
        return AttachedTo(application_id, named.message_id, named.amendment_request_id)
    if claim_id is None or named != Named(None, None, None, claim_id):
        message = "申込と保証金の請求の、どちらか一方を指定してください。"
        raise InvalidInput([Problem(("claimId",), "EXACTLY_ONE", message)])
    return AttachedTo(await open_claims.application_of(claim_id, viewer), claim_id=claim_id)


def of(attachment: Attachment) -> AttachedTo:
    """What an attachment belongs to."""
    row = attachment
    return AttachedTo(row.application_id, row.message_id, row.amendment_request_id, row.claim_id)


async def lock(to: AttachedTo, viewer: Viewer) -> None:
    """Keep it as it is until the end of the transaction, so that attachments are counted in turns. Raises NotFound."""
    if to.claim_id is not None:
        await open_claims.lock(to.claim_id, viewer)
        return
    application = await open_forms.lock(to.application_id, viewer)
    if to.amendment_request_id is not None:
        await open_requests.lock(to.amendment_request_id, application, viewer)


async def require_open(to: AttachedTo, viewer: Viewer) -> None:
    """Raises NotFound, WrongState or ClaimInWrongState once it is decided, InvalidInput for message and request."""
    if to.claim_id is not None:
        await open_claims.require_undecided(to.claim_id, viewer)
        return
    application = await Application.filter(access.own(Application, viewer), id=to.application_id).first()
    if application is None:
        raise NotFound
    if to.amendment_request_id is None:
        await _require_under_way(application)
    elif to.message_id is not None:
        message = "メッセージと変更依頼の、どちらか一方を指定してください。"
        raise InvalidInput([Problem(("amendmentRequestId",), "EXACTLY_ONE", message)])
    else:
        await open_requests.require_open(to.amendment_request_id, application, viewer)


async def place(to: AttachedTo, viewer: Viewer) -> int:
    """The place of a further attachment. Raises what `require_open` does, InvalidInput if it has the maximum."""
    await require_open(to, viewer)
    if to.message_id is not None:
        own = Message.filter(id=to.message_id, application_id=to.application_id, sender=viewer.role)
        if not await own.exists():
            raise NotFound
    condition, path, what = _beside(to)
    others = await Attachment.filter(matching(condition), application_id=to.application_id).only("place")
    found = free_place([each.place for each in others])
    if found is None:
        raise too_many((path,), f"1件の{what}{MOST_ATTACHMENTS}件までです。")
    return found


def _beside(to: AttachedTo) -> tuple[dict[str, object], str, str]:
    """The condition on attachments that are counted together, and how a refusal names them."""
    if to.claim_id is not None:
        return {"claim_id": to.claim_id}, "claimId", "請求に添付できるファイルは、双方合わせて"
    if to.amendment_request_id is not None:
        what = "変更依頼に添付できるファイルは"
        return {"amendment_request_id": to.amendment_request_id}, "amendmentRequestId", what
    return dict(OF_APPLICATION), "applicationId", "申込に添付できるファイルは、双方合わせて"


async def _require_under_way(application: Application) -> None:
    """Raises WrongState when each of its guarantees is issued, declined or withdrawn."""
    guarantees = await Guarantee.filter(application_id=application.id).order_by("id")
    if status_of(application, guarantees) in {ApplicationStatus.DONE, ApplicationStatus.WITHDRAWN}:
        raise WrongState(guarantees[0].status)
