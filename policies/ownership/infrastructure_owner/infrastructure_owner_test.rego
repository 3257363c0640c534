package mesh.ownership.infrastructure_owner_test

import data.mesh.ownership.infrastructure_owner

parameters := {"data_owner_tags": ["dataOwner", "owner"], "infrastructure_owner_tags": ["infrastructureOwner", "opsTeam"]}

node(of_tags, owner_names) := {
	"kind": "node",
	"domain": "sales",
	"tags_complete": true,
	"effective_tags": of_tags,
	"products": [{"id": "orders", "owner_names": owner_names}],
}

denied(of) := found if {
	found := infrastructure_owner.deny with input as of with data.parameters as parameters
}

unknown(of) := found if {
	found := infrastructure_owner.cannot_evaluate with input as of with data.parameters as parameters
}

test_both_owners_are_named_by_tags if {
	denied(node({"owner": "Sales", "opsteam": "Platform"}, [])) == set()
	unknown(node({"owner": "Sales", "opsteam": "Platform"}, [])) == set()
	not infrastructure_owner.not_applicable with input as node({}, [])
}

test_owner_of_the_product_owns_the_data if {
	denied(node({"infrastructureowner": "Platform"}, ["Order to cash"])) == set()
}

test_missing_infrastructure_owner_is_denied if {
	denied(node({"owner": "Sales"}, [])) == {{
		"message": "nobody is named as owner of its infrastructure: no tag infrastructureOwner, opsTeam",
		"path": ["tags"],
		"key": "infrastructure",
		"expected": ["infrastructureOwner", "opsTeam"],
	}}
}

test_missing_data_owner_is_denied if {
	denied(node({"opsteam": "Platform"}, [])) == {{
		"message": "nobody is named as owner of its data: no tag dataOwner, owner, nor has its product an owner",
		"path": ["tags"],
		"key": "data",
		"expected": ["dataOwner", "owner"],
	}}
}

test_both_may_be_missing if {
	{violation.key | some violation in denied(node({"owner": " "}, []))} == {"data", "infrastructure"}
}

test_unseen_tags_cannot_be_evaluated if {
	every complete in [false, null] {
		unseen := object.union(node({}, []), {"tags_complete": complete})
		denied(unseen) == set()
		unknown(unseen) == {"the tags that it would inherit were not collected"}
	}
	unknown(object.union(node({"owner": "Sales", "opsteam": "Platform"}, []), {"tags_complete": false})) == set()
}

test_node_that_nobody_claims_is_left_alone if {
	infrastructure_owner.not_applicable with input as object.union(node({}, []), {"domain": null, "products": []})
	not infrastructure_owner.not_applicable with input as object.union(node({}, []), {"domain": null})
	not infrastructure_owner.not_applicable with input as object.union(node({}, []), {"products": []})
}
