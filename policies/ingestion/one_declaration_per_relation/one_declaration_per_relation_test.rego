package mesh.ingestion.one_declaration_per_relation_test

import data.mesh.ingestion.one_declaration_per_relation

parameters := {"max_declarations": 1}

product(repeated) := {"kind": "product", "life_cycle": "active", "repeated_sources": repeated}

twice := product([{"source": "erp.sales.orders", "ports": ["orders", "orders-again"], "path": ["inputPorts", 1]}])

test_each_source_once_passes if {
	count(one_declaration_per_relation.deny) == 0 with input as product([]) with data.parameters as parameters
	count(one_declaration_per_relation.cannot_evaluate) == 0 with input as product([])
	not one_declaration_per_relation.not_applicable with input as product([])
}

test_source_that_is_declared_twice_is_told if {
	one_declaration_per_relation.deny == {{
		"message": "reads erp.sales.orders 2 times: at orders and orders-again",
		"path": ["inputPorts", 1],
		"key": "erp.sales.orders",
		"actual": 2,
		"expected": 1,
		"remediation": "Keep one of orders and orders-again, and remove the others.",
	}} with input as twice with data.parameters as parameters
}

test_number_of_declarations_is_a_parameter if {
	count(one_declaration_per_relation.deny) == 0 with input as twice with data.parameters as {"max_declarations": 2}
}

test_unknown_sources_cannot_be_evaluated if {
	count(one_declaration_per_relation.cannot_evaluate) == 1 with input as product(null)
}

test_retired_product_is_left_alone if {
	one_declaration_per_relation.not_applicable with input as object.union(twice, {"life_cycle": "retired"})
}
