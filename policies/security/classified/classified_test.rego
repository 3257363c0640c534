package mesh.security.classified_test

import data.mesh.security.classified

subject := {
	"kind": "contract",
	"name": "Orders",
	"life_cycle": "active",
	"columns": [{"name": "orders.id", "object": "orders", "path": ["schema", 0, "properties", 0], "classification": "internal", "understood": true}, {"name": "orders.email", "object": "orders", "path": ["schema", 0, "properties", 0], "classification": "Restricted", "understood": true}],
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := classified.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	classified.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := classified.cannot_evaluate with input as given
}

test_classified_columns_pass if {
	messages(subject) == set()
	not skipped(subject)
	unknown(subject) == set()
}

test_unclassified_column_is_named if {
	given := changed({"columns": [{"name": "orders.id", "object": "orders", "path": ["schema", 0, "properties", 0], "classification": "internal", "understood": true}, {"name": "orders.email", "object": "orders", "path": ["schema", 0, "properties", 0], "classification": null, "understood": true}]})
	messages(given) == {"1 of 2 columns of orders has no classification: email"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["schema", 0]
	violation.key == "orders"
	violation.actual == 1
	not skipped(given)
}

test_each_object_is_a_finding if {
	given := changed({"columns": [{"name": "a.x", "object": "a", "path": ["schema", 0, "properties", 0], "classification": null, "understood": true}, {"name": "b.y", "object": "b", "path": ["schema", 1, "properties", 0], "classification": null, "understood": true}, {"name": "b.z", "object": "b", "path": ["schema", 1, "properties", 1], "classification": null, "understood": true}]})
	messages(given) == {
		"1 of 1 column of a has no classification: x",
		"2 of 2 columns of b have no classification: y and z",
	}
	count(denied(given)) == 2
	not skipped(given)
}

test_many_columns_are_counted if {
	given := changed({"columns": [{"name": "a.c0", "object": "a", "path": ["schema", 0, "properties", 0], "classification": null, "understood": true}, {"name": "a.c1", "object": "a", "path": ["schema", 0, "properties", 0], "classification": null, "understood": true}, {"name": "a.c2", "object": "a", "path": ["schema", 0, "properties", 0], "classification": null, "understood": true}, {"name": "a.c3", "object": "a", "path": ["schema", 0, "properties", 0], "classification": null, "understood": true}, {"name": "a.c4", "object": "a", "path": ["schema", 0, "properties", 0], "classification": null, "understood": true}, {"name": "a.c5", "object": "a", "path": ["schema", 0, "properties", 0], "classification": null, "understood": true}]})
	messages(given) == {"6 of 6 columns of a have no classification: c0, c1, c2, c3, c4 and 1 more"}
	count(denied(given)) == 1
	not skipped(given)
}

test_five_columns_are_listed if {
	given := changed({"columns": [{"name": "a.c0", "object": "a", "path": ["schema", 0, "properties", 0], "classification": null, "understood": true}, {"name": "a.c1", "object": "a", "path": ["schema", 0, "properties", 0], "classification": null, "understood": true}, {"name": "a.c2", "object": "a", "path": ["schema", 0, "properties", 0], "classification": null, "understood": true}, {"name": "a.c3", "object": "a", "path": ["schema", 0, "properties", 0], "classification": null, "understood": true}, {"name": "a.c4", "object": "a", "path": ["schema", 0, "properties", 0], "classification": null, "understood": true}]})
	messages(given) == {"5 of 5 columns of a have no classification: c0, c1, c2, c3 and c4"}
	count(denied(given)) == 1
	not skipped(given)
}

test_unknown_word_is_denied if {
	given := changed({"columns": [{"name": "orders.id", "object": "orders", "path": ["schema", 0, "properties", 3], "classification": "purple", "understood": false}]})
	messages(given) == {"the classification purple of orders.id is not one of public, internal, confidential and restricted"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["schema", 0, "properties", 3]
	violation.key == "orders.id"
	violation.actual == "purple"
	not skipped(given)
}

test_parts_take_the_classification_of_their_object if {
	given := changed({"columns": [{"name": "a.address", "object": "a", "path": ["schema", 0, "properties", 0], "classification": "restricted", "understood": true}, {"name": "a.address.street", "object": "a", "path": ["schema", 0, "properties", 0], "classification": null, "understood": true}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_object_takes_that_of_its_parts if {
	given := changed({"columns": [{"name": "a.address", "object": "a", "path": ["schema", 0, "properties", 0], "classification": null, "understood": true}, {"name": "a.address.street", "object": "a", "path": ["schema", 0, "properties", 0], "classification": "restricted", "understood": true}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_part_without_any_is_denied_once if {
	given := changed({"columns": [{"name": "a.address", "object": "a", "path": ["schema", 0, "properties", 0], "classification": null, "understood": true}, {"name": "a.address.street", "object": "a", "path": ["schema", 0, "properties", 0], "classification": null, "understood": false}]})
	messages(given) == {"1 of 2 columns of a has no classification: address.street"}
	count(denied(given)) == 1
	not skipped(given)
}

test_contract_without_columns_cannot_be_evaluated if {
	given := changed({"columns": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the contract describes no columns"}
	every other in [
		{"columns": []},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == {"the contract describes no columns"}
		not skipped(changed(other))
	}
}

test_contract_not_in_use_is_left_alone if {
	given := changed({"life_cycle": "draft"})
	skipped(given)
	every other in [
		{"life_cycle": "proposed"},
		{"life_cycle": "retired"},
	] {
		skipped(changed(other))
	}
}
