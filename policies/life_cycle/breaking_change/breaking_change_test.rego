package mesh.life_cycle.breaking_change_test

import data.mesh.life_cycle.breaking_change

subject := {
	"kind": "contract",
	"name": "Orders",
	"domain": "sales",
	"life_cycle": "active",
	"version": "1.2.0",
	"version_parts": {"major": 1, "minor": 2, "patch": 0},
	"consumers": [{"product": "mart", "domain": "finance"}, {"product": "x", "domain": null}],
	"previous": {"from": "base", "version": "1.1.0", "changes": [{"kind": "removed", "breaking": true, "message": "orders.total was removed", "path": ["schema", 0]}, {"kind": "added", "breaking": false, "message": "orders.net was added", "path": ["schema", 0]}]},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := breaking_change.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	breaking_change.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := breaking_change.cannot_evaluate with input as given
}

test_breaking_change_in_a_minor_version_is_denied if {
	messages(subject) == {"1 breaking change since version 1.1.0, and the version is 1.2.0: orders.total was removed"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["version"]
	violation.parties == {"finance", "sales"}
	violation.actual == "1.2.0"
	violation.expected == "2.0.0"
	not skipped(subject)
}

test_new_major_version_may_break if {
	given := changed({"version": "2.0.0", "version_parts": {"major": 2, "minor": 0}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_other_changes_pass if {
	given := changed({"previous": {"changes": [{"kind": "added", "breaking": false, "message": "orders.net was added", "path": ["schema", 0]}]}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_below_one_a_minor_version_is_enough if {
	given := changed({"version": "0.3.0", "version_parts": {"major": 0, "minor": 3}, "previous": {"version": "v0.2.1"}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_below_one_a_patch_is_not_enough if {
	given := changed({"version": "0.2.1", "version_parts": {"major": 0, "minor": 2, "patch": 1}, "previous": {"version": "0.2.0"}})
	messages(given) == {"1 breaking change since version 0.2.0, and the version is 0.2.1: orders.total was removed"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.expected == "0.3.0"
	not skipped(given)
}

test_lower_major_version_is_denied if {
	given := changed({"previous": {"version": "2.0.0"}})
	messages(given) == {"1 breaking change since version 2.0.0, and the version is 1.2.0: orders.total was removed"}
	count(denied(given)) == 1
	not skipped(given)
}

test_version_that_falls_below_one_is_denied if {
	lower := changed({"version": "0.9.0", "version_parts": {"major": 0, "minor": 9, "patch": 0}})
	count(denied(lower)) == 1
}

test_same_version_without_order_is_denied if {
	given := changed({"version": "spring", "version_parts": null, "previous": {"version": "spring"}})
	messages(given) == {"1 breaking change since version spring, and the version is spring: orders.total was removed"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.expected == "a new major version"
	not skipped(given)
}

test_versions_without_order_cannot_be_evaluated if {
	given := changed({"version": "autumn", "version_parts": null, "previous": {"version": "spring"}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the version is not semantic, so nobody can tell whether it is a new major one"}
	every other in [
		{"version": "autumn", "version_parts": null},
		{"previous": {"version": "spring"}},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == {"the version is not semantic, so nobody can tell whether it is a new major one"}
		not skipped(changed(other))
	}
}

test_versions_without_order_pass_where_nothing_breaks if {
	given := changed({"version": "autumn", "version_parts": null, "previous": {"version": "spring", "changes": []}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_many_changes_are_counted if {
	given := changed({"previous": {"changes": [{"kind": "removed", "breaking": true, "message": "c0", "path": []}, {"kind": "removed", "breaking": true, "message": "c1", "path": []}, {"kind": "removed", "breaking": true, "message": "c2", "path": []}, {"kind": "removed", "breaking": true, "message": "c3", "path": []}, {"kind": "removed", "breaking": true, "message": "c4", "path": []}, {"kind": "removed", "breaking": true, "message": "c5", "path": []}]}})
	messages(given) == {"6 breaking changes since version 1.1.0, and the version is 1.2.0: c0, c1, c2, c3, c4 and 1 more"}
	count(denied(given)) == 1
	not skipped(given)
}

test_five_changes_are_listed if {
	given := changed({"previous": {"changes": [{"kind": "removed", "breaking": true, "message": "c0", "path": []}, {"kind": "removed", "breaking": true, "message": "c1", "path": []}, {"kind": "removed", "breaking": true, "message": "c2", "path": []}, {"kind": "removed", "breaking": true, "message": "c3", "path": []}, {"kind": "removed", "breaking": true, "message": "c4", "path": []}]}})
	messages(given) == {"5 breaking changes since version 1.1.0, and the version is 1.2.0: c0, c1, c2, c3 and c4"}
	count(denied(given)) == 1
	not skipped(given)
}

test_contract_without_an_earlier_state_is_left_alone if {
	given := changed({"previous": null})
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

test_unread_earlier_state_cannot_be_evaluated if {
	given := changed({"previous": null, "base": "unknown"})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"its earlier state could not be read"}
}

test_lower_version_stands_for_an_unread_earlier_state if {
	given := changed({"base": "unknown", "version": "2.0.0", "version_parts": {"major": 2}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}
