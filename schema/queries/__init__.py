"""The queries, one module a noun."""

from schema.queries.accounts import AccountQueries
from schema.queries.amendment_requests import AmendmentRequestQueries
from schema.queries.api_clients import ApiClientQueries
from schema.queries.application_checks import ApplicationCheckQueries
from schema.queries.application_suggestions import ApplicationSuggestionQueries
from schema.queries.applications import ApplicationQueries
from schema.queries.audit_trails import AuditTrailQueries
from schema.queries.certificate_lists import CertificateListQueries
from schema.queries.certificates import CertificateQueries
from schema.queries.claims import ClaimQueries
from schema.queries.contracts import ContractQueries
from schema.queries.fee_estimate import FeeEstimateQueries
from schema.queries.fee_rates import FeeRatesQueries
from schema.queries.fee_statements import FeeStatementQueries
from schema.queries.guarantees import GuaranteeQueries
from schema.queries.monthly_bills import MonthlyBillQueries
from schema.queries.monthly_payments import MonthlyPaymentQueries
from schema.queries.outgoing_mails import OutgoingMailQueries
from schema.queries.registers import RegisterQueries
from schema.queries.retention import RetentionQueries
from schema.queries.site_texts import SiteTextQueries
from schema.queries.verifications import VerificationQueries
from schema.queries.viewers import ViewerQueries
from schema.reading.fields import described


@described
class Query(
    ViewerQueries,
    CertificateQueries,
    CertificateListQueries,
    VerificationQueries,
    RegisterQueries,
    ContractQueries,
    ApplicationQueries,
    ApplicationCheckQueries,
    ApplicationSuggestionQueries,
    GuaranteeQueries,
    AmendmentRequestQueries,
    ClaimQueries,
    FeeEstimateQueries,
    FeeStatementQueries,
    FeeRatesQueries,
    MonthlyPaymentQueries,
    MonthlyBillQueries,
    OutgoingMailQueries,
    ApiClientQueries,
    AccountQueries,
    RetentionQueries,
    AuditTrailQueries,
    SiteTextQueries,
):
    """Everything that can be asked."""
