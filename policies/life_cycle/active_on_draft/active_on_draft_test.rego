package mesh.life_cycle.active_on_draft_test

import data.mesh.life_cycle.active_on_draft

subject := {
	"kind": "edge",
	"resolution": "resolved",
	"consumer": {"product": "mart", "product_name": "Mart", "domain": "finance", "life_cycle": "active"},
	"producer": {"product": "orders", "product_name": "Orders", "domain": "sales", "life_cycle": "draft", "port_life_cycle": "active", "contract": {"id": "c-1", "version": "1.0.0", "life_cycle": "active", "end_of_life": null, "end_of_support": null}},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := active_on_draft.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	active_on_draft.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := active_on_draft.cannot_evaluate with input as given
}

test_active_product_on_a_draft_is_denied if {
	messages(subject) == {"is active and reads Orders (sales), of which the product is draft"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["consumer"]
	violation.parties == {"finance", "sales"}
	not skipped(subject)
}

test_contract_and_port_count_too if {
	given := changed({"producer": {"life_cycle": "active", "port_life_cycle": "draft", "contract": {"life_cycle": "proposed"}}})
	messages(given) == {"is active and reads Orders (sales), of which the contract is proposed and the port is draft"}
	count(denied(given)) == 1
	not skipped(given)
}

test_active_product_on_active_input_passes if {
	given := changed({"producer": {"life_cycle": "active"}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
	every other in [
		{"producer": {"life_cycle": "active", "port_life_cycle": null, "contract": null}},
		{"consumer": {"life_cycle": "unknown"}, "producer": {"life_cycle": "active"}},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_other_consumer_is_left_alone if {
	given := changed({"consumer": {"life_cycle": "draft"}})
	skipped(given)
	messages(given) == set()
	unknown(given) == set()
	every other in [
		{"consumer": {"life_cycle": "proposed"}},
		{"consumer": {"life_cycle": "deprecated"}},
		{"consumer": {"life_cycle": "retired"}},
	] {
		skipped(changed(other))
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
	}
}

test_consumer_of_unknown_status_cannot_be_evaluated if {
	given := changed({"consumer": {"life_cycle": "unknown"}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the status of the consumer is not known"}
	every other in [
		{"consumer": {"life_cycle": null}},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == {"the status of the consumer is not known"}
		not skipped(changed(other))
	}
}

test_producer_of_unknown_status_cannot_be_evaluated if {
	given := changed({"producer": {"life_cycle": "unknown"}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the status of the product that it reads is not known"}
	every other in [
		{"producer": {"life_cycle": null}},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == {"the status of the product that it reads is not known"}
		not skipped(changed(other))
	}
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

test_a_port_that_follows_its_contract_is_not_told_again if {
	given := changed({"producer": {"life_cycle": "active", "port_life_cycle": "draft", "contract": {"life_cycle": "draft"}}})
	messages(given) == {"is active and reads Orders (sales), of which the contract is draft"}
}
