/* ipp-ocsp - answers a web server's request for the status of a certificate
 *
 * It starts for each request, so it is linked with nothing: it hands the
 * request to `ipp-ca ocsp --serve`. Where nobody serves, and for everything
 * that is no request, it becomes ipp-ca, which knows this tool by its name. */
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include <ipp/act/ocsp.h>
#include <ipp/base/status.h>

/* The program beside this one. */
static int ca_become(char *argv[])
{
	static const char name[] = "ipp-ca";
	static char tool[] = "ipp-ocsp";
	char path[PATH_MAX + sizeof name];
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX);
	char *slash;

	if (n <= 0)
		return SYSTEM;
	path[n] = '\0';
	slash = strrchr(path, '/');
	strcpy(slash ? slash + 1 : path, name);
	argv[0] = tool;
	(void)execv(path, argv); /* returns only where it fails */
	return CONFIG;
}

int main(int argc, char *argv[])
{
	if (argc == 1 && act_ocsp_gateway())
		return OK;
	return ca_become(argv);
}
