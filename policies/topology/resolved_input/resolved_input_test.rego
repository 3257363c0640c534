package mesh.topology.resolved_input_test

import data.mesh.topology.resolved_input

edge(resolution) := {
	"kind": "edge",
	"resolution": resolution,
	"contractId": "c-1",
	"version": "2.0.0",
	"versions_offered": ["1.0.0"],
	"consumer": {"product": "mart", "domain": "finance"},
	"producer": null,
}

message(resolution) := violation.message if {
	some violation in resolved_input.deny with input as edge(resolution)
}

test_resolved_input_passes if {
	count(resolved_input.deny) == 0 with input as edge("resolved")
	not resolved_input.not_applicable with input as edge("resolved")
}

test_source_system_is_another_matter if {
	count(resolved_input.deny) == 0 with input as edge("source")
	resolved_input.not_applicable with input as edge("source")
}

test_undeclared_read_has_no_port_to_resolve if {
	count(resolved_input.deny) == 0 with input as edge("undeclared")
	resolved_input.not_applicable with input as edge("undeclared")
}

test_dangling_input_is_denied if {
	message("dangling") == "asks for the contract c-1, which no product of the mesh exposes and no file declares"
}

test_unexposed_contract_is_denied if {
	message("unexposed") == "asks for the contract c-1, which no product exposes at an output port"
}

test_input_without_contract_is_denied if {
	message("no_contract") == "names no contract and no source system"
}

test_other_version_names_what_is_offered if {
	message("other_version") == "asks for version 2.0.0 of the contract c-1, and 1.0.0 is offered"
}

test_several_versions_are_offered if {
	asked := object.union(edge("other_version"), {"versions_offered": ["1.0.0", "3.0.0"]})
	some violation in resolved_input.deny with input as asked
	violation.message == "asks for version 2.0.0 of the contract c-1, and 1.0.0 and 3.0.0 are offered"
}

test_consumer_is_a_party if {
	some violation in resolved_input.deny with input as edge("dangling")
	violation.parties == {"finance"}
	violation.path == ["consumer"]
}

test_producer_is_a_party_too if {
	asked := object.union(edge("other_version"), {"producer": {"product": "orders", "domain": "sales"}})
	some violation in resolved_input.deny with input as asked
	violation.parties == {"finance", "sales"}
}

test_unread_other_side_cannot_be_evaluated if {
	count(resolved_input.deny) == 0 with input as edge("unknown")
	count(resolved_input.cannot_evaluate) == 1 with input as edge("unknown")
	count(resolved_input.cannot_evaluate) == 0 with input as edge("resolved")
}
