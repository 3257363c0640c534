package mesh.life_cycle.unused_product_test

import data.mesh.life_cycle.unused_product

parameters := {"months": 6, "warn_months": 5}

subject := {
	"kind": "product",
	"name": "Orders",
	"domain": "sales",
	"life_cycle": "active",
	"type_class": "aggregate",
	"consumers_complete": true,
	"unused": {"since": "2026-05-20", "months": 6, "evidence": "created"},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := unused_product.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	unused_product.not_applicable with input as given with data.parameters as parameters
}

unknown(given) := reasons if {
	reasons := unused_product.cannot_evaluate with input as given with data.parameters as parameters
}

test_product_unused_for_half_a_year_is_denied if {
	messages(subject) == {"no product reads it, and it was made 6 months ago, on 2026-05-20"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["status"]
	violation.parties == {"sales"}
	violation.actual == 6
	violation.expected == 6
	not violation.level
	not skipped(subject)
}

test_product_unused_for_five_months_is_a_warning if {
	given := changed({"unused": {"months": 5, "evidence": "last_used"}})
	messages(given) == {"no product reads it, and it was last used 5 months ago, on 2026-05-20"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.level == "warn"
	not skipped(given)
}

test_young_product_passes if {
	given := changed({"unused": {"months": 4}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_months_are_parameters if {
	violations := unused_product.deny with input as subject with data.parameters as {"months": 8, "warn_months": 7}
	{violation.message | some violation in violations} == set()
}

test_product_in_use_is_left_alone if {
	given := changed({"unused": null})
	skipped(given)
}

test_product_not_in_use_is_left_alone if {
	given := changed({"life_cycle": "draft"})
	skipped(given)
	every other in [
		{"life_cycle": "proposed"},
		{"life_cycle": "retired"},
	] {
		skipped(changed(other))
	}
}

test_deprecated_product_is_judged if {
	given := changed({"life_cycle": "deprecated"})
	messages(given) == {"no product reads it, and it was made 6 months ago, on 2026-05-20"}
	count(denied(given)) == 1
	not skipped(given)
}

test_unread_products_may_be_consumers if {
	given := changed({"consumers_complete": false})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"not every product could be read, so its consumers are not known"}
	every other in [
		{"consumers_complete": false, "unused": {"months": 5}},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == {"not every product could be read, so its consumers are not known"}
		not skipped(changed(other))
	}
}

test_undated_product_cannot_be_evaluated if {
	given := changed({"unused": {"months": null, "since": null, "evidence": null}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"no product reads it, and neither productCreatedTs nor lastUsed says since when"}
}

test_consumer_aligned_product_is_used_outside if {
	given := changed({"type_class": "consumer_aligned"})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"it is consumer-aligned, and lastUsed does not say when somebody outside the mesh last used it"}
	every other in [
		{"type_class": "consumer_aligned", "unused": {"months": 5}},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == {"it is consumer-aligned, and lastUsed does not say when somebody outside the mesh last used it"}
		not skipped(changed(other))
	}
}

test_young_consumer_aligned_product_passes if {
	given := changed({"type_class": "consumer_aligned", "unused": {"months": 4}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_consumer_aligned_product_says_when_it_was_used if {
	given := changed({"type_class": "consumer_aligned", "unused": {"evidence": "last_used"}})
	messages(given) == {"no product reads it, and it was last used 6 months ago, on 2026-05-20"}
	count(denied(given)) == 1
	not skipped(given)
}
