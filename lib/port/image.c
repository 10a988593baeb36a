/* image - decodes JPEG and PNG with leptonica */
#include <ipp/port/image.h>

#include <leptonica/allheaders.h>

#include <ipp/base/limits.h>
#include <ipp/base/own.h>

/* A JPEG is decoded at an eighth of its size: every coded byte is read, but
 * few pixels are made. */
#define JPEG_REDUCTION 8

static inline void own_pix(PIX **pix)
{
	pixDestroy(pix);
}

static enum status broken(struct error *err)
{
	return error_set(err, DATA, "file_broken", NULL,
			 "the image cannot be read to its end; scan or take "
			 "it again");
}

enum status image_facts(const void *bytes, size_t n, struct image_facts *ret,
			struct error *err)
{
	OWN(pix) PIX *pix = NULL;
	l_int32 format, width, height, bits, samples, mapped, warnings = 0;

	/* It would tell stderr of each broken file. */
	(void)setMsgSeverity(L_SEVERITY_NONE);
	if (pixReadHeaderMem(bytes, n, &format, &width, &height, &bits,
			     &samples, &mapped) != 0 ||
	    (format != IFF_JFIF_JPEG && format != IFF_PNG) || width <= 0 ||
	    height <= 0 || bits <= 0)
		return broken(err);
	if ((size_t)width > LIMIT_IMAGE_PIXELS / (size_t)height)
		return error_set(err, DATA, "image_too_large", NULL,
				 "the image has %d x %d pixels, more than %zu; "
				 "scan it at a lower resolution",
				 width, height, LIMIT_IMAGE_PIXELS);
	if (format == IFF_PNG)
		pix = pixReadMemPng(bytes, n);
	else
		pix = pixReadMemJpeg(bytes, n, 0, JPEG_REDUCTION, &warnings, 0);
	if (!pix || warnings > 0)
		return broken(err);
	*ret = (struct image_facts){ (size_t)width, (size_t)height,
				     (unsigned)bits };
	return OK;
}
