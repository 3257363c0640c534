package mesh.ownership.one_owner_per_dataset_test

import data.mesh.ownership.one_owner_per_dataset

parameters := {"max_domains": 1}

subject(domains) := {"kind": "dataset", "name": "sql/sales/dbo.orders", "evidence": "physical", "reason": null, "domains": domains}

test_one_domain_passes if {
	count(one_owner_per_dataset.deny) == 0 with input as subject(["sales"]) with data.parameters as parameters
}

test_two_domains_are_denied_and_named if {
	some violation in one_owner_per_dataset.deny with input as subject(["finance", "sales"]) with data.parameters as parameters
	violation.message == "sql/sales/dbo.orders is claimed by the domains finance and sales"
	violation.actual == 2
	violation.expected == 1
}

test_limit_is_a_parameter if {
	count(one_owner_per_dataset.deny) == 0 with input as subject(["finance", "sales"]) with data.parameters as {"max_domains": 2}
}

test_known_location_can_be_evaluated if {
	count(one_owner_per_dataset.cannot_evaluate) == 0 with input as subject(["sales"])
}

test_variable_cannot_be_evaluated if {
	unknown := {"kind": "dataset", "name": "x", "evidence": "unresolvable", "reason": "variable", "domains": ["sales"]}
	one_owner_per_dataset.cannot_evaluate == {"the location holds a variable such as ${HOST}"} with input as unknown
}

test_new_reason_still_says_something if {
	unknown := {"kind": "dataset", "name": "x", "evidence": "unresolvable", "reason": "moon", "domains": ["sales"]}
	one_owner_per_dataset.cannot_evaluate == {"the location is not known"} with input as unknown
}
