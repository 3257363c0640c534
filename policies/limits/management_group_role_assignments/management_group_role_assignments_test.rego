package mesh.limits.management_group_role_assignments_test

import data.mesh.limits.management_group_role_assignments

parameters := {"warn_share": 0.8, "deny_share": 0.95}

subject(used) := {"role_assignments": {"count": used, "limit": 500}}

test_far_from_full_passes if {
	count(management_group_role_assignments.deny) == 0 with input as subject(399) with data.parameters as parameters
	count(management_group_role_assignments.cannot_evaluate) == 0 with input as subject(399)
}

test_getting_full_is_a_warning if {
	some violation in management_group_role_assignments.deny with input as subject(400) with data.parameters as parameters
	violation.level == "warn"
	violation.message == "400 of 500 role assignments are used (80 %)"
	violation.path == ["role_assignments"]
}

test_nearly_full_is_denied if {
	some violation in management_group_role_assignments.deny with input as subject(475) with data.parameters as parameters
	not violation.level
	violation.actual == 475
	violation.expected == 500
}

test_unknown_usage_cannot_be_evaluated if {
	count(management_group_role_assignments.deny) == 0 with input as {"role_assignments": null} with data.parameters as parameters
	count(management_group_role_assignments.cannot_evaluate) == 1 with input as {"role_assignments": null}
	count(management_group_role_assignments.cannot_evaluate) == 1 with input as {}
}
