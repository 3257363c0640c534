package mesh.limits.resource_groups_test

import data.mesh.limits.resource_groups

parameters := {"warn_share": 0.8, "deny_share": 0.95}

subject(used) := {"limits": {"resource_groups": {"count": used, "limit": 980}}}

test_far_from_full_passes if {
	count(resource_groups.deny) == 0 with input as subject(783) with data.parameters as parameters
	count(resource_groups.cannot_evaluate) == 0 with input as subject(783)
}

test_getting_full_is_a_warning if {
	some violation in resource_groups.deny with input as subject(784) with data.parameters as parameters
	violation.level == "warn"
	violation.message == "784 of 980 resource groups are used (80 %)"
	violation.path == ["limits", "resource_groups"]
}

test_nearly_full_is_denied if {
	some violation in resource_groups.deny with input as subject(931) with data.parameters as parameters
	not violation.level
	violation.actual == 931
	violation.expected == 980
}

test_unknown_usage_cannot_be_evaluated if {
	count(resource_groups.deny) == 0 with input as {"limits": {"resource_groups": null}} with data.parameters as parameters
	count(resource_groups.cannot_evaluate) == 1 with input as {"limits": {"resource_groups": null}}
	count(resource_groups.cannot_evaluate) == 1 with input as {}
}
