/* renewal - whether a product may be renewed, and how its holder is known */
#include <ipp/rule/renewal.h>

#include <inttypes.h>

#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/product.h>
#include <ipp/rule/expiry.h>

static enum status status_check(const struct product *product,
				struct error *err)
{
	static const struct {
		int64_t status;
		const char *code, *what;
	} rows[] = {
		{ STATUS_SUSPENDED, "renewal_suspended",
		  N_("lift the suspension first, with: ipp-suspend --lift") },
		{ STATUS_REVOKED, "renewal_revoked",
		  N_("ask for a new certificate, with: ipp-request new") },
		{ STATUS_EXPIRED, "renewal_expired",
		  N_("ask for a new certificate, with: ipp-request new") },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (product->status == rows[i].status)
			return error_set(
			    err, REFUSED, rows[i].code, "user_id",
			    "USR%09" PRId64 " is %s and cannot be renewed; %s",
			    product->user_id,
			    product_status_words[product->status].name,
			    _(rows[i].what));
	if (product->status != STATUS_ACTIVE)
		return error_set(err, REFUSED, "renewal_unissued", "user_id",
				 "USR%09" PRId64 " is %s, so there is no "
				 "certificate to renew; see: ipp-search show",
				 product->user_id,
				 product_status_words[product->status].name);
	return OK;
}

enum status renewal_check(const struct product *product, int64_t now,
			  struct error *err)
{
	int64_t left = expiry_days_left(product->valid_until, now);
	char day[DATE_SIZE];
	enum status rc = status_check(product, err);

	if (rc != OK)
		return rc;
	if (left < 0)
		return error_set(err, REFUSED, "renewal_expired", "user_id",
				 "the certificate of USR%09" PRId64 " has "
				 "ended; ask for a new one, with: ipp-request "
				 "new",
				 product->user_id);
	if (left < RENEWAL_DAYS_MIN)
		return error_set(err, REFUSED, "renewal_late", "user_id",
				 "the certificate of USR%09" PRId64 " ends "
				 "today, and yesterday was the last day to "
				 "renew it; ask for a new one, with: "
				 "ipp-request new",
				 product->user_id);
	if (left > RENEWAL_DAYS_MAX) {
		date_of(product->valid_until - RENEWAL_DAYS_MAX * DAY_SECONDS,
			day);
		return error_set(err, REFUSED, "renewal_early", "user_id",
				 "USR%09" PRId64 " can be renewed from %s on, "
				 "%d days before its certificate ends; wait "
				 "until then",
				 product->user_id, day, RENEWAL_DAYS_MAX);
	}
	return OK;
}

int64_t renewal_recognition(int64_t before, int64_t asked, bool may_sign,
			    bool *is_chain)
{
	bool was_sign = before == RECOGNITION_SIGN;

	*is_chain = was_sign && (asked == ABSENT || asked == RECOGNITION_SIGN);
	if (asked != ABSENT)
		return asked;
	if (was_sign)
		return ABSENT;
	return may_sign ? RECOGNITION_SIGN : before;
}
