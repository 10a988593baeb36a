/* trust - anchors and trusted lists, as they are shown */
#ifndef IPP_MODEL_TRUST_H
#define IPP_MODEL_TRUST_H

#include <ipp/model/field.h>

extern const struct word trust_source_words[];	/* enum trust_source */
extern const struct word trust_service_words[]; /* enum trust_service_type */
extern const struct word trust_status_words[];	/* enum trust_status */

#endif
