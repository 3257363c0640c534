package mesh.interface.naming_test

import data.mesh.interface.naming

parameters := {
	"column_pattern": "^[a-z][a-z0-9]*(_[a-z0-9]+)*$",
	"object_pattern": "^[a-z][a-z0-9]*([_.-][a-z0-9]+)*$",
}

subject := {
	"kind": "contract",
	"name": "Orders",
	"life_cycle": "active",
	"describes_source": false,
	"schema": [{"name": "orders"}],
	"columns": [{"name": "orders.order_id", "object": "orders", "path": ["schema", 0, "properties", 0]}, {"name": "orders.total", "object": "orders", "path": ["schema", 0, "properties", 0]}],
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := naming.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	naming.not_applicable with input as given with data.parameters as parameters
}

unknown(given) := reasons if {
	reasons := naming.cannot_evaluate with input as given with data.parameters as parameters
}

test_names_in_snake_case_pass if {
	messages(subject) == set()
	not skipped(subject)
	unknown(subject) == set()
	every other in [
		{"schema": [{"name": "crm.customer-events"}]},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_other_columns_are_named if {
	given := changed({"columns": [{"name": "orders.orderId", "object": "orders", "path": ["schema", 0, "properties", 0]}, {"name": "orders.total", "object": "orders", "path": ["schema", 0, "properties", 0]}, {"name": "orders.Net", "object": "orders", "path": ["schema", 0, "properties", 0]}]})
	messages(given) == {"2 columns of orders do not follow the convention: Net and orderId"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["schema", 0, "properties", 0]
	violation.key == "orders"
	violation.expected == "^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
	not skipped(given)
}

test_objects_are_told_apart if {
	given := changed({"columns": [{"name": "a.X", "object": "a", "path": ["schema", 0, "properties", 0]}, {"name": "b.Y", "object": "b", "path": ["schema", 1, "properties", 0]}, {"name": "b.z", "object": "b", "path": ["schema", 1, "properties", 0]}]})
	messages(given) == {
		"1 column of a does not follow the convention: X",
		"1 column of b does not follow the convention: Y",
	}
	count(denied(given)) == 2
	not skipped(given)
}

test_many_columns_are_counted if {
	given := changed({"columns": [{"name": "a.C0", "object": "a", "path": ["schema", 0, "properties", 0]}, {"name": "a.C1", "object": "a", "path": ["schema", 0, "properties", 0]}, {"name": "a.C2", "object": "a", "path": ["schema", 0, "properties", 0]}, {"name": "a.C3", "object": "a", "path": ["schema", 0, "properties", 0]}, {"name": "a.C4", "object": "a", "path": ["schema", 0, "properties", 0]}, {"name": "a.C5", "object": "a", "path": ["schema", 0, "properties", 0]}]})
	messages(given) == {"6 columns of a do not follow the convention: C0, C1, C2, C3, C4 and 1 more"}
	count(denied(given)) == 1
	not skipped(given)
}

test_five_columns_are_listed if {
	given := changed({"columns": [{"name": "a.C0", "object": "a", "path": ["schema", 0, "properties", 0]}, {"name": "a.C1", "object": "a", "path": ["schema", 0, "properties", 0]}, {"name": "a.C2", "object": "a", "path": ["schema", 0, "properties", 0]}, {"name": "a.C3", "object": "a", "path": ["schema", 0, "properties", 0]}, {"name": "a.C4", "object": "a", "path": ["schema", 0, "properties", 0]}]})
	messages(given) == {"5 columns of a do not follow the convention: C0, C1, C2, C3 and C4"}
	count(denied(given)) == 1
	not skipped(given)
}

test_other_object_is_denied if {
	given := changed({"schema": [{"name": "a"}, {"name": "Order Lines"}]})
	messages(given) == {"the object Order Lines does not follow the convention"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["schema", 1, "name"]
	violation.key == "object"
	violation.actual == "Order Lines"
	not skipped(given)
}

test_operational_system_keeps_its_names if {
	given := changed({"describes_source": true})
	skipped(given)
}

test_contract_that_ends_keeps_its_names if {
	given := changed({"life_cycle": "retired"})
	skipped(given)
	every other in [
		{"life_cycle": "deprecated"},
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

test_broken_pattern_cannot_be_evaluated if {
	naming.cannot_evaluate == {"a pattern of the parameters is no regular expression"} with input as subject with data.parameters as {"column_pattern": "(", "object_pattern": "^[a-z][a-z0-9]*([_.-][a-z0-9]+)*$"}
}

test_broken_pattern_of_objects_cannot_be_evaluated if {
	naming.cannot_evaluate == {"a pattern of the parameters is no regular expression"} with input as subject with data.parameters as {"column_pattern": "^[a-z][a-z0-9]*(_[a-z0-9]+)*$", "object_pattern": "("}
}
