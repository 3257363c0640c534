package mesh.limits.custom_roles_test

import data.mesh.limits.custom_roles

parameters := {"warn_share": 0.8, "deny_share": 0.95}

subject(used) := {"limits": {"custom_roles": {"count": used, "limit": 5000}}}

test_far_from_full_passes if {
	count(custom_roles.deny) == 0 with input as subject(3999) with data.parameters as parameters
	count(custom_roles.cannot_evaluate) == 0 with input as subject(3999)
}

test_getting_full_is_a_warning if {
	some violation in custom_roles.deny with input as subject(4000) with data.parameters as parameters
	violation.level == "warn"
	violation.message == "4000 of 5000 custom roles are used (80 %)"
	violation.path == ["limits", "custom_roles"]
}

test_nearly_full_is_denied if {
	some violation in custom_roles.deny with input as subject(4750) with data.parameters as parameters
	not violation.level
	violation.actual == 4750
	violation.expected == 5000
}

test_unknown_usage_cannot_be_evaluated if {
	count(custom_roles.deny) == 0 with input as {"limits": {"custom_roles": null}} with data.parameters as parameters
	count(custom_roles.cannot_evaluate) == 1 with input as {"limits": {"custom_roles": null}}
	count(custom_roles.cannot_evaluate) == 1 with input as {}
}
