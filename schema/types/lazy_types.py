"""Types that others refer to before they are defined: resolved by name when the schema is built.

Contracts, guarantees, certificates and applications refer to each other. Only this module names the references against
the order of imports.
"""

from typing import TYPE_CHECKING, Any, TypeAlias

from strawberry.types.lazy_type import LazyType

if TYPE_CHECKING:
    ApplicationDraft: TypeAlias = Any
    Contract: TypeAlias = Any
    ContractConnection: TypeAlias = Any
    Guarantee: TypeAlias = Any
else:
    ApplicationDraft = LazyType("ApplicationDraft", "schema.types.application_draft")
    Contract = LazyType("Contract", "schema.types.contract")
    ContractConnection = LazyType("ContractConnection", "schema.types.contract")
    Guarantee = LazyType("Guarantee", "schema.types.guarantee")
