package mesh.life_cycle.no_new_consumer_of_retired_test

import data.mesh.life_cycle.no_new_consumer_of_retired

subject := {
	"kind": "edge",
	"resolution": "resolved",
	"consumer": {"product": "mart", "product_name": "Mart", "domain": "finance", "life_cycle": "active"},
	"producer": {"product": "orders", "product_name": "Orders", "domain": "sales", "life_cycle": "deprecated", "port_life_cycle": "active", "contract": {"id": "c-1", "version": "1.0.0", "life_cycle": "active", "end_of_life": null, "end_of_support": null}},
	"is_new": true,
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := no_new_consumer_of_retired.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	no_new_consumer_of_retired.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := no_new_consumer_of_retired.cannot_evaluate with input as given
}

test_new_consumer_of_a_deprecated_product_is_denied if {
	messages(subject) == {"begins to read Orders (sales), of which the product is deprecated"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["consumer"]
	violation.parties == {"finance", "sales"}
	not skipped(subject)
}

test_contract_and_port_count_too if {
	given := changed({"producer": {"life_cycle": "active", "port_life_cycle": "deprecated", "contract": {"life_cycle": "retired"}}})
	messages(given) == {"begins to read Orders (sales), of which the contract is retired and the port is deprecated"}
	count(denied(given)) == 1
	not skipped(given)
}

test_new_consumer_of_a_living_product_passes if {
	given := changed({"producer": {"life_cycle": "active"}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_old_consumer_may_stay if {
	given := changed({"is_new": false})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_consumer_of_unknown_age_cannot_be_evaluated if {
	given := changed({"is_new": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"no earlier state is given, so it is not known whether the consumer is new"}
}

test_age_does_not_matter_for_a_living_product if {
	given := changed({"is_new": null, "producer": {"life_cycle": "active"}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_unread_other_side_cannot_be_evaluated if {
	given := changed({"resolution": "unknown", "producer": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"a contract or product that may be on the other side could not be read"}
}

test_edge_without_producer_is_left_alone if {
	given := changed({"resolution": "source", "producer": null})
	skipped(given)
	every other in [
		{"resolution": "dangling", "producer": null},
		{"resolution": "unexposed", "producer": null},
		{"resolution": "no_contract", "producer": null},
	] {
		skipped(changed(other))
	}
}

test_retired_consumer_is_left_alone if {
	given := changed({"consumer": {"life_cycle": "retired"}})
	skipped(given)
}

test_a_port_that_follows_its_contract_is_not_told_again if {
	given := changed({"producer": {"life_cycle": "active", "port_life_cycle": "deprecated", "contract": {"life_cycle": "deprecated"}}})
	messages(given) == {"begins to read Orders (sales), of which the contract is deprecated"}
}
