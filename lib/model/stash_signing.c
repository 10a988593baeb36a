/* stash_signing - how a remote certificate signs */
#include <ipp/model/stash_signing.h>

const struct word signing_padding_words[] = {
	[PADDING_PKCS1] = { "pkcs1" },
	[PADDING_PSS] = { "pss" },
	{ 0 },
};
