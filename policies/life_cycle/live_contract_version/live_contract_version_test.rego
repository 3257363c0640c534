package mesh.life_cycle.live_contract_version_test

import data.mesh.life_cycle.live_contract_version

subject := {
	"kind": "edge",
	"resolution": "resolved",
	"consumer": {"product": "mart", "product_name": "Mart", "domain": "finance", "life_cycle": "active"},
	"producer": {"product": "orders", "product_name": "Orders", "domain": "sales", "life_cycle": "active", "port_life_cycle": "active", "contract": {"id": "c-1", "version": "1.0.0", "life_cycle": "active", "end_of_life": null, "end_of_support": null}},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := live_contract_version.deny with input as given with data.meshgov.as_of as "2026-11-23"
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	live_contract_version.not_applicable with input as given with data.meshgov.as_of as "2026-11-23"
}

unknown(given) := reasons if {
	reasons := live_contract_version.cannot_evaluate with input as given with data.meshgov.as_of as "2026-11-23"
}

test_active_version_passes if {
	messages(subject) == set()
	not skipped(subject)
	unknown(subject) == set()
}

test_retired_version_is_denied if {
	given := changed({"producer": {"contract": {"life_cycle": "retired", "end_of_life": "2026-01-01", "end_of_support": "2025-01-01"}}})
	messages(given) == {"reads version 1.0.0 of the contract c-1, which is retired"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["consumer"]
	violation.key == "contract"
	violation.parties == {"finance", "sales"}
	not violation.level
	not skipped(given)
}

test_retired_version_is_told_once if {
	given := changed({"producer": {"contract": {"life_cycle": "retired", "end_of_support": "2025-01-01"}}})
	messages(given) == {"reads version 1.0.0 of the contract c-1, which is retired"}
	count(denied(given)) == 1
	not skipped(given)
}

test_contract_without_version_is_named_by_id if {
	given := changed({"producer": {"contract": {"life_cycle": "retired", "version": null}}})
	messages(given) == {"reads the contract c-1, which is retired"}
	count(denied(given)) == 1
	not skipped(given)
}

test_end_of_life_in_the_past_is_denied if {
	given := changed({"producer": {"contract": {"end_of_life": "2026-11-22", "end_of_support": "2026-01-01"}}})
	messages(given) == {"reads version 1.0.0 of the contract c-1, whose life ended on 2026-11-22"}
	count(denied(given)) == 1
	some violation in denied(given)
	not violation.level
	not skipped(given)
}

test_last_day_of_its_life_passes if {
	given := changed({"producer": {"contract": {"end_of_life": "2026-11-23", "end_of_support": "2026-11-23"}}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_end_of_support_in_the_past_is_a_warning if {
	given := changed({"producer": {"contract": {"end_of_life": "2027-11-22", "end_of_support": "2026-01-01"}}})
	messages(given) == {"reads version 1.0.0 of the contract c-1, whose support ended on 2026-01-01"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.level == "warn"
	not skipped(given)
}

test_retired_product_is_denied if {
	given := changed({"producer": {"life_cycle": "retired"}})
	messages(given) == {"reads Orders (sales), which is retired"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.key == "product"
	not skipped(given)
}

test_retired_port_is_denied if {
	given := changed({"producer": {"port_life_cycle": "retired"}})
	messages(given) == {"reads Orders (sales), which is retired"}
	count(denied(given)) == 1
	not skipped(given)
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

test_a_product_that_ends_with_its_contract_is_told_once if {
	given := changed({"producer": {"life_cycle": "retired", "port_life_cycle": "retired", "contract": {"life_cycle": "retired"}}})
	messages(given) == {"reads Orders (sales), which is retired"}
	count(denied(given)) == 1
}

test_a_port_that_ends_with_its_contract_is_told_once if {
	given := changed({"producer": {"port_life_cycle": "retired", "contract": {"life_cycle": "retired"}}})
	messages(given) == {"reads version 1.0.0 of the contract c-1, which is retired"}
	count(denied(given)) == 1
}
