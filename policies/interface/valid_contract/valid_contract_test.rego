package mesh.interface.valid_contract_test

import data.mesh.interface.valid_contract

conformance(errors) := {"standard": "odcs", "declared": "v3.1.0", "judged_by": "3.1.0", "errors": errors}

contract(errors) := {"kind": "contract", "life_cycle": "active", "conformance": conformance(errors)}

product(life_cycle, ports) := {
	"kind": "product",
	"life_cycle": life_cycle,
	"conformance": {"standard": "odps", "declared": "v1.0.0", "judged_by": "1.0.0", "errors": []},
	"output_ports": ports,
}

port(id, found) := {"index": 0, "name": "orders", "contractId": id, "path": ["outputPorts", 0], "contract": found}

test_valid_contract_passes if {
	count(valid_contract.deny) == 0 with input as contract([])
	count(valid_contract.cannot_evaluate) == 0 with input as contract([])
}

test_every_error_is_told_at_its_place if {
	errors := [
		{"message": "`version` is missing", "path": []},
		{"message": "must be text", "path": ["team", "members", 0, "username"]},
	]
	denied := valid_contract.deny with input as contract(errors)
	count(denied) == 2
	some violation in denied
	violation.path == ["team", "members", 0, "username"]
	violation.message == "breaks ODCS 3.1.0: `team.members.0.username` must be text"
}

test_unknown_version_cannot_be_evaluated if {
	future := {"kind": "contract", "conformance": {"standard": "odcs", "declared": "v9.0.0", "judged_by": null, "errors": [{"message": "no version", "path": []}]}}
	valid_contract.cannot_evaluate == {"version v9.0.0 of the standard is not known"} with input as future
	count(valid_contract.deny) == 0 with input as future
}

test_missing_version_is_denied if {
	bare := {"kind": "contract", "conformance": {"standard": "odcs", "declared": null, "judged_by": null, "errors": []}}
	some violation in valid_contract.deny with input as bare
	violation.path == ["apiVersion"]
	count(valid_contract.cannot_evaluate) == 0 with input as bare
}

test_port_with_a_contract_passes if {
	count(valid_contract.deny) == 0 with input as product("active", [port("c-1", {"id": "c-1"})])
}

test_port_without_contract_is_denied if {
	some violation in valid_contract.deny with input as product("active", [port(null, null)])
	violation.message == "output port orders names no contract"
	violation.path == ["outputPorts", 0]
}

test_port_with_unknown_contract_is_denied if {
	some violation in valid_contract.deny with input as product("unknown", [port("c-9", null)])
	violation.message == "output port orders names the contract c-9, which is not in the mesh"
}

test_port_without_name_is_told_by_number if {
	nameless := {"index": 2, "name": null, "contractId": null, "path": ["outputPorts", 2], "contract": null}
	some violation in valid_contract.deny with input as product("active", [nameless])
	violation.message == "output port 3 names no contract"
}

test_draft_product_may_lack_contracts if {
	count(valid_contract.deny) == 0 with input as product("draft", [port(null, null)])
}

problem(of, code) := {"kind": "problem", "of": of, "code": code, "message": "a value is expected"}

test_broken_file_is_denied if {
	some violation in valid_contract.deny with input as problem("contract", "syntax")
	violation.message == "this contract cannot be read: a value is expected"
	not valid_contract.not_applicable with input as problem("contract", "syntax")
}

test_problem_of_another_kind_is_left_alone if {
	count(valid_contract.deny) == 0 with input as problem("pipeline", "syntax")
	valid_contract.not_applicable with input as problem("pipeline", "syntax")
}

test_breach_of_the_standard_is_told_once if {
	count(valid_contract.deny) == 0 with input as problem("contract", "breaks_standard")
	valid_contract.not_applicable with input as problem("contract", "breaks_standard")
}
