package mesh.platform.one_node_per_product_test

import data.mesh.platform.one_node_per_product

parameters := {"max_products": 1, "max_nodes": 1}

node(name, environment) := {"id": sprintf("/rg/%s", [name]), "name": name, "evidence": "tag", "environment": environment}

product(id, nodes) := {"id": id, "name": upper(id), "domain": "sales", "nodes": nodes}

subject(products) := {"kind": "node", "effective_tags": {"environment": "Prod"}, "products": products}

denied(of) := found if {
	found := one_node_per_product.deny with input as of with data.parameters as parameters
}

unknown(of) := found if {
	found := one_node_per_product.cannot_evaluate with input as of with data.parameters as parameters
}

here := node("rg-orders", "prod")

test_one_product_in_one_node_passes if {
	denied(subject([product("orders", [here])])) == set()
	unknown(subject([product("orders", [here])])) == set()
	not one_node_per_product.not_applicable with input as subject([product("orders", [here])])
}

test_two_products_in_one_node_are_denied if {
	denied(subject([product("orders", [here]), object.union(product("returns", [here]), {"domain": "finance"})])) == {{
		"message": "it holds 2 products: ORDERS (domain sales) and RETURNS (domain finance)",
		"path": ["products", 0],
		"key": "products",
		"parties": {"finance", "sales"},
		"actual": 2,
		"expected": 1,
	}}
}

test_two_versions_of_a_product_are_one if {
	denied(subject([product("orders", [here]), product("orders", [here])])) == set()
}

test_product_in_two_nodes_is_denied if {
	denied(subject([product("orders", [here, node("rg-orders-2", "PROD")])])) == {{
		"message": "ORDERS (domain sales) lies in 2 nodes of the environment prod: rg-orders and rg-orders-2",
		"path": ["products", 0],
		"key": "orders",
		"parties": {"sales"},
		"actual": 2,
		"expected": 1,
	}}
}

test_two_versions_in_two_nodes_are_told_once if {
	both := product("orders", [here, node("rg-orders-2", "prod")])
	count(denied(subject([both, both]))) == 1
}

test_second_product_in_two_nodes_is_told_where_it_stands if {
	denied_paths := {violation.path | some violation in denied(subject([product("a", [here]), product("b", [here, node("rg-2", "prod")])]))}
	denied_paths == {["products", 0], ["products", 1]}
}

test_environments_are_counted_apart if {
	denied(subject([product("orders", [here, node("rg-orders-dev", "dev")])])) == set()
	unknown(subject([product("orders", [here, node("rg-orders-dev", "dev")])])) == set()
}

test_without_environments_all_nodes_count if {
	untagged := object.union(
		object.remove(subject([product("orders", [node("a", null), node("b", null)])]), ["effective_tags"]),
		{"effective_tags": {}},
	)
	some violation in denied(untagged)
	violation.message == "ORDERS (domain sales) lies in 2 nodes: a and b"
	unknown(untagged) == set()
}

test_unknown_environment_cannot_be_evaluated if {
	half := subject([product("orders", [here, node("rg-orders-2", null)])])
	denied(half) == set()
	unknown(half) == {"the environment of another node of the product is not known"}
}

test_environment_of_the_only_node_does_not_matter if {
	alone := subject([product("orders", [node("rg-orders", null), node("rg-orders", null)])])
	denied(alone) == set()
	unknown(alone) == set()
}

test_nameless_products_are_told_by_id if {
	nameless := [object.union(product(id, [here]), {"name": null, "domain": null}) | some id in ["a", "b"]]
	some violation in denied(subject(nameless))
	violation.message == "it holds 2 products: a and b"
	violation.parties == set()
}

test_numbers_are_parameters if {
	several := subject([product("a", [here, node("x", "prod")]), product("b", [here])])
	count(one_node_per_product.deny) == 0 with input as several with data.parameters as {"max_products": 2, "max_nodes": 2}
}

test_unknown_products_cannot_be_evaluated if {
	unknown(subject(null)) == {"which products are placed in the node is not known"}
	not one_node_per_product.not_applicable with input as subject(null)
	unknown(subject([product("orders", null)])) == {"in which nodes the product lies is not known"}
}

test_node_without_product_is_left_alone if {
	one_node_per_product.not_applicable with input as subject([])
}
