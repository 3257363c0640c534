package mesh.ownership.contract_in_product_domain_test

import data.mesh.ownership.contract_in_product_domain

exposing(domain) := {"product": "orders", "product_name": "Orders", "domain": domain, "port": "orders"}

contract(domain, exposed_by) := {"kind": "contract", "domain": domain, "life_cycle": "active", "exposed_by": exposed_by}

denied(of) := found if {
	found := contract_in_product_domain.deny with input as of
}

unknown(of) := found if {
	found := contract_in_product_domain.cannot_evaluate with input as of
}

test_one_domain_passes if {
	denied(contract("sales", [exposing("sales")])) == set()
	unknown(contract("sales", [exposing("sales")])) == set()
	not contract_in_product_domain.not_applicable with input as contract("sales", [exposing("sales")])
}

test_other_domain_is_denied if {
	denied(contract("sales", [exposing("sales"), exposing("finance")])) == {{
		"message": "is of the domain sales, and Orders of the domain finance exposes it",
		"path": ["domain"],
		"key": "orders",
		"parties": {"finance", "sales"},
		"actual": "sales",
		"expected": "finance",
	}}
}

test_product_without_name_is_told_by_id if {
	some violation in denied(contract("sales", [object.union(exposing("finance"), {"product_name": null})]))
	violation.message == "is of the domain sales, and the product orders of the domain finance exposes it"
}

test_missing_domains_cannot_be_evaluated if {
	denied(contract(null, [exposing("sales")])) == set()
	unknown(contract(null, [exposing("sales")])) == {"the contract belongs to no domain"}
	denied(contract("sales", [exposing(null)])) == set()
	unknown(contract("sales", [exposing(null)])) == {"a product that exposes the contract belongs to no domain"}
}

test_unknown_products_cannot_be_evaluated if {
	unknown(contract("sales", null)) == {"which products expose the contract is not known"}
	not contract_in_product_domain.not_applicable with input as contract("sales", null)
}

test_contract_behind_no_port_is_left_alone if {
	contract_in_product_domain.not_applicable with input as contract("sales", [])
}

test_retired_contract_is_left_alone if {
	contract_in_product_domain.not_applicable with input as object.union(contract("sales", [exposing("crm")]), {"life_cycle": "retired"})
}
