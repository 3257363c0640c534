package mesh.topology.no_cycle_test

import data.mesh.topology.no_cycle

subject := {
	"kind": "product",
	"life_cycle": "active",
	"cycle": [{"product": "mart", "product_name": "Mart", "domain": "finance"}, {"product": "orders", "product_name": "Orders", "domain": "sales"}],
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := no_cycle.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	no_cycle.not_applicable with input as given
}

test_cycle_is_denied_and_told if {
	messages(subject) == {"reads itself through Orders (sales)"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["cycle", 0]
	violation.parties == {"finance", "sales"}
	not violation.level
	violation.actual == ["Mart (finance)", "Orders (sales)"]
	not skipped(subject)
}

test_product_that_reads_itself_is_denied if {
	given := changed({"cycle": [{"product": "mart", "product_name": "Mart", "domain": "finance"}]})
	messages(given) == {"reads its own output"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.parties == {"finance"}
	not skipped(given)
}

test_product_outside_a_cycle_passes if {
	given := changed({"cycle": null})
	messages(given) == set()
	not skipped(given)
}

test_cycle_of_domains_is_a_warning if {
	given := changed({"kind": "domain", "cycle": ["finance", "sales", "stock"]})
	messages(given) == {"reads itself through sales and stock"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["cycle"]
	violation.level == "warn"
	violation.actual == ["finance", "sales", "stock"]
	not skipped(given)
}

test_domain_outside_a_cycle_passes if {
	given := changed({"kind": "domain", "cycle": null})
	messages(given) == set()
	not skipped(given)
}

test_retired_product_is_left_alone if {
	given := changed({"life_cycle": "retired"})
	skipped(given)
}

test_domain_needs_no_life_cycle if {
	not no_cycle.not_applicable with input as {"kind": "domain", "cycle": null}
	some violation in no_cycle.deny with input as {"kind": "domain", "cycle": ["finance", "sales"]}
	violation.parties == ["finance", "sales"]
}
