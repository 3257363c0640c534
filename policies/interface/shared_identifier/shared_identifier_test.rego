package mesh.interface.shared_identifier_test

import data.mesh.interface.shared_identifier

subject := {
	"kind": "dataset",
	"name": "shop/orders",
	"domains": ["sales"],
	"columns": [{"name": "id", "path": ["schema", 0, "properties", 0]}, {"name": "customer_id", "path": ["schema", 0, "properties", 1]}],
	"shared_columns": [{"name": "customer_id", "logical_type": "integer", "description": null, "elsewhere": [{"dataset": "azure_storage://crm/customers", "domain": "customer", "logical_type": "string", "description": null}, {"dataset": "web/visits", "domain": "marketing", "logical_type": "integer", "description": null}]}],
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := shared_identifier.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	shared_identifier.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := shared_identifier.cannot_evaluate with input as given
}

test_other_type_is_denied if {
	messages(subject) == {"customer_id is of type integer here, and string in crm/customers"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["columns", 1]
	violation.key == "customer_id"
	violation.parties == {"customer", "sales"}
	violation.actual == "integer"
	not skipped(subject)
}

test_same_type_passes_in_any_case if {
	given := changed({"shared_columns": [{"name": "customerId", "logical_type": "String", "description": null, "elsewhere": [{"dataset": "crm/customers", "domain": "customer", "logical_type": "string", "description": null}]}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_column_of_another_spelling_is_placed if {
	given := changed({"shared_columns": [{"name": "customerKey", "logical_type": "integer", "description": null, "elsewhere": [{"dataset": "crm/customers", "domain": "customer", "logical_type": "string", "description": null}]}]})
	messages(given) == {"customerKey is of type integer here, and string in crm/customers"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["shared_columns"]
	not skipped(given)
}

test_only_some_are_listed if {
	given := changed({"shared_columns": [{"name": "a_id", "logical_type": "integer", "description": null, "elsewhere": [{"dataset": "d0", "domain": "customer", "logical_type": "string", "description": null}, {"dataset": "d1", "domain": "customer", "logical_type": "string", "description": null}, {"dataset": "d2", "domain": "customer", "logical_type": "string", "description": null}, {"dataset": "d3", "domain": "customer", "logical_type": "string", "description": null}, {"dataset": "d4", "domain": "customer", "logical_type": "string", "description": null}]}]})
	messages(given) == {"a_id is of type integer here, and string in d0, string in d1 and string in d2"}
	count(denied(given)) == 1
	not skipped(given)
}

test_other_columns_are_left_alone if {
	given := changed({"shared_columns": [{"name": "paid", "logical_type": "integer", "description": null, "elsewhere": [{"dataset": "crm/customers", "domain": "customer", "logical_type": "boolean", "description": null}]}, {"name": "id", "logical_type": "integer", "description": null, "elsewhere": [{"dataset": "crm/customers", "domain": "customer", "logical_type": "string", "description": null}]}]})
	skipped(given)
	messages(given) == set()
	unknown(given) == set()
}

test_unknown_columns_cannot_be_evaluated if {
	given := changed({"shared_columns": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the columns are not known"}
}

test_unknown_type_cannot_be_evaluated if {
	given := changed({"shared_columns": [{"name": "customer_id", "logical_type": null, "description": null, "elsewhere": [{"dataset": "crm/customers", "domain": "customer", "logical_type": "string", "description": null}]}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"a shared identifier has no logical type"}
	every other in [
		{"shared_columns": [{"name": "customer_id", "logical_type": "string", "description": null, "elsewhere": [{"dataset": "crm/customers", "domain": "customer", "logical_type": null, "description": null}]}]},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == {"a shared identifier has no logical type"}
		not skipped(changed(other))
	}
}

test_type_of_another_column_need_not_be_known if {
	given := changed({"shared_columns": [{"name": "customer_id", "logical_type": "string", "description": null, "elsewhere": [{"dataset": "crm/customers", "domain": "customer", "logical_type": "string", "description": null}]}, {"name": "size", "logical_type": null, "description": null, "elsewhere": [{"dataset": "crm/customers", "domain": "customer", "logical_type": "string", "description": null}]}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}
