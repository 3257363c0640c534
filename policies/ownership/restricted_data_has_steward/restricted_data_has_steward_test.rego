package mesh.ownership.restricted_data_has_steward_test

import data.mesh.ownership.restricted_data_has_steward

parameters := {"min_rank": 3, "steward_roles": ["data protection", "dpo", "steward"]}

contract(members) := {
	"kind": "contract",
	"life_cycle": "active",
	"classification": {"name": "restricted", "rank": 3, "unclassified": 0},
	"members": members,
}

member(role) := {"name": "Ann", "role": role, "is_current": true}

denied(of) := found if {
	found := restricted_data_has_steward.deny with input as of with data.parameters as parameters
}

unknown(of) := found if {
	found := restricted_data_has_steward.cannot_evaluate with input as of with data.parameters as parameters
}

left_alone(of) if {
	restricted_data_has_steward.not_applicable with input as of with data.parameters as parameters
}

test_stewards_pass_however_they_are_called if {
	every role in ["steward", "Data Steward", "dataSteward", "data_steward", "DPO", "Data Protection Officer (DPO)"] {
		denied(contract([member("owner"), member(role)])) == set()
	}
	unknown(contract([member("steward")])) == set()
	not left_alone(contract([member("steward")]))
}

test_restricted_data_without_steward_is_denied if {
	denied(contract([member("owner"), member(null), member("analyst")])) == {{
		"message": "holds restricted data, and no current member of its team is a steward or data protection officer",
		"path": ["team"],
		"actual": ["analyst", "owner"],
	}}
}

test_words_are_whole if {
	count(denied(contract([member("endpoint owner")]))) == 1
}

test_steward_who_left_is_none if {
	some violation in denied(contract([object.union(member("steward"), {"is_current": false})]))
	violation.actual == []
}

test_nobody_in_the_team_is_denied if {
	count(denied(contract([]))) == 1
}

test_lower_classes_are_left_alone if {
	lower_class := object.union(contract([]), {"classification": {"name": "confidential", "rank": 2}})
	left_alone(lower_class)
	denied(lower_class) == set()
	not restricted_data_has_steward.not_applicable with input as lower_class with data.parameters as {"min_rank": 2}
}

test_unknown_facts_cannot_be_evaluated if {
	bare := object.union(object.remove(contract([member("steward")]), ["classification"]), {"classification": null})
	unknown(bare) == {"how the data is classified is not known, for the contract describes no columns"}
	denied(object.union(bare, {"members": []})) == set()
	not left_alone(bare)
	unknown(contract(null)) == {"who is in the team is not known"}
}

test_unknown_team_is_not_called_empty if {
	denied(contract(null)) == set()
}

test_retired_contract_is_left_alone if {
	left_alone(object.union(contract([]), {"life_cycle": "retired"}))
}
