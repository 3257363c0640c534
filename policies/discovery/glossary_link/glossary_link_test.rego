package mesh.discovery.glossary_link_test

import data.mesh.discovery.glossary_link

subject := {
	"kind": "contract",
	"life_cycle": "active",
	"columns": [{"name": "orders.total", "object": "orders", "path": ["schema", 0, "properties", 2], "critical": true, "glossary": false}, {"name": "orders.id", "object": "orders", "path": ["schema", 0, "properties", 0], "critical": false, "glossary": false}],
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := glossary_link.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	glossary_link.not_applicable with input as given
}

test_critical_column_without_definition_is_denied if {
	messages(subject) == {"orders.total is a critical data element, and links to no definition"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["schema", 0, "properties", 2]
	violation.key == "orders.total"
	not skipped(subject)
}

test_linked_column_passes if {
	given := changed({"columns": [{"name": "orders.total", "object": "orders", "path": ["schema", 0, "properties", 0], "critical": true, "glossary": true}]})
	messages(given) == set()
	not skipped(given)
}

test_contract_without_critical_columns_is_left_alone if {
	given := changed({"columns": [{"name": "orders.id", "object": "orders", "path": ["schema", 0, "properties", 0], "critical": false, "glossary": false}]})
	skipped(given)
	messages(given) == set()
	every other in [
		{"columns": null},
	] {
		skipped(changed(other))
		messages(changed(other)) == set()
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
