package mesh.limits.subscription_role_assignments_test

import data.mesh.limits.subscription_role_assignments

parameters := {"warn_share": 0.8, "deny_share": 0.95}

subject(count) := {"kind": "subscription", "name": "sub-crm", "role_assignments": {"count": count, "limit": 4000, "busiest": []}}

test_far_from_full_passes if {
	count(subscription_role_assignments.deny) == 0 with input as subject(3199) with data.parameters as parameters
}

test_from_eighty_per_cent_on_it_warns if {
	some violation in subscription_role_assignments.deny with input as subject(3200) with data.parameters as parameters
	violation.level == "warn"
	violation.message == "3200 of 4000 role assignments are used (80 %)"
}

test_just_below_the_denial_it_still_warns if {
	denied := subscription_role_assignments.deny with input as subject(3799) with data.parameters as parameters
	{violation.level | some violation in denied} == {"warn"}
}

test_from_ninety_five_per_cent_on_it_is_denied if {
	denied := subscription_role_assignments.deny with input as subject(3800) with data.parameters as parameters
	count(denied) == 1
	some violation in denied
	not violation.level
	violation.actual == 3800
	violation.expected == 4000
}

test_busiest_resource_group_is_named if {
	full := {"kind": "subscription", "name": "sub-crm", "role_assignments": {
		"count": 3990,
		"limit": 4000,
		"busiest": [{"name": "rg-crm", "count": 2100}],
	}}
	some violation in subscription_role_assignments.deny with input as full with data.parameters as parameters
	violation.message == "3990 of 4000 role assignments are used (100 %); rg-crm alone has 2100"
}

test_assignments_that_were_not_counted_cannot_be_evaluated if {
	unknown := {"kind": "subscription", "role_assignments": null}
	count(subscription_role_assignments.deny) == 0 with input as unknown
	count(subscription_role_assignments.cannot_evaluate) == 1 with input as unknown
}
