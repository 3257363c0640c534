package mesh.limits.storage_accounts_test

import data.mesh.limits.storage_accounts

parameters := {"warn_share": 0.8, "deny_share": 0.95}

subject(used) := {"limits": {"storage_accounts": {"count": used, "limit": 250, "detail": "westeurope"}}}

test_far_from_full_passes if {
	count(storage_accounts.deny) == 0 with input as subject(199) with data.parameters as parameters
	count(storage_accounts.cannot_evaluate) == 0 with input as subject(199)
}

test_getting_full_is_a_warning if {
	some violation in storage_accounts.deny with input as subject(200) with data.parameters as parameters
	violation.level == "warn"
	violation.message == "200 of 250 storage accounts are used in the region westeurope (80 %)"
	violation.path == ["limits", "storage_accounts"]
}

test_nearly_full_is_denied if {
	some violation in storage_accounts.deny with input as subject(238) with data.parameters as parameters
	not violation.level
	violation.actual == 238
	violation.expected == 250
}

test_unknown_usage_cannot_be_evaluated if {
	count(storage_accounts.deny) == 0 with input as {"limits": {"storage_accounts": null}} with data.parameters as parameters
	count(storage_accounts.cannot_evaluate) == 1 with input as {"limits": {"storage_accounts": null}}
	count(storage_accounts.cannot_evaluate) == 1 with input as {}
}
