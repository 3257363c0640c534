package mesh.ownership.exposed_contract_test

import data.mesh.ownership.exposed_contract

contract(changes) := object.union({"kind": "contract", "id": "c-1", "life_cycle": "active", "describes_source": false, "exposed_by": []}, changes)

exposed := contract({"exposed_by": [{"product": "orders", "port": "orders"}]})

test_exposed_contract_passes if {
	count(exposed_contract.deny) == 0 with input as exposed
	count(exposed_contract.cannot_evaluate) == 0 with input as exposed
	not exposed_contract.not_applicable with input as exposed
	count(exposed_contract.cannot_evaluate) == 0 with input as object.union(exposed, {"describes_source": null})
}

test_contract_behind_no_port_is_denied if {
	exposed_contract.deny == {{"message": "is active, and no output port exposes it", "path": ["id"]}} with input as contract({})
	count(exposed_contract.cannot_evaluate) == 0 with input as contract({})
}

test_product_that_it_names_is_the_advice if {
	some violation in exposed_contract.deny with input as contract({"dataProduct": "Orders"})
	violation.message == "is active, and no output port exposes it; it names the product Orders"
	violation.remediation == "Name its id in the contractId of an output port of Orders, or retire it."
}

test_contract_of_an_operational_system_is_left_alone if {
	exposed_contract.not_applicable with input as contract({"describes_source": true})
	count(exposed_contract.deny) == 0 with input as contract({"describes_source": true})
}

test_contract_that_is_not_in_force_is_left_alone if {
	every status in ["draft", "deprecated", "retired"] {
		exposed_contract.not_applicable with input as contract({"life_cycle": status})
	}
}

test_unknown_facts_cannot_be_evaluated if {
	exposed_contract.cannot_evaluate == {"which products expose the contract is not known"} with input as contract({"exposed_by": null})
	exposed_contract.cannot_evaluate == {"whether the contract describes an operational system is not known"} with input as contract({"describes_source": null})
	count(exposed_contract.deny) == 0 with input as contract({"describes_source": null})
	not exposed_contract.not_applicable with input as contract({"describes_source": null})
}
