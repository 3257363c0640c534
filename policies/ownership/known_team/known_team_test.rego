package mesh.ownership.known_team_test

import data.mesh.ownership.known_team

subject(owner) := {"kind": "product", "life_cycle": "active", "team_registry": 12, "owners": [object.union(
	{"name": "Order to cash", "via": "team", "path": ["team", "name"], "registered": true, "team_size": 4, "nearest": null},
	owner,
)]}

test_registered_team_with_members_passes if {
	count(known_team.deny) == 0 with input as subject({})
	count(known_team.cannot_evaluate) == 0 with input as subject({})
	not known_team.not_applicable with input as subject({})
}

test_unregistered_owner_is_denied if {
	some violation in known_team.deny with input as subject({"registered": false, "team_size": null})
	violation == {
		"message": "the owner Order to cash is not in the registry of teams",
		"path": ["team", "name"],
		"key": "registered",
		"actual": "Order to cash",
	}
}

test_nearest_name_is_the_advice if {
	some violation in known_team.deny with input as subject({"registered": false, "nearest": "order-to-cash"})
	violation.message == "the owner Order to cash is not in the registry of teams; the nearest there is order-to-cash"
	violation.remediation == "Write order-to-cash if that is the team, else register Order to cash."
	violation.expected == "order-to-cash"
}

test_empty_team_is_denied if {
	some violation in known_team.deny with input as subject({"team_size": 0})
	violation.message == "the team Order to cash is in the registry, and nobody is in it"
	violation.remediation == "Put the people who answer for it into the team Order to cash, or name the team that took over."
	violation.key == "empty"
}

test_unregistered_team_is_not_called_empty_too if {
	denied := known_team.deny with input as subject({"registered": false, "team_size": 0})
	{violation.key | some violation in denied} == {"registered"}
}

test_without_a_registry_nothing_is_known if {
	blind := object.union(subject({"registered": null, "team_size": null}), {"team_registry": null})
	count(known_team.deny) == 0 with input as blind
	known_team.cannot_evaluate == {"no registry of teams was given, such as the groups of Backstage or of Microsoft Entra"} with input as blind
	count(known_team.cannot_evaluate) == 1 with input as object.remove(blind, ["team_registry"])
}

test_owner_that_was_not_looked_up_is_not_known if {
	known_team.cannot_evaluate == {"whether the owner is in the registry of teams is not known"} with input as subject({"registered": null})
}

test_registry_without_members_leaves_the_size_open if {
	known_team.cannot_evaluate == {"the registry does not say who is in the team"} with input as subject({"team_size": null})
}

test_a_person_has_no_size if {
	count(known_team.cannot_evaluate) == 0 with input as subject({"via": "member", "team_size": null})
	count(known_team.deny) == 0 with input as subject({"via": "member", "team_size": null})
}

test_unregistered_team_needs_no_size if {
	count(known_team.cannot_evaluate) == 0 with input as subject({"registered": false, "team_size": null})
}

test_without_owners_there_is_nothing_to_look_up if {
	known_team.not_applicable with input as {"team_registry": 12, "owners": []}
	known_team.not_applicable with input as {"team_registry": 12}
}

test_retired_ones_are_left_alone if {
	known_team.not_applicable with input as object.union(subject({}), {"life_cycle": "retired"})
}
