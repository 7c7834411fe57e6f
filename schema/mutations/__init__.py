"""The mutations, one module each: input, payload, and one call to a use case."""

from strawberry.tools import create_type

from schema.mutations.accept_certificate import accept_certificate
from schema.mutations.accounts.change_password import change_password
from schema.mutations.accounts.deactivate_account import deactivate_account
from schema.mutations.accounts.end_session import end_session
from schema.mutations.accounts.invite_account import invite_account
from schema.mutations.accounts.request_password_reset import request_password_reset
from schema.mutations.accounts.set_password import set_password
from schema.mutations.after_issue.amend_guarantee import amend_guarantee
from schema.mutations.after_issue.answer_claim import answer_claim
from schema.mutations.after_issue.ask_about_claim import ask_about_claim
from schema.mutations.after_issue.cancel_amendment import cancel_amendment
from schema.mutations.after_issue.cancel_guarantee import cancel_guarantee
from schema.mutations.after_issue.correct_certificate import correct_certificate
from schema.mutations.after_issue.decide_claim import decide_claim
from schema.mutations.after_issue.decline_amendment_request import decline_amendment_request
from schema.mutations.after_issue.file_claim import file_claim
from schema.mutations.after_issue.record_claim_payment import record_claim_payment
from schema.mutations.after_issue.release_guarantee import release_guarantee
from schema.mutations.after_issue.request_amendment import request_amendment
from schema.mutations.after_issue.rotate_auth_key import rotate_auth_key
from schema.mutations.after_issue.start_claim_review import start_claim_review
from schema.mutations.after_issue.withdraw_amendment_request import withdraw_amendment_request
from schema.mutations.after_issue.withdraw_claim import withdraw_claim
from schema.mutations.apply_for_guarantees import apply_for_guarantees
from schema.mutations.applying.add_attachment import add_attachment
from schema.mutations.applying.add_review_note import add_review_note
from schema.mutations.applying.change_contract import change_contract
from schema.mutations.applying.delete_application_draft import delete_application_draft
from schema.mutations.applying.mark_messages_read import mark_messages_read
from schema.mutations.applying.remove_attachment import remove_attachment
from schema.mutations.applying.remove_bill_to import remove_bill_to
from schema.mutations.applying.remove_contract import remove_contract
from schema.mutations.applying.save_application_draft import save_application_draft
from schema.mutations.applying.save_bill_to import save_bill_to
from schema.mutations.applying.set_branch_notifications import set_branch_notifications
from schema.mutations.applying.start_review import start_review
from schema.mutations.applying.submit_application import submit_application
from schema.mutations.applying.withdraw_guarantee import withdraw_guarantee
from schema.mutations.approve_guarantee import approve_guarantee
from schema.mutations.change_api_client import change_api_client
from schema.mutations.create_api_client import create_api_client
from schema.mutations.deactivate_api_client import deactivate_api_client
from schema.mutations.decline_guarantee import decline_guarantee
from schema.mutations.fees.set_billing_day import set_billing_day
from schema.mutations.fees.set_fee_rates import set_fee_rates
from schema.mutations.fees.set_monthly_payment import set_monthly_payment
from schema.mutations.issue_api_token import issue_api_token
from schema.mutations.issue_guarantee import issue_guarantee
from schema.mutations.issue_guarantees import issue_guarantees
from schema.mutations.obligees.approve_contract_for_electronic import approve_contract_for_electronic
from schema.mutations.obligees.set_obligee_rules import set_obligee_rules
from schema.mutations.post_message import post_message
from schema.mutations.record_fee_payment import record_fee_payment
from schema.mutations.registers.change_branch import change_branch
from schema.mutations.registers.change_contracting_officer import change_contracting_officer
from schema.mutations.registers.change_contractor import change_contractor
from schema.mutations.registers.change_obligee import change_obligee
from schema.mutations.registers.change_surety import change_surety
from schema.mutations.registers.create_branch import create_branch
from schema.mutations.registers.create_contracting_officer import create_contracting_officer
from schema.mutations.registers.create_contractor import create_contractor
from schema.mutations.registers.create_obligee import create_obligee
from schema.mutations.registers.create_surety import create_surety
from schema.mutations.registers.import_contractors import import_contractors
from schema.mutations.registers.import_obligees import import_obligees
from schema.mutations.registers.set_surety_seal import set_surety_seal
from schema.mutations.retention.set_retention_rule import set_retention_rule
from schema.mutations.retry_mail import retry_mail
from schema.mutations.return_certificate import return_certificate
from schema.mutations.return_guarantee import return_guarantee
from schema.mutations.revoke_api_token import revoke_api_token
from schema.mutations.revoke_approval import revoke_approval
from schema.mutations.send_notice import send_notice
from schema.mutations.sign_in import sign_in
from schema.mutations.sign_out import sign_out
from schema.mutations.site.change_site_text import change_site_text
from schema.mutations.site.create_site_text import create_site_text
from schema.mutations.upload_notice import upload_notice
from schema.mutations.withdraw_application import withdraw_application

Mutation = create_type(
    "Mutation",
    [
        sign_in,
        sign_out,
        apply_for_guarantees,
        save_application_draft,
        delete_application_draft,
        submit_application,
        save_bill_to,
        remove_bill_to,
        withdraw_application,
        withdraw_guarantee,
        change_contract,
        remove_contract,
        add_attachment,
        remove_attachment,
        start_review,
        return_guarantee,
        decline_guarantee,
        approve_guarantee,
        revoke_approval,
        record_fee_payment,
        set_fee_rates,
        set_monthly_payment,
        set_obligee_rules,
        approve_contract_for_electronic,
        set_billing_day,
        set_retention_rule,
        retry_mail,
        post_message,
        mark_messages_read,
        add_review_note,
        set_branch_notifications,
        send_notice,
        upload_notice,
        accept_certificate,
        return_certificate,
        issue_guarantee,
        issue_guarantees,
        release_guarantee,
        cancel_guarantee,
        amend_guarantee,
        correct_certificate,
        cancel_amendment,
        request_amendment,
        withdraw_amendment_request,
        decline_amendment_request,
        rotate_auth_key,
        create_api_client,
        change_api_client,
        deactivate_api_client,
        issue_api_token,
        revoke_api_token,
        create_surety,
        change_surety,
        set_surety_seal,
        create_branch,
        change_branch,
        create_obligee,
        change_obligee,
        create_contracting_officer,
        change_contracting_officer,
        create_contractor,
        change_contractor,
        import_obligees,
        import_contractors,
        create_site_text,
        change_site_text,
        invite_account,
        deactivate_account,
        set_password,
        request_password_reset,
        change_password,
        end_session,
        file_claim,
        start_claim_review,
        ask_about_claim,
        answer_claim,
        decide_claim,
        withdraw_claim,
        record_claim_payment,
    ],
    description="Everything that can be done. What is refused has changed nothing.",
)
