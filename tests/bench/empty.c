/* empty - what the start of a program costs that is linked with libcrypto and
 * SQLite and does nothing */
#include <openssl/crypto.h>
#include <sqlite3.h>

int main(void)
{
	return OPENSSL_version_major() < 3 || sqlite3_libversion_number() < 3;
}
