# METADATA
# scope: package
# title: Roles go to groups, not to users
# description: >-
#   Access that is given to a person outlives the person's job, and uses up one of the subscription's role assignments for
#   each of them. A group is reviewed once and counts once.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/role-based-access-control/best-practices
# schemas:
#   - input: schema["node.schema"]
# custom:
#   subject: node
#   severity: medium
#   code: ACC-002
#   class: default
#   floor: note
#   levels: {gate: warn, audit: warn}
#   requires: [role_assignment]
#   parameters:
#     max_users: {type: integer, default: 5, tighter: lower, description: Role assignments of users at or below the node}
#     max_privileged_users: {type: integer, default: 0, tighter: lower, description: Of these the ones with a role that can grant or change anything}
#   remediation: >-
#     Put these people into a Microsoft Entra group for {name}, give the group the role, and remove the assignments of the
#     users.
package mesh.access.groups_not_users

import data.lib.lists
import data.lib.words
import data.parameters

privileged := [user | some user in lists.of(input.access.users); user.privileged]

deny contains violation if {
	count(privileged) > parameters.max_privileged_users
	violation := {
		"message": sprintf("%s of a privileged role to a user: %s", [
			words.counted(count(privileged), "assignment"),
			words.enumeration({sprintf("%s to %s", [user.role, user.principalId]) | some user in privileged}),
		]),
		"path": ["access", "users"],
		"key": "privileged",
		"actual": count(privileged),
		"expected": parameters.max_privileged_users,
	}
}

deny contains violation if {
	count(input.access.users) > parameters.max_users
	violation := {
		"message": sprintf("%s to users, and at most %d may be", [
			words.counted(count(input.access.users), "role assignment"),
			parameters.max_users,
		]),
		"path": ["access", "users"],
		"key": "users",
		"actual": count(input.access.users),
		"expected": parameters.max_users,
	}
}

cannot_evaluate contains "who holds which role was not collected" if {
	object.get(input, "access", null) == null
}
