"""The mutations, one module each: input, payload, union, and one call to a use case."""

from schema.mutations.accept_certificate import AcceptCertificate
from schema.mutations.apply_for_guarantees import ApplyForGuarantees
from schema.mutations.approve_guarantee import ApproveGuarantee
from schema.mutations.change_api_client import ChangeApiClient
from schema.mutations.create_api_client import CreateApiClient
from schema.mutations.deactivate_api_client import DeactivateApiClient
from schema.mutations.decline_guarantee import DeclineGuarantee
from schema.mutations.issue_api_token import IssueApiToken
from schema.mutations.issue_guarantee import IssueGuarantee
from schema.mutations.issue_guarantees import IssueGuarantees
from schema.mutations.post_message import PostMessage
from schema.mutations.record_fee_payment import RecordFeePayment
from schema.mutations.retry_mail import RetryMail
from schema.mutations.return_certificate import ReturnCertificate
from schema.mutations.return_guarantee import ReturnGuarantee
from schema.mutations.revoke_api_token import RevokeApiToken
from schema.mutations.send_notice import SendNotice
from schema.mutations.sign_in import SignIn
from schema.mutations.sign_out import SignOut
from schema.mutations.upload_notice import UploadNotice
from schema.mutations.withdraw_application import WithdrawApplication
from schema.reading.fields import described


@described
class Mutation(
    SignIn,
    SignOut,
    ApplyForGuarantees,
    WithdrawApplication,
    ReturnGuarantee,
    DeclineGuarantee,
    ApproveGuarantee,
    RecordFeePayment,
    RetryMail,
    PostMessage,
    SendNotice,
    UploadNotice,
    AcceptCertificate,
    ReturnCertificate,
    IssueGuarantee,
    IssueGuarantees,
    CreateApiClient,
    ChangeApiClient,
    DeactivateApiClient,
    IssueApiToken,
    RevokeApiToken,
):
    """Everything that can be done. What is refused has changed nothing."""
