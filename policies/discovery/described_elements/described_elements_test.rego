package mesh.discovery.described_elements_test

import data.mesh.discovery.described_elements

subject := {
	"kind": "contract",
	"name": "Orders",
	"life_cycle": "active",
	"exposed_by": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "orders"}],
	"schema": [{"name": "orders", "description": "One row an order."}],
	"columns": [{"name": "orders.id", "object": "orders", "path": ["schema", 0, "properties", 0], "description": "The order."}, {"name": "orders.total", "object": "orders", "path": ["schema", 0, "properties", 0], "description": null}],
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := described_elements.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	described_elements.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := described_elements.cannot_evaluate with input as given
}

test_column_without_description_is_named if {
	messages(subject) == {"1 column of orders has no description: total"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["schema", 0]
	violation.key == "orders"
	violation.actual == 1
	not skipped(subject)
}

test_blank_description_is_none if {
	given := changed({"columns": [{"name": "orders.id", "object": "orders", "path": ["schema", 0, "properties", 0], "description": " "}, {"name": "orders.total", "object": "orders", "path": ["schema", 0, "properties", 0], "description": null}]})
	messages(given) == {"2 columns of orders have no description: id and total"}
	count(denied(given)) == 1
	not skipped(given)
}

test_objects_are_told_apart if {
	given := changed({"columns": [{"name": "a.x", "object": "a", "path": ["schema", 0, "properties", 0], "description": null}, {"name": "b.y", "object": "b", "path": ["schema", 1, "properties", 0], "description": null}, {"name": "b.z", "object": "b", "path": ["schema", 1, "properties", 0], "description": "z"}]})
	messages(given) == {
		"1 column of a has no description: x",
		"1 column of b has no description: y",
	}
	count(denied(given)) == 2
	not skipped(given)
}

test_many_columns_are_counted if {
	given := changed({"columns": [{"name": "a.c0", "object": "a", "path": ["schema", 0, "properties", 0], "description": null}, {"name": "a.c1", "object": "a", "path": ["schema", 0, "properties", 0], "description": null}, {"name": "a.c2", "object": "a", "path": ["schema", 0, "properties", 0], "description": null}, {"name": "a.c3", "object": "a", "path": ["schema", 0, "properties", 0], "description": null}, {"name": "a.c4", "object": "a", "path": ["schema", 0, "properties", 0], "description": null}, {"name": "a.c5", "object": "a", "path": ["schema", 0, "properties", 0], "description": null}]})
	messages(given) == {"6 columns of a have no description: c0, c1, c2, c3, c4 and 1 more"}
	count(denied(given)) == 1
	not skipped(given)
}

test_five_columns_are_listed if {
	given := changed({"columns": [{"name": "a.c0", "object": "a", "path": ["schema", 0, "properties", 0], "description": null}, {"name": "a.c1", "object": "a", "path": ["schema", 0, "properties", 0], "description": null}, {"name": "a.c2", "object": "a", "path": ["schema", 0, "properties", 0], "description": null}, {"name": "a.c3", "object": "a", "path": ["schema", 0, "properties", 0], "description": null}, {"name": "a.c4", "object": "a", "path": ["schema", 0, "properties", 0], "description": null}]})
	messages(given) == {"5 columns of a have no description: c0, c1, c2, c3 and c4"}
	count(denied(given)) == 1
	not skipped(given)
}

test_object_without_description_is_denied if {
	given := changed({"schema": [{"name": "a", "description": "x"}, {"name": "orders"}], "columns": [{"name": "orders.id", "object": "orders", "path": ["schema", 0, "properties", 0], "description": "x"}]})
	messages(given) == {"orders has no description"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["schema", 1]
	violation.key == "object"
	not skipped(given)
}

test_described_elements_pass if {
	given := changed({"columns": [{"name": "orders.id", "object": "orders", "path": ["schema", 0, "properties", 0], "description": "The order."}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_contract_without_port_is_left_alone if {
	given := changed({"exposed_by": []})
	skipped(given)
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
