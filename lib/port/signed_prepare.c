/* signed_prepare - what must be there before a sandbox closes */
#include "signed_part.h"

#include <libintl.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

void signed_file_prepare(void)
{
	unsigned char digest[EVP_MAX_MD_SIZE];

	(void)OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CONFIG, NULL);
	(void)EVP_Digest("", 0, digest, NULL, EVP_sha256(), NULL);
	/* the catalogue of messages is opened by the first that is looked up */
	(void)gettext("the signed content is not in the file");
}
