/* trust - the field tables of anchors and trusted lists */
#include <ipp/model/trust.h>

#include <ipp/base/text.h>
#include <ipp/base/trust.h>

const struct word trust_source_words[] = {
	[TRUST_OWN] = { "own", N_("Own authority") },
	[TRUST_FILE] = { "file", N_("Imported certificate") },
	[TRUST_LIST] = { "list", N_("Trusted list") },
	{ 0 }
};

const struct word trust_service_words[] = {
	[TRUST_CA_QC] = { "ca_qc", N_("Qualified certificates") },
	[TRUST_CA] = { "ca", N_("Certificates") },
	[TRUST_TSA_QTST] = { "tsa_qtst", N_("Qualified timestamps") },
	[TRUST_TSA] = { "tsa", N_("Timestamps") },
	[TRUST_OCSP_QC] = { "ocsp_qc", N_("OCSP of qualified certificates") },
	[TRUST_CRL_QC] = { "crl_qc", N_("CRLs of qualified certificates") },
	{ 0 }
};

const struct word trust_status_words[] = {
	[TRUST_GRANTED] = { "granted", N_("Granted") },
	[TRUST_WITHDRAWN] = { "withdrawn", N_("Withdrawn") },
	[TRUST_RECOGNISED] = { "recognised_at_national_level",
			       N_("Recognised at national level") },
	[TRUST_DEPRECATED] = { "deprecated_at_national_level",
			       N_("Deprecated at national level") },
	[TRUST_UNDER_SUPERVISION] = { "under_supervision",
				      N_("Under supervision") },
	[TRUST_SUPERVISION_IN_CESSATION] = { "supervision_in_cessation",
					     N_("Supervision in cessation") },
	[TRUST_SUPERVISION_CEASED] = { "supervision_ceased",
				       N_("Supervision ceased") },
	[TRUST_SUPERVISION_REVOKED] = { "supervision_revoked",
					N_("Supervision revoked") },
	[TRUST_ACCREDITED] = { "accredited", N_("Accredited") },
	[TRUST_ACCREDITATION_CEASED] = { "accreditation_ceased",
					 N_("Accreditation ceased") },
	[TRUST_ACCREDITATION_REVOKED] = { "accreditation_revoked",
					  N_("Accreditation revoked") },
	[TRUST_STATUS_OTHER] = { "other", N_("Other") },
	{ 0 }
};
