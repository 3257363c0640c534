package mesh.security.personal_data_retention_test

import data.mesh.security.personal_data_retention

subject := {
	"kind": "contract",
	"name": "Customers",
	"domain": "customer",
	"life_cycle": "active",
	"personal_data": ["customers.email"],
	"service_levels": {"retention": {"text": "3 y", "value": 94608000}},
	"custom": {"erasure": "by customer id, within a month"},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := personal_data_retention.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	personal_data_retention.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := personal_data_retention.cannot_evaluate with input as given
}

test_retention_and_erasure_pass if {
	messages(subject) == set()
	not skipped(subject)
	unknown(subject) == set()
	every other in [
		{"custom": {"erasure": null}, "service_levels": {"erasure": {"text": "30 d", "value": 1}}},
		{"custom": {"erasure": null}, "service_levels": {"deletion": {"text": "30 d", "value": 1}}},
		{"custom": {"erasure": null}, "service_levels": {"time_to_erase": {"text": "30 d", "value": 1}}},
		{"custom": {"erasure": null}, "service_levels": {"time_to_delete": {"text": "30 d", "value": 1}}},
		{"custom": {"erasure": "", "erasurePolicy": "monthly"}},
		{"custom": {"erasure": "", "deletion": "monthly"}},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_missing_retention_is_denied if {
	given := changed({"service_levels": {"retention": {"value": null}}})
	messages(given) == {"says not how long it keeps customers.email"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["slaProperties"]
	violation.key == "retention"
	violation.parties == {"customer"}
	not skipped(given)
}

test_missing_erasure_is_denied if {
	given := changed({"custom": {"erasure": " "}})
	messages(given) == {"says not how to erase customers.email"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["slaProperties"]
	violation.key == "erasure"
	violation.parties == {"customer"}
	not skipped(given)
}

test_many_columns_are_counted if {
	given := changed({"custom": {"erasure": null}, "personal_data": ["c0", "c1", "c2", "c3", "c4", "c5"]})
	messages(given) == {"says not how to erase c0, c1, c2, c3, c4 and 1 more"}
	count(denied(given)) == 1
	not skipped(given)
}

test_five_columns_are_listed if {
	given := changed({"custom": {"erasure": null}, "personal_data": ["c0", "c1", "c2", "c3", "c4"]})
	messages(given) == {"says not how to erase c0, c1, c2, c3 and c4"}
	count(denied(given)) == 1
	not skipped(given)
}

test_contract_without_personal_data_is_left_alone if {
	given := changed({"personal_data": [], "custom": {"erasure": null}, "service_levels": {"retention": null}})
	skipped(given)
	messages(given) == set()
	unknown(given) == set()
}

test_contract_not_in_use_is_left_alone if {
	given := changed({"life_cycle": "draft"})
	skipped(given)
	every other in [
		{"life_cycle": "proposed"},
		{"life_cycle": "retired"},
	] {
		skipped(changed(other))
	}
}

test_unknown_data_cannot_be_evaluated if {
	given := changed({"personal_data": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"whether it holds personal data is not known"}
}
