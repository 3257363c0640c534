package mesh.security.classification_never_falls_test

import data.mesh.security.classification_never_falls

subject := {
	"kind": "edge",
	"resolution": "resolved",
	"consumer": {"product": "mart", "product_name": "Mart", "domain": "finance", "life_cycle": "active", "classification": {"name": "internal", "rank": 1, "unclassified": 0}},
	"producer": {"product": "orders", "product_name": "Orders", "domain": "sales", "life_cycle": "active", "port_life_cycle": "active", "contract": {"id": "c-1", "version": "1.0.0", "life_cycle": "active", "end_of_life": null, "end_of_support": null}, "classification": {"name": "restricted", "rank": 3, "unclassified": 0}},
	"deidentification": null,
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := classification_never_falls.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	classification_never_falls.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := classification_never_falls.cannot_evaluate with input as given
}

test_lower_output_is_denied if {
	messages(subject) == {"reads restricted data of Orders (sales) and gives internal data, and no de-identification is stated"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["consumer"]
	violation.parties == {"finance", "sales"}
	violation.actual == "internal"
	violation.expected == "restricted"
	not violation.level
	not skipped(subject)
}

test_unclassified_input_is_a_warning if {
	given := changed({"producer": {"classification": {"name": "unclassified", "rank": 2, "unclassified": 3}}})
	messages(given) == {"reads unclassified data of Orders (sales) and gives internal data, and no de-identification is stated"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.level == "warn"
	not skipped(given)
}

test_same_classification_passes if {
	given := changed({"consumer": {"classification": {"name": "restricted", "rank": 3, "unclassified": 0}}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_stated_deidentification_passes if {
	given := changed({"deidentification": "aggregated by month"})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
	every other in [
		{"deidentification": "masked", "consumer": {"classification": null}},
		{"deidentification": "masked", "producer": {"classification": null}},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_denied_deidentification_is_none if {
	every text in ["false", "None", " no ", "n/a"] {
		count(classification_never_falls.deny) == 1 with input as changed({"deidentification": text})
	}
}

test_blank_deidentification_is_none if {
	given := changed({"deidentification": " "})
	messages(given) == {"reads restricted data of Orders (sales) and gives internal data, and no de-identification is stated"}
	count(denied(given)) == 1
	not skipped(given)
}

test_input_without_columns_cannot_be_evaluated if {
	given := changed({"producer": {"classification": null}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the contract that it reads describes no columns, so its classification is not known"}
}

test_output_without_columns_cannot_be_evaluated if {
	given := changed({"consumer": {"classification": null}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the outputs of the consumer describe no columns, so their classification is not known"}
	every other in [
		{"consumer": {"classification": null}, "producer": {"classification": {"name": "internal", "rank": 1, "unclassified": 0}}},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == {"the outputs of the consumer describe no columns, so their classification is not known"}
		not skipped(changed(other))
	}
}

test_public_input_may_go_anywhere if {
	given := changed({"consumer": {"classification": null}, "producer": {"classification": {"name": "public", "rank": 0, "unclassified": 0}}})
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
