package mesh.access.few_owners_test

import data.mesh.access.few_owners

parameters := {"max_owners": 2}

owner(id, scope) := {"principalId": id, "principalType": "User", "scope_kind": scope}

subject(owners) := {"kind": "node", "name": "rg-crm", "access": {"owners": owners}}

test_few_owners_pass if {
	few := subject([owner("a", "subscription"), owner("b", "resource_group")])
	count(few_owners.deny) == 0 with input as few with data.parameters as parameters
}

test_many_owners_are_denied_and_named if {
	many := subject([owner("a", "subscription"), owner("b", "resource_group"), owner("c", "tenant")])
	some violation in few_owners.deny with input as many with data.parameters as parameters
	violation.message == concat("", [
		"3 principals hold Owner, and at most 2 may: user a at the subscription, ",
		"user b at the resource group and user c tenant",
	])
	violation.actual == 3
	violation.expected == 2
}

test_one_principal_at_two_scopes_is_one if {
	few := subject([owner("a", "subscription"), owner("a", "resource_group"), owner("b", "resource_group")])
	count(few_owners.deny) == 0 with input as few with data.parameters as parameters
}

test_access_that_is_not_known_cannot_be_evaluated if {
	count(few_owners.deny) == 0 with input as {"kind": "node", "access": null}
	count(few_owners.cannot_evaluate) == 1 with input as {"kind": "node", "access": null}
}
