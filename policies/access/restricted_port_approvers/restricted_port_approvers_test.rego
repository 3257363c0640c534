package mesh.access.restricted_port_approvers_test

import data.mesh.access.restricted_port_approvers

parameters := {"min_rank": 3}

contract(roles) := {
	"kind": "contract",
	"life_cycle": "active",
	"classification": {"name": "restricted", "rank": 3, "unclassified": 0},
	"exposed_by": [{"product": "salaries"}],
	"roles": roles,
}

role(changes) := object.union({"role": "reader", "firstLevelApprovers": "Ann", "secondLevelApprovers": "Bea"}, changes)

denied(of) := found if {
	found := restricted_port_approvers.deny with input as of with data.parameters as parameters
}

unknown(of) := found if {
	found := restricted_port_approvers.cannot_evaluate with input as of with data.parameters as parameters
}

left_alone(of) if {
	restricted_port_approvers.not_applicable with input as of with data.parameters as parameters
}

test_roles_with_two_approvers_pass if {
	denied(contract([role({}), role({"firstLevelApprovers": ["Ann", "Carl"]})])) == set()
	unknown(contract([role({})])) == set()
	not left_alone(contract([role({})]))
}

test_restricted_data_without_roles_is_denied if {
	every roles in [[], null] {
		denied(contract(roles)) == {{"message": "holds restricted data behind an output port, and declares no roles", "path": ["roles"]}}
	}
}

test_missing_approvers_are_denied if {
	denied(contract([role({}), role({"secondLevelApprovers": null})])) == {{
		"message": "the role reader for restricted data names no approvers of the second level",
		"path": ["roles", 1],
		"remediation": "Name in the role reader who decides (firstLevelApprovers) and who confirms (secondLevelApprovers).",
	}}
}

test_blank_approvers_are_none if {
	some violation in denied(contract([role({"firstLevelApprovers": " ", "secondLevelApprovers": []})]))
	violation.message == "the role reader for restricted data names no approvers of the first and second level"
}

test_role_without_a_name_is_told if {
	some violation in denied(contract([{"firstLevelApprovers": "Ann"}]))
	violation.message == "the role without a name for restricted data names no approvers of the second level"
}

test_unknown_facts_cannot_be_evaluated if {
	bare := object.union(object.remove(contract([role({})]), ["classification"]), {"classification": null})
	unknown(bare) == {"how the data is classified is not known, for the contract describes no columns"}
	not left_alone(bare)
	hidden := object.union(contract([role({})]), {"exposed_by": null})
	unknown(hidden) == {"which products expose the contract is not known"}
	not left_alone(hidden)
}

test_contract_behind_no_port_is_left_alone if {
	left_alone(object.union(contract([]), {"exposed_by": []}))
}

test_lower_classes_are_left_alone if {
	lower_class := object.union(contract([]), {"classification": {"name": "confidential", "rank": 2}})
	left_alone(lower_class)
	not restricted_port_approvers.not_applicable with input as lower_class with data.parameters as {"min_rank": 2}
}

test_retired_contract_is_left_alone if {
	left_alone(object.union(contract([]), {"life_cycle": "retired"}))
}
