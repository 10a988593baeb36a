/* province - codes of the Italian provinces (ISO 3166-2:IT, car plates) */
#include <stdlib.h>
#include <string.h>

#include <ipp/rule/request.h>

/* Sorted; those of Sardinia before and after its reforms of 2016 and 2021
 * too, because documents name them still. */
static const char codes[][3] = {
	"AG", "AL", "AN", "AO", "AP", "AQ", "AR", "AT", "AV", "BA", "BG", "BI",
	"BL", "BN", "BO", "BR", "BS", "BT", "BZ", "CA", "CB", "CE", "CH", "CI",
	"CL", "CN", "CO", "CR", "CS", "CT", "CZ", "EN", "FC", "FE", "FG", "FI",
	"FM", "FR", "GE", "GO", "GR", "IM", "IS", "KR", "LC", "LE", "LI", "LO",
	"LT", "LU", "MB", "MC", "ME", "MI", "MN", "MO", "MS", "MT", "NA", "NO",
	"NU", "OG", "OR", "OT", "PA", "PC", "PD", "PE", "PG", "PI", "PN", "PO",
	"PR", "PT", "PU", "PV", "PZ", "RA", "RC", "RE", "RG", "RI", "RM", "RN",
	"RO", "SA", "SI", "SO", "SP", "SR", "SS", "SU", "SV", "TA", "TE", "TN",
	"TO", "TP", "TR", "TS", "TV", "UD", "VA", "VB", "VC", "VE", "VI", "VR",
	"VS", "VT", "VV",
};

static int code_compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

bool province_is_known(const char *code)
{
	return bsearch(code, codes, sizeof codes / sizeof *codes, sizeof *codes,
		       code_compare) != NULL;
}
