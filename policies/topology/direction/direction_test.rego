package mesh.topology.direction_test

import data.mesh.topology.direction

subject := {
	"kind": "edge",
	"resolution": "resolved",
	"consumer": {"product": "mart", "product_name": "Mart", "domain": "finance", "life_cycle": "active", "type_class": "source_aligned"},
	"producer": {"product": "orders", "product_name": "Orders", "domain": "sales", "life_cycle": "active", "port_life_cycle": "active", "contract": {"id": "c-1", "version": "1.0.0", "life_cycle": "active", "end_of_life": null, "end_of_support": null}, "type_class": "consumer_aligned"},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := direction.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	direction.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := direction.cannot_evaluate with input as given
}

test_source_aligned_reader_of_a_consumer_aligned_product_is_denied if {
	messages(subject) == {"is source-aligned and reads Orders (sales), which is consumer-aligned"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["consumer"]
	violation.parties == {"finance", "sales"}
	not skipped(subject)
}

test_other_directions_pass if {
	given := changed({"consumer": {"type_class": "consumer_aligned"}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
	every other in [
		{"producer": {"type_class": "source_aligned"}},
		{"consumer": {"type_class": "aggregate"}},
		{"producer": {"type_class": "aggregate"}},
		{"consumer": {"type_class": null}, "producer": {"type_class": "aggregate"}},
		{"consumer": {"type_class": "aggregate"}, "producer": {"type_class": null}},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_reader_without_type_cannot_be_evaluated if {
	given := changed({"consumer": {"type_class": null}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the type of the consumer is not known"}
}

test_producer_without_type_cannot_be_evaluated if {
	given := changed({"producer": {"type_class": null}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the type of the product that it reads is not known"}
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
