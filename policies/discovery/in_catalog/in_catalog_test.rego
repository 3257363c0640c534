package mesh.discovery.in_catalog_test

import data.mesh.discovery.in_catalog

subject := {
	"kind": "product",
	"name": "Orders",
	"domain": "sales",
	"life_cycle": "active",
	"catalog": {"found": false, "entity": null},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := in_catalog.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	in_catalog.not_applicable with input as given
}

test_unknown_product_is_denied if {
	messages(subject) == {"is not in the catalogue"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["name"]
	violation.parties == {"sales"}
	not skipped(subject)
}

test_known_product_passes if {
	given := changed({"catalog": {"found": true, "entity": "component:default/orders"}})
	messages(given) == set()
	not skipped(given)
}

test_mesh_without_catalogue_is_left_alone if {
	given := changed({"catalog": null})
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
