package mesh.limits.resources_of_type_test

import data.mesh.limits.resources_of_type

parameters := {"warn_share": 0.8, "deny_share": 0.95}

subject(used) := {"limits": {"resources_of_type": {"count": used, "limit": 800, "detail": "Microsoft.Storage/storageAccounts"}}}

test_far_from_full_passes if {
	count(resources_of_type.deny) == 0 with input as subject(639) with data.parameters as parameters
	count(resources_of_type.cannot_evaluate) == 0 with input as subject(639)
}

test_getting_full_is_a_warning if {
	some violation in resources_of_type.deny with input as subject(640) with data.parameters as parameters
	violation.level == "warn"
	violation.message == "640 of 800 resources are of the type Microsoft.Storage/storageAccounts (80 %)"
	violation.path == ["limits", "resources_of_type"]
}

test_nearly_full_is_denied if {
	some violation in resources_of_type.deny with input as subject(760) with data.parameters as parameters
	not violation.level
	violation.actual == 760
	violation.expected == 800
}

test_unknown_usage_cannot_be_evaluated if {
	count(resources_of_type.deny) == 0 with input as {"limits": {"resources_of_type": null}} with data.parameters as parameters
	count(resources_of_type.cannot_evaluate) == 1 with input as {"limits": {"resources_of_type": null}}
	count(resources_of_type.cannot_evaluate) == 1 with input as {}
}
