package mesh.node.promote_to_subscription_test

import data.mesh.node.promote_to_subscription

parameters := {"role_assignments_share": 0.8, "resource_groups_share": 0.9}

subject(assignments, groups) := {
	"kind": "subscription",
	"nodes": {"count": 30, "domains": ["finance", "sales"]},
	"limits": {"role_assignments": {"count": assignments, "limit": 4000}, "resource_groups": {"count": groups, "limit": 980}},
	"promotion": {
		"first": {"name": "rg-orders", "domain": "sales", "role_assignments": 2500},
		"after": {"count": 700, "share": 0.175},
		"candidates": [{"name": "rg-orders"}, {"name": "rg-ledger"}],
	},
}

denied(of) := found if {
	found := promote_to_subscription.deny with input as of with data.parameters as parameters
}

unknown(of) := found if {
	found := promote_to_subscription.cannot_evaluate with input as of with data.parameters as parameters
}

test_subscription_with_room_passes if {
	denied(subject(3199, 881)) == set()
	unknown(subject(3199, 881)) == set()
	not promote_to_subscription.not_applicable with input as subject(3199, 881)
}

test_busiest_node_should_move_first if {
	denied(subject(3200, 30)) == {{
		"message": concat("", [
			"its 30 nodes use 3200 of 4000 role assignments (80 %); ",
			"rg-orders (domain sales) should move first, with 2500 of them",
		]),
		"path": ["limits", "role_assignments"],
		"key": "role_assignments",
		"actual": 3200,
		"expected": 4000,
		"parties": ["sales"],
		"remediation": "Move rg-orders to a subscription of its own first; that leaves 700 role assignments here (17 %).",
	}}
}

test_next_node_is_named_where_the_first_is_not_enough if {
	full := object.union(subject(3990, 30), {"promotion": {"after": {"count": 3200, "share": 0.8}}})
	some violation in denied(full)
	violation.remediation == concat("", [
		"Move rg-orders to a subscription of its own first; ",
		"that leaves 3200 role assignments here (80 %). rg-ledger is the next.",
	])
}

test_last_candidate_has_no_next if {
	full := object.union(subject(3990, 30), {"promotion": {"after": {"count": 3300, "share": 0.825}, "candidates": [{"name": "rg-orders"}]}})
	some violation in denied(full)
	violation.remediation == "Move rg-orders to a subscription of its own first; that leaves 3300 role assignments here (82 %)."
}

test_node_without_domain_can_move_too if {
	homeless := object.union(subject(3200, 30), {"promotion": {"first": {"domain": null}}})
	some violation in denied(homeless)
	violation.parties == []
	endswith(violation.message, "; rg-orders (domain not known) should move first, with 2500 of them")
}

test_without_candidates_the_limit_is_told if {
	some candidates in [null, {"first": null, "candidates": []}]
	full := object.union(object.remove(subject(3200, 30), ["promotion"]), {"promotion": candidates})
	some violation in denied(full)
	violation.message == "its 30 nodes use 3200 of 4000 role assignments (80 %)"
	not violation.remediation
}

test_unknown_candidates_do_not_hide_the_limit if {
	count(denied(object.remove(subject(3200, 30), ["promotion"]))) == 1
	count(denied(object.union(object.remove(subject(3200, 30), ["promotion"]), {"promotion": {"first": null}}))) == 1
}

test_many_resource_groups_are_told if {
	denied(subject(10, 882)) == {{
		"message": "its 30 nodes use 882 of 980 resource groups (90 %)",
		"path": ["limits", "resource_groups"],
		"key": "resource_groups",
		"actual": 882,
		"expected": 980,
	}}
}

test_unknown_usage_cannot_be_evaluated if {
	unknown(object.union(subject(1, 1), {"limits": {"role_assignments": null}})) == {"the role assignments of the subscription were not collected"}
	unknown(object.union(subject(1, 1), {"limits": {"resource_groups": null}})) == {"the resource groups of the subscription were not collected"}
	unknown(object.remove(subject(1, 1), ["nodes"])) == {"the nodes of the subscription are not known"}
}

test_nodes_that_are_subscriptions_are_left_alone if {
	promote_to_subscription.not_applicable with input as object.union(subject(3990, 30), {"nodes": null})
	unknown(object.union(subject(3990, 30), {"nodes": null})) == set()
}

test_single_node_is_left_alone if {
	promote_to_subscription.not_applicable with input as object.union(subject(3990, 1), {"nodes": {"count": 1}})
	not promote_to_subscription.not_applicable with input as object.union(subject(3990, 2), {"nodes": {"count": 2}})
}
