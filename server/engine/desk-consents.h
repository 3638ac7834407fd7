/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/desk-private.h"

/* May a customer be called, by the customer's own word: the handlers of customer.consents,
 * customer.consent and customer.do_not_call. */

void bh_op_customer_consents (BhOpCall *call);
void bh_op_customer_consent (BhOpCall *call);
void bh_op_customer_do_not_call (BhOpCall *call);
