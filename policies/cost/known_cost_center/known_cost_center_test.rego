package mesh.cost.known_cost_center_test

import data.mesh.cost.known_cost_center

subject := {
	"kind": "node",
	"domain": "sales",
	"tags_complete": true,
	"cost_center": {"value": "CC-1", "from": "tag", "known": false},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := known_cost_center.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	known_cost_center.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := known_cost_center.cannot_evaluate with input as given
}

test_unknown_cost_centre_is_denied if {
	messages(subject) == {"the cost centre CC-1 is not in the mesh's list"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["cost_center"]
	violation.parties == {"sales"}
	violation.actual == "CC-1"
	not skipped(subject)
}

test_known_cost_centre_passes if {
	given := changed({"cost_center": {"known": true}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
	every other in [
		{"cost_center": {"known": true}, "tags_complete": false},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_mesh_without_a_list_is_left_alone if {
	given := changed({"cost_center": {"known": null}})
	skipped(given)
}

test_node_without_cost_centre_is_left_alone if {
	given := changed({"cost_center": null})
	skipped(given)
	messages(given) == set()
	unknown(given) == set()
}

test_uncollected_tags_cannot_be_evaluated if {
	given := changed({"cost_center": null, "tags_complete": false})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the tags that it would inherit were not collected"}
}
