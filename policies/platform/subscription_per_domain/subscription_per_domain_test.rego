package mesh.platform.subscription_per_domain_test

import data.mesh.platform.subscription_per_domain

parameters := {"max_domains": 1}

test_nodes_of_one_domain_pass if {
	count(subscription_per_domain.deny) == 0 with input as {"domains": ["sales"]} with data.parameters as parameters
	count(subscription_per_domain.cannot_evaluate) == 0 with input as {"domains": ["sales"]}
	not subscription_per_domain.not_applicable with input as {"domains": ["sales"]}
}

test_nodes_of_two_domains_are_told if {
	subscription_per_domain.deny == {{
		"message": "holds nodes of 2 domains: finance and sales",
		"path": ["domains"],
		"parties": ["finance", "sales"],
		"actual": 2,
		"expected": 1,
	}} with input as {"domains": ["finance", "sales"]} with data.parameters as parameters
}

test_unknown_nodes_cannot_be_evaluated if {
	count(subscription_per_domain.cannot_evaluate) == 1 with input as {"domains": null}
	not subscription_per_domain.not_applicable with input as {"domains": null}
}

test_subscription_outside_the_mesh_is_left_alone if {
	subscription_per_domain.not_applicable with input as {"domains": []}
}
