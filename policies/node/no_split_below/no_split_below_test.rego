package mesh.node.no_split_below_test

import data.mesh.node.no_split_below

parameters := {"max_domains": 1}

entry(domain, names) := {"domain": domain, "count": count(names), "things": [{"id": name, "name": name} | some name in names]}

node(domain, entries) := {"kind": "node", "domain": domain, "owners_below": entries}

denied(subject) := found if {
	found := no_split_below.deny with input as subject with data.parameters as parameters
}

test_one_domain_passes if {
	denied(node("sales", [entry("sales", ["st1", "st2"])])) == set()
	denied(node(null, [entry("sales", ["st1"])])) == set()
	count(no_split_below.cannot_evaluate) == 0 with input as node("sales", [entry("sales", ["st1"])])
	not no_split_below.not_applicable with input as node("sales", [entry("sales", ["st1"])])
}

test_two_domains_below_are_denied if {
	denied(node("sales", [entry("finance", ["stfin", "ledger"]), entry("sales", ["stsales"])])) == {{
		"message": "what it holds belongs to 2 domains: finance (ledger and stfin) and sales (stsales)",
		"path": ["owners_below", 0],
		"parties": {"finance", "sales"},
		"actual": 2,
		"expected": 1,
	}}
}

test_first_foreign_domain_is_the_place if {
	some violation in denied(node("sales", [entry("sales", ["st"]), entry("finance", ["stfin"])]))
	violation.path == ["owners_below", 1]
}

test_domain_of_the_node_counts if {
	some violation in denied(node("sales", [entry("finance", ["stfin"])]))
	violation.message == "what it holds belongs to 2 domains: finance (stfin) and sales (the node itself)"
}

test_many_things_are_told_by_the_first if {
	some violation in denied(node(null, [entry("a", ["a1", "a2", "a3", "a4"]), entry("b", ["b1", "b2", "b3"])]))
	violation.message == "what it holds belongs to 2 domains: a (a1 and 3 more) and b (b1, b2 and b3)"
}

test_spelling_makes_no_domain if {
	denied(node("Order-Sales", [entry("order_sales", ["st"])])) == set()
}

test_number_of_domains_is_a_parameter if {
	shared := node("sales", [entry("finance", ["stfin"])])
	count(no_split_below.deny) == 0 with input as shared with data.parameters as {"max_domains": 2}
}

test_unseen_resources_cannot_be_evaluated if {
	count(no_split_below.cannot_evaluate) == 1 with input as node("sales", null)
	count(no_split_below.cannot_evaluate) == 1 with input as {"domain": "sales"}
	denied(node("sales", null)) == set()
	not no_split_below.not_applicable with input as node("sales", null)
}

test_node_of_which_nobody_owns_a_part_is_left_alone if {
	no_split_below.not_applicable with input as node("sales", [])
	count(no_split_below.cannot_evaluate) == 0 with input as node("sales", [])
}
