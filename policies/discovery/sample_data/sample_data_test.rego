package mesh.discovery.sample_data_test

import data.mesh.discovery.sample_data

parameters := {"max_rank": 3}

subject := {
	"kind": "product",
	"life_cycle": "active",
	"output_ports": [{"index": 0, "name": "orders", "path": ["outputPorts", 0], "sample_data": false, "contract": {"id": "c-1"}, "classification": {"name": "x", "rank": 1, "unclassified": 0}}],
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := sample_data.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	sample_data.not_applicable with input as given with data.parameters as parameters
}

unknown(given) := reasons if {
	reasons := sample_data.cannot_evaluate with input as given with data.parameters as parameters
}

test_port_without_sample_is_denied if {
	messages(subject) == {"output port orders shows no sample"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["outputPorts", 0]
	not violation.level
	not skipped(subject)
}

test_nameless_port_is_told_by_number if {
	given := changed({"output_ports": [{"index": 1, "name": null, "path": ["outputPorts", 1], "sample_data": false, "contract": {"id": "c-1"}, "classification": {"name": "x", "rank": 1, "unclassified": 0}}]})
	messages(given) == {"output port 2 shows no sample"}
	count(denied(given)) == 1
	not skipped(given)
}

test_draft_without_sample_is_a_note if {
	given := changed({"life_cycle": "draft"})
	messages(given) == {"output port orders shows no sample"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.level == "note"
	not skipped(given)
}

test_port_with_sample_passes if {
	given := changed({"output_ports": [{"index": 0, "name": "orders", "path": ["outputPorts", 0], "sample_data": true, "contract": {"id": "c-1"}, "classification": {"name": "x", "rank": 1, "unclassified": 0}}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
	every other in [
		{"output_ports": [{"index": 0, "name": "orders", "path": ["outputPorts", 0], "sample_data": true, "contract": null, "classification": {"name": "x", "rank": 1, "unclassified": 0}}]},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_restricted_data_needs_no_sample if {
	given := changed({"output_ports": [{"index": 0, "name": "orders", "path": ["outputPorts", 0], "sample_data": false, "contract": {"id": "c-1"}, "classification": {"name": "x", "rank": 3, "unclassified": 0}}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_confidential_and_unclassified_data_need_one if {
	given := changed({"output_ports": [{"index": 0, "name": "a", "path": ["outputPorts", 0], "sample_data": false, "contract": {"id": "c-1"}, "classification": {"name": "x", "rank": 2, "unclassified": 0}}, {"index": 1, "name": "b", "path": ["outputPorts", 1], "sample_data": false, "contract": {"id": "c-1"}, "classification": null}]})
	messages(given) == {
		"output port a shows no sample",
		"output port b shows no sample",
	}
	count(denied(given)) == 2
	not skipped(given)
}

test_product_not_in_use_is_left_alone if {
	given := changed({"life_cycle": "retired"})
	skipped(given)
	every other in [
		{"life_cycle": "proposed"},
		{"life_cycle": "deprecated"},
	] {
		skipped(changed(other))
	}
}

test_missing_contract_cannot_be_evaluated if {
	given := changed({"output_ports": [{"index": 0, "name": "orders", "path": ["outputPorts", 0], "sample_data": false, "contract": null, "classification": null}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the contract of an output port is not in the mesh"}
}
