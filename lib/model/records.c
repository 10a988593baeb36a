/* records - every record of the house */
#include <ipp/model/records.h>

#include <string.h>

#include <ipp/model/authority.h>
#include <ipp/model/catalog.h>
#include <ipp/model/certificate.h>
#include <ipp/model/detail.h>
#include <ipp/model/dossier.h>
#include <ipp/model/envelope.h>
#include <ipp/model/evidence.h>
#include <ipp/model/expiry.h>
#include <ipp/model/figures.h>
#include <ipp/model/form.h>
#include <ipp/model/health.h>
#include <ipp/model/holder.h>
#include <ipp/model/journal.h>
#include <ipp/model/message.h>
#include <ipp/model/ocsp_answers.h>
#include <ipp/model/operator.h>
#include <ipp/model/organization.h>
#include <ipp/model/policy.h>
#include <ipp/model/product.h>
#include <ipp/model/publication_check.h>
#include <ipp/model/recognition.h>
#include <ipp/model/remote_authority.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/model/remote_grant.h>
#include <ipp/model/remote_notice.h>
#include <ipp/model/request.h>
#include <ipp/model/revocation_list.h>
#include <ipp/model/scan.h>
#include <ipp/model/search.h>
#include <ipp/model/service_token.h>
#include <ipp/model/session.h>
#include <ipp/model/signature.h>
#include <ipp/model/signing.h>
#include <ipp/model/status_change.h>
#include <ipp/model/store_check.h>
#include <ipp/model/store_status.h>
#include <ipp/model/trust.h>

const struct record *const records[] = {
	&request_record,
	&request_import_record,
	&order_reference_record,
	&renewal_wish_record,
	&product_record,
	&holder_record,
	&holder_named_record,
	&document_image_record,
	&document_files_record,
	&scan_wish_record,
	&scan_papers_record,
	&scan_verdict_record,
	&search_record,
	&detail_wish_record,
	&detail_record,
	&issued_record,
	&sealed_record,
	&asked_record,
	&suspended_record,
	&event_record,
	&journal_entry_record,
	&journal_proof_record,
	&journal_head_record,
	&journal_check_record,
	&dossier_wish_record,
	&dossier_record,
	&figures_record,
	&store_status_record,
	&authority_record,
	&revocation_list_record,
	&ocsp_answers_record,
	&certificate_record,
	&envelope_record,
	&store_check_record,
	&finding_record,
	&health_check_record,
	&publication_check_record,
	&catalog_item_record,
	&catalog_change_record,
	&limit_of_use_record,
	&organization_record,
	&policy_record,
	&unit_record,
	&operator_record,
	&session_record,
	&message_record,
	&expiry_notice_record,
	&remote_notice_record,
	&recognition_papers_record,
	&signed_form_record,
	&recognition_check_record,
	&cancellation_record,
	&evidence_record,
	&revocation_record,
	&suspension_wish_record,
	&emergency_wish_record,
	&status_change_record,
	&form_wish_record,
	&form_file_record,
	&service_token_record,
	&operator_certificate_record,
	&signature_report_record,
	&signature_result_record,
	&trust_file_record,
	&trust_import_record,
	&trust_period_record,
	&trust_anchor_record,
	&trust_list_record,
	&signed_file_record,
	&remote_authority_record,
	&remote_authority_reference_record,
	&remote_certificate_record,
	&remote_certificate_reference_record,
	&remote_grant_record,
	&remote_signing_record,
	NULL,
};

bool records_know(const char *member)
{
	for (size_t i = 0; records[i]; i++)
		if (record_field(records[i], member))
			return true;
	return !strcmp(member, "reject");
}

bool records_hide(const char *member)
{
	for (size_t i = 0; records[i]; i++) {
		const struct field *field = record_field(records[i], member);

		if (field && field->flags & FIELD_SECRET)
			return true;
	}
	return false;
}
