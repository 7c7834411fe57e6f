"""The restricted look-up."""

from typing import Annotated, Any

import strawberry

from resolvers.certificates import look_up
from resolvers.relations import ByKey
from schema.context import Info
from schema.reading.fields import root
from schema.reading.lookahead import include
from schema.scalars import AuthKey, GuaranteeNumber
from schema.types.certificate import Certificate

DESCRIPTION = """
The restricted look-up. Null unless number and key belong together, the certificate is in the service and the viewer may
see it (the guarantee's obligee, an e-contract system acting for it, or the surety's staff). Unknown number and wrong
key cannot be told apart, neither by answer nor by time. At most one per operation; tries are limited per client and
number, and never lock the number for others.
"""


@strawberry.type
class CertificateQueries:
    """The restricted look-up."""

    @root(ByKey(), DESCRIPTION.strip())
    async def certificate(
        self,
        info: Info,
        guarantee_number: Annotated[GuaranteeNumber, strawberry.argument(description="As on the key notice.")],
        auth_key: Annotated[AuthKey, strawberry.argument(description="As on the key notice.")],
    ) -> Certificate | None:
        found: Any = await look_up.certificate(
            number=guarantee_number,
            key=auth_key,
            include=include(info),
            reader=info.context.reader,
            throttle=info.context.services.throttle,
        )
        return found
