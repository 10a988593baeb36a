/* cms_stamp_part - what the files about time-stamps share */
#ifndef IPP_LIB_PORT_CMS_STAMP_PART_H
#define IPP_LIB_PORT_CMS_STAMP_PART_H

#include <openssl/cms.h>
#include <openssl/ts.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/base/own.h>

struct arena;

DEFINE_OWN(cms, CMS_ContentInfo, CMS_ContentInfo_free)
DEFINE_OWN(ts_req, TS_REQ, TS_REQ_free)
DEFINE_OWN(ts_resp, TS_RESP, TS_RESP_free)
DEFINE_OWN(pkcs7, PKCS7, PKCS7_free)

/* NULL if it is no message, or has not one signer. */
CMS_ContentInfo *cms_stamp_message(struct octets message);
CMS_SignerInfo *cms_stamp_signer(CMS_ContentInfo *cms);

enum status cms_stamp_encode(struct arena *arena, const CMS_ContentInfo *cms,
			     struct octets *ret, struct error *err);

/* DATA `stamp_unreadable`, and REFUSED `stamp_refused`. */
enum status cms_stamp_unreadable(struct error *err);
enum status cms_stamp_response(struct octets response, TS_RESP **ret,
			       struct error *err);

/* Puts a token into the message, as it is. */
enum status cms_stamp_token_put(struct arena *arena, CMS_ContentInfo *cms,
				PKCS7 *token, struct octets *ret,
				struct error *err);

#endif
