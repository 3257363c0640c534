package mesh.life_cycle.removed_port_has_consumers_test

import data.mesh.life_cycle.removed_port_has_consumers

subject := {
	"kind": "product",
	"domain": "sales",
	"life_cycle": "active",
	"consumers": [],
	"consumers_complete": true,
	"previous": {"version": "1.0.0", "life_cycle": "active", "removed_ports": [{"name": "orders", "contractId": "c-1", "consumers": [{"product": "mart", "product_name": "Mart", "domain": "finance"}]}]},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := removed_port_has_consumers.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	removed_port_has_consumers.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := removed_port_has_consumers.cannot_evaluate with input as given
}

test_removed_port_with_a_reader_is_denied if {
	messages(subject) == {"output port orders is removed, and Mart (finance) still reads it"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["outputPorts"]
	violation.key == "orders"
	violation.parties == {"finance", "sales"}
	not skipped(subject)
}

test_nameless_port_is_told_by_its_contract if {
	given := changed({"previous": {"version": "1.0.0", "life_cycle": "active", "removed_ports": [{"name": null, "contractId": "c-1", "consumers": [{"product": "mart", "product_name": "Mart", "domain": "finance"}]}]}})
	messages(given) == {"output port of the contract c-1 is removed, and Mart (finance) still reads it"}
	count(denied(given)) == 1
	not skipped(given)
}

test_removed_port_without_readers_passes if {
	given := changed({"previous": {"version": "1.0.0", "life_cycle": "active", "removed_ports": [{"name": "orders", "contractId": "c-1", "consumers": []}]}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
	every other in [
		{"consumers_complete": false, "previous": {"version": "1.0.0", "life_cycle": "active", "removed_ports": []}},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_retired_product_with_readers_is_denied if {
	given := changed({"life_cycle": "retired", "consumers": [{"product": "mart", "product_name": "Mart", "domain": "finance"}, {"product": "x", "product_name": "Stock", "domain": null}], "previous": null})
	messages(given) == {"is retired, and Mart (finance) and Stock still read it"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["status"]
	violation.key == "retired"
	violation.parties == {"finance", "sales"}
	not skipped(given)
}

test_one_reader_is_enough if {
	given := changed({"life_cycle": "retired", "consumers": [{"product": "mart", "product_name": "Mart", "domain": "finance"}], "previous": null})
	messages(given) == {"is retired, and Mart (finance) still reads it"}
	count(denied(given)) == 1
	not skipped(given)
}

test_retired_product_without_readers_passes if {
	given := changed({"life_cycle": "retired", "previous": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_product_in_use_without_an_earlier_state_is_left_alone if {
	given := changed({"previous": null, "consumers": [{"product": "mart", "product_name": "Mart", "domain": "finance"}]})
	skipped(given)
	messages(given) == set()
	unknown(given) == set()
	every other in [
		{"previous": null, "consumers_complete": false},
	] {
		skipped(changed(other))
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
	}
}

test_unread_earlier_state_cannot_be_evaluated if {
	given := changed({"previous": null, "base": "unknown"})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"its earlier state could not be read"}
}

test_unknown_readers_cannot_be_evaluated if {
	given := changed({"consumers_complete": false, "previous": {"version": "1.0.0", "life_cycle": "active", "removed_ports": [{"name": "orders", "contractId": "c-1", "consumers": []}]}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"not every product could be read, so its consumers are not known"}
	every other in [
		{"consumers_complete": false, "life_cycle": "retired", "previous": null},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == {"not every product could be read, so its consumers are not known"}
		not skipped(changed(other))
	}
}
