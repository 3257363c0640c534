package mesh.life_cycle.semantic_version_test

import data.mesh.life_cycle.semantic_version

parameters := {"major_in_id": false}

subject := {
	"kind": "contract",
	"id": "orders",
	"name": "Orders",
	"life_cycle": "active",
	"version": "1.2.0",
	"version_parts": {"major": 1, "minor": 2, "patch": 0},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := semantic_version.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	semantic_version.not_applicable with input as given with data.parameters as parameters
}

test_semantic_version_passes if {
	messages(subject) == set()
	not skipped(subject)
}

test_missing_version_is_denied if {
	given := changed({"version": null, "version_parts": null})
	messages(given) == {"has no version"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["version"]
	violation.key == "version"
	not skipped(given)
}

test_other_version_is_denied if {
	given := changed({"version": "spring", "version_parts": null})
	messages(given) == {"the version spring is not semantic"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["version"]
	violation.key == "version"
	violation.actual == "spring"
	not skipped(given)
}

test_id_holds_the_major_version_where_the_scheme_says_so if {
	violations := semantic_version.deny with input as subject with data.parameters as {"major_in_id": true}
	{violation.message | some violation in violations} == {"the id orders does not end with the major version 1"}
}

test_id_with_the_major_version_passes if {
	given := changed({"id": "orders-v1"})
	violations := semantic_version.deny with input as given with data.parameters as {"major_in_id": true}
	{violation.message | some violation in violations} == set()
}

test_id_with_another_number_is_denied if {
	given := changed({"id": "orders-v21"})
	violations := semantic_version.deny with input as given with data.parameters as {"major_in_id": true}
	{violation.message | some violation in violations} == {"the id orders-v21 does not end with the major version 1"}
}

test_retired_contract_is_left_alone if {
	given := changed({"life_cycle": "retired"})
	skipped(given)
}

test_place_of_the_id_is_told if {
	violations := semantic_version.deny with input as subject with data.parameters as {"major_in_id": true}
	some violation in violations
	violation.path == ["id"]
	violation.key == "id"
	violation.actual == "orders"
	violation.expected == "v1"
}
