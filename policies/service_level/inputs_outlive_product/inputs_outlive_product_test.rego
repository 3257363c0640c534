package mesh.service_level.inputs_outlive_product_test

import data.mesh.service_level.inputs_outlive_product

subject := {
	"kind": "edge",
	"resolution": "resolved",
	"consumer": {"product": "mart", "product_name": "Mart", "domain": "finance", "life_cycle": "active", "end_of_life": "2027-12-31"},
	"producer": {"product": "orders", "product_name": "Orders", "domain": "sales", "life_cycle": "active", "port_life_cycle": "active", "contract": {"id": "c-1", "version": "1.0.0", "life_cycle": "active", "end_of_life": "2027-06-30", "end_of_support": null}},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := inputs_outlive_product.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	inputs_outlive_product.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := inputs_outlive_product.cannot_evaluate with input as given
}

test_product_that_outlives_its_input_is_denied if {
	messages(subject) == {"lives until 2027-12-31, and Orders (sales) that it reads ends on 2027-06-30"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["consumer"]
	violation.parties == {"finance", "sales"}
	violation.actual == "2027-12-31"
	violation.expected == "2027-06-30"
	not violation.level
	not skipped(subject)
}

test_product_without_an_end_is_a_warning if {
	given := changed({"consumer": {"end_of_life": null}})
	messages(given) == {"has no end of life, and Orders (sales) that it reads ends on 2027-06-30"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.level == "warn"
	violation.path == ["consumer"]
	not skipped(given)
}

test_product_that_ends_with_its_input_passes if {
	given := changed({"consumer": {"end_of_life": "2027-06-30"}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_input_without_an_end_is_left_alone if {
	given := changed({"producer": {"contract": {"end_of_life": null}}})
	skipped(given)
	messages(given) == set()
	unknown(given) == set()
	every other in [
		{"consumer": {"end_of_life": null}, "producer": {"contract": {"end_of_life": null}}},
	] {
		skipped(changed(other))
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
	}
}

test_missing_contract_cannot_be_evaluated if {
	given := changed({"producer": {"contract": null}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the contract that it reads is not in the mesh"}
}

test_unread_other_side_cannot_be_evaluated if {
	given := changed({"resolution": "unknown", "producer": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"a contract or product that may be on the other side could not be read"}
}

test_edge_that_leads_nowhere_is_left_alone if {
	given := changed({"resolution": "source", "producer": null})
	skipped(given)
	every other in [
		{"resolution": "dangling", "producer": null},
		{"resolution": "unexposed", "producer": null},
		{"resolution": "no_contract", "producer": null},
		{"resolution": "other_version"},
		{"resolution": "undeclared"},
	] {
		skipped(changed(other))
	}
}

test_retired_consumer_is_left_alone if {
	given := changed({"consumer": {"life_cycle": "retired"}})
	skipped(given)
}
