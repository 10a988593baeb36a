/* letter - the tables of ICAO 9303-3, 6 (Latin, Cyrillic, Arabic) */
#include "letter.h"

#include <stdlib.h>

/* Sorted by code point. */
/* clang-format off */
static const struct letter letters[] = {
	/* Latin: what is not the letter without its marks */
	{ 0x00C4, "AE", WHEN_PLAIN, "A" }, { 0x00C5, "AA", WHEN_PLAIN, "A" },
	{ 0x00C6, "AE" }, { 0x00D0, "D" }, { 0x00D6, "OE", WHEN_PLAIN, "O" },
	{ 0x00D8, "OE", WHEN_PLAIN, "O" }, { 0x00DC, "UE", WHEN_PLAIN, "U" },
	{ 0x00DE, "TH" }, { 0x00DF, "SS" }, { 0x0110, "D" }, { 0x0126, "H" },
	{ 0x0131, "I" }, { 0x0132, "IJ" }, { 0x0138, "K" }, { 0x013F, "L" },
	{ 0x0141, "L" }, { 0x014A, "N" }, { 0x0152, "OE" }, { 0x0166, "T" },
	{ 0x0181, "B" }, { 0x0186, "O" }, { 0x0189, "D" }, { 0x018A, "D" },
	{ 0x018F, "A" }, { 0x0190, "E" }, { 0x0198, "K" }, { 0x01E4, "G" },
	/* Cyrillic; those of Central Asia as passports there have them */
	{ 0x0401, "E" }, { 0x0402, "D" }, { 0x0403, "G" },
	{ 0x0404, "IE", WHEN_INITIAL, "YE" }, { 0x0405, "DZ" },
	{ 0x0406, "I" }, { 0x0407, "I", WHEN_INITIAL, "YI" }, { 0x0408, "J" },
	{ 0x0409, "LJ" }, { 0x040A, "NJ" }, { 0x040B, "C" }, { 0x040C, "K" },
	{ 0x040E, "U" }, { 0x040F, "DZ" }, { 0x0410, "A" }, { 0x0411, "B" },
	{ 0x0412, "V" }, { 0x0413, "G" }, { 0x0414, "D" }, { 0x0415, "E" },
	{ 0x0416, "ZH" }, { 0x0417, "Z" }, { 0x0418, "I" }, { 0x0419, "I" },
	{ 0x041A, "K" }, { 0x041B, "L" }, { 0x041C, "M" }, { 0x041D, "N" },
	{ 0x041E, "O" }, { 0x041F, "P" }, { 0x0420, "R" }, { 0x0421, "S" },
	{ 0x0422, "T" }, { 0x0423, "U" }, { 0x0424, "F" }, { 0x0425, "KH" },
	{ 0x0426, "TS" }, { 0x0427, "CH" }, { 0x0428, "SH" },
	{ 0x0429, "SHCH" }, { 0x042A, "IE" }, { 0x042B, "Y" }, { 0x042C, "" },
	{ 0x042D, "E" }, { 0x042E, "IU" }, { 0x042F, "IA" }, { 0x0462, "IE" },
	{ 0x046A, "U" }, { 0x0472, "F" }, { 0x0474, "Y" }, { 0x0490, "G" },
	{ 0x0492, "G" }, { 0x0496, "ZH" }, { 0x049A, "K" }, { 0x04A2, "N" },
	{ 0x04AE, "U" }, { 0x04B0, "U" }, { 0x04BA, "C" }, { 0x04D8, "A" },
	{ 0x04E8, "O" },
	/* Arabic */
	{ 0x0621, "XE" }, { 0x0622, "XAA" }, { 0x0623, "XAE" },
	{ 0x0624, "U" }, { 0x0625, "I" }, { 0x0626, "XI" }, { 0x0627, "A" },
	{ 0x0628, "B" }, { 0x0629, "XTA", WHEN_FINAL, "XAH" }, { 0x062A, "T" },
	{ 0x062B, "XTH" }, { 0x062C, "J" }, { 0x062D, "XH" },
	{ 0x062E, "XKH" }, { 0x062F, "D" }, { 0x0630, "XDH" }, { 0x0631, "R" },
	{ 0x0632, "Z" }, { 0x0633, "S" }, { 0x0634, "XSH" }, { 0x0635, "XSS" },
	{ 0x0636, "XDZ" }, { 0x0637, "XTT" }, { 0x0638, "XZZ" },
	{ 0x0639, "E" }, { 0x063A, "G" }, { 0x0640, "" }, { 0x0641, "F" },
	{ 0x0642, "Q" }, { 0x0643, "K" }, { 0x0644, "L" }, { 0x0645, "M" },
	{ 0x0646, "N" }, { 0x0647, "H" }, { 0x0648, "W" }, { 0x0649, "XAY" },
	{ 0x064A, "Y" }, { 0x0671, "XXA" }, { 0x0679, "XXT" },
	{ 0x067C, "XRT" }, { 0x067E, "P" }, { 0x0681, "XKE" },
	{ 0x0685, "XXH" }, { 0x0686, "XC" }, { 0x0688, "XXD" },
	{ 0x0689, "XDR" }, { 0x0691, "XXR" }, { 0x0693, "XRR" },
	{ 0x0696, "XRX" }, { 0x0698, "XJ" }, { 0x069A, "XXS" },
	{ 0x06A9, "XKK" }, { 0x06AB, "XXK" }, { 0x06AD, "XNG" },
	{ 0x06AF, "XGG" }, { 0x06BA, "XNN" }, { 0x06BC, "XXN" },
	{ 0x06BE, "XDO" }, { 0x06C0, "XYH" }, { 0x06C1, "XXG" },
	{ 0x06C2, "XGE" }, { 0x06C3, "XTG" }, { 0x06CC, "XYA" },
	{ 0x06CD, "XXY" }, { 0x06D0, "Y" }, { 0x06D2, "XYB" },
	{ 0x06D3, "XBE" },
	/* Latin */
	{ 0x1E9E, "SS" },
};
/* clang-format on */

static int point_order(const void *key, const void *row)
{
	uint32_t a = *(const uint32_t *)key;
	uint32_t b = ((const struct letter *)row)->point;

	return (a > b) - (a < b);
}

const struct letter *letter_find(uint32_t point)
{
	return bsearch(&point, letters, sizeof letters / sizeof *letters,
		       sizeof *letters, point_order);
}
