package mesh.cost.complete_price_test

import data.mesh.cost.complete_price

subject := {
	"kind": "contract",
	"name": "Orders",
	"price": {"amount": 100, "currency": "EUR", "unit": "month", "path": ["price"]},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := complete_price.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	complete_price.not_applicable with input as given
}

test_complete_price_passes if {
	messages(subject) == set()
	not skipped(subject)
}

test_free_contract_passes if {
	given := changed({"price": {"amount": 0, "currency": "EUR", "unit": "month", "path": ["price"]}})
	messages(given) == set()
	not skipped(given)
}

test_missing_parts_are_named if {
	given := changed({"price": {"amount": 100, "currency": null, "unit": " ", "path": ["price"]}})
	messages(given) == {"the price has no currency and unit"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["price"]
	violation.key == "missing"
	violation.expected == ["currency", "unit"]
	not skipped(given)
}

test_missing_amount_is_named if {
	given := changed({"price": {"amount": null, "currency": "EUR", "unit": "month", "path": ["price"]}})
	messages(given) == {"the price has no amount"}
	count(denied(given)) == 1
	not skipped(given)
}

test_negative_amount_is_denied if {
	given := changed({"price": {"amount": -1, "currency": "EUR", "unit": "month", "path": ["price"]}})
	messages(given) == {"the amount -1 of the price is not a number from 0 on"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.key == "amount"
	violation.path == ["price"]
	violation.actual == -1
	not skipped(given)
}

test_amount_as_text_is_denied if {
	given := changed({"price": {"amount": "ten", "currency": "EUR", "unit": "month", "path": ["price"]}})
	messages(given) == {"the amount ten of the price is not a number from 0 on"}
	count(denied(given)) == 1
	not skipped(given)
}

test_unknown_currency_is_denied if {
	given := changed({"price": {"amount": 100, "currency": "Euro", "unit": "month", "path": ["price"]}})
	messages(given) == {"the currency Euro of the price is no code of ISO 4217"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.key == "currency"
	violation.path == ["price"]
	violation.actual == "Euro"
	not skipped(given)
}

test_contract_without_price_is_left_alone if {
	given := changed({"price": null})
	skipped(given)
}
