package mesh.ownership.accountable_owner_test

import data.mesh.ownership.accountable_owner

team := {"name": "crm", "via": "team", "path": ["team", "name"]}

ann := {"name": "ann", "via": "member", "path": ["team", "members", 0]}

bob := {"name": "bob", "via": "member", "path": ["team", "members", 1]}

product(owners) := {"kind": "product", "life_cycle": "active", "owners": owners}

test_one_owner_passes if {
	count(accountable_owner.deny) == 0 with input as product([team])
}

test_no_owner_is_denied if {
	some violation in accountable_owner.deny with input as product([])
	violation.path == ["team"]
	contains(violation.message, "nobody is accountable")
}

test_two_owners_are_named if {
	some violation in accountable_owner.deny with input as product([bob, ann])
	violation.message == "2 members are accountable at once: ann and bob"
	violation.actual == 2
}

test_draft_contract_is_left_alone if {
	accountable_owner.not_applicable with input as {"kind": "contract", "life_cycle": "draft", "owners": []}
}

test_contract_of_unknown_status_is_judged if {
	subject := {"kind": "contract", "life_cycle": "unknown", "owners": []}
	not accountable_owner.not_applicable with input as subject
	count(accountable_owner.deny) == 1 with input as subject
}

test_draft_product_is_judged if {
	not accountable_owner.not_applicable with input as {"kind": "product", "life_cycle": "draft", "owners": []}
}
