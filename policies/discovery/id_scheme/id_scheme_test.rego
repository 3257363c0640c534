package mesh.discovery.id_scheme_test

import data.mesh.discovery.id_scheme

parameters := {
	"pattern": "^(?:urn:[A-Za-z0-9][A-Za-z0-9-]*:.+|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[a-z0-9]+(?:[-._:/][a-z0-9]+)*)$",
}

subject := {
	"kind": "product",
	"id": "Orders of 2026",
	"name": "Orders",
	"life_cycle": "active",
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := id_scheme.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	id_scheme.not_applicable with input as given with data.parameters as parameters
}

unknown(given) := reasons if {
	reasons := id_scheme.cannot_evaluate with input as given with data.parameters as parameters
}

test_other_id_is_denied if {
	messages(subject) == {"the id `Orders of 2026` does not follow the scheme"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["id"]
	violation.actual == "Orders of 2026"
	violation.expected == "^(?:urn:[A-Za-z0-9][A-Za-z0-9-]*:.+|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[a-z0-9]+(?:[-._:/][a-z0-9]+)*)$"
	not skipped(subject)
}

test_uuid_passes if {
	given := changed({"id": "8D35a5d6-7450-5c70-a837-a75e0a2c5a99"})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_urn_and_words_pass if {
	given := changed({"id": "urn:dp:sales:Orders"})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
	every other in [
		{"id": "sales/orders-2.v1"},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_signs_at_the_end_are_denied if {
	given := changed({"id": "orders-"})
	messages(given) == {"the id `orders-` does not follow the scheme"}
	count(denied(given)) == 1
	not skipped(given)
}

test_retired_product_keeps_its_id if {
	given := changed({"life_cycle": "retired"})
	skipped(given)
}

test_scheme_is_a_parameter if {
	violations := id_scheme.deny with input as subject with data.parameters as {"pattern": "^Orders"}
	{violation.message | some violation in violations} == set()
}

test_broken_scheme_cannot_be_evaluated if {
	id_scheme.cannot_evaluate == {"the parameter pattern is no regular expression"} with input as subject with data.parameters as {"pattern": "("}
}
