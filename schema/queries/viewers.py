"""The viewer, and any node."""

from typing import Annotated, Any

import strawberry

import models
from models.enums import AccountRole, Role
from models.parties.account import MOST_OBLIGEES, MOST_SESSIONS
from models.parties.viewer import Viewer as SignedInViewer
from models.row import Row
from resolvers import loading
from resolvers.conditions import IsNull
from resolvers.parties import directory
from resolvers.relations import ById, ToEach, ToMany, ToOne
from schema.context import Info
from schema.reading import ids
from schema.reading.fields import ListLength, Node, column, described, relation, root
from schema.reading.lookahead import include
from schema.types.contractor import Contractor
from schema.types.obligee import Obligee
from schema.types.parties.account import Session
from schema.types.surety import Surety

NODES: dict[str, type[Row]] = {
    model.__name__: model
    for model in (
        models.Surety,
        models.Branch,
        models.Contractor,
        models.BillTo,
        models.Obligee,
        models.ContractingOfficer,
        models.ObligeeRules,
        models.ContractApproval,
        models.SiteText,
        models.Contract,
        models.Application,
        models.Message,
        models.Attachment,
        models.Guarantee,
        models.AmendmentRequest,
        models.Claim,
        models.ClaimMessage,
        models.Certificate,
        models.OutgoingMail,
        models.FeeStatement,
        models.FeeTable,
        models.MonthlyPayment,
        models.MonthlyBill,
        models.FeePayment,
        models.ApiClient,
    )
}


@described
class Viewer:
    """A signed-in person or system."""

    role: Role = column("In which role.")
    name: str = column("Name of the person or system.")
    email: str | None = column("Address with which a person signs in; null for systems.")
    contractor: Contractor | None = relation(ToOne(models.Contractor, "contractor_id"), "A contractor's own company.")
    surety: Surety | None = relation(
        ToOne(models.Surety, "surety_id"), "The surety that a member of its staff works for."
    )
    obligee: Obligee | None = relation(ToOne(models.Obligee, "obligee_id"), "The obligee that an official works for.")
    obligees: list[Obligee] = relation(
        ToEach(models.Obligee, "obligee_ids"),
        "For whom an API client acts, or an official works, in the order of registration.",
        length=ListLength(10, MOST_OBLIGEES),
    )
    requests_per_minute: int | None = column(
        "How often an API client may ask, of each server process; null for people."
    )
    account_role: AccountRole | None = column("What a person may do within the organisation; null for systems.")
    sessions: list[Session] = relation(
        ToMany(models.AccessToken, "account_id", where=IsNull("revoked_at"), keys={SignedInViewer: "actor_id"}),
        "A person's own sessions, oldest first.",
        length=ListLength(3, MOST_SESSIONS),
    )


@strawberry.type
class ViewerQueries:
    """Who is asking, and any node."""

    @strawberry.field(description="Who is asking; null when nobody signed in.")
    async def viewer(self, info: Info) -> Viewer | None:
        viewer: Any = info.context.viewer
        if viewer is not None:
            await loading.load([viewer], include(info), reader=info.context.reader)
        return viewer

    @root(ById(NODES), "Any node by its id; null when there is none that the viewer may see.")
    async def node(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="As in the field `id`.")]
    ) -> Node | None:
        type_name, key = ids.split(id)
        if type_name not in NODES:
            return None
        wanted = include(info, on=type_name)
        found: Any = await directory.node(NODES[type_name], key, include=wanted, reader=info.context.reader)
        return found
