package mesh.access.groups_not_users_test

import data.mesh.access.groups_not_users

parameters := {"max_users": 1, "max_privileged_users": 0}

reader(id) := {"principalId": id, "role": "Reader", "privileged": false}

owner(id) := {"principalId": id, "role": "Owner", "privileged": true}

subject(users) := {"kind": "node", "name": "rg-crm", "access": {"users": users}}

test_one_reader_passes if {
	count(groups_not_users.deny) == 0 with input as subject([reader("a")]) with data.parameters as parameters
}

test_two_readers_are_too_many if {
	some violation in groups_not_users.deny with input as subject([reader("a"), reader("b")]) with data.parameters as parameters
	violation.key == "users"
	violation.message == "2 role assignments to users, and at most 1 may be"
}

test_privileged_user_is_named if {
	denied := groups_not_users.deny with input as subject([owner("ann")]) with data.parameters as parameters
	count(denied) == 1
	some violation in denied
	violation.key == "privileged"
	violation.message == "1 assignment of a privileged role to a user: Owner to ann"
}

test_both_limits_are_told if {
	count(groups_not_users.deny) == 2 with input as subject([owner("ann"), reader("b")]) with data.parameters as parameters
}

test_limits_are_parameters if {
	loose := {"max_users": 2, "max_privileged_users": 1}
	count(groups_not_users.deny) == 0 with input as subject([owner("ann"), reader("b")]) with data.parameters as loose
}

test_access_that_is_not_known_cannot_be_evaluated if {
	count(groups_not_users.deny) == 0 with input as {"kind": "node", "access": null}
	count(groups_not_users.cannot_evaluate) == 1 with input as {"kind": "node", "access": null}
}
