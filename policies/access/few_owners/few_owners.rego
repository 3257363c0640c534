# METADATA
# scope: package
# title: Few principals own a node
# description: >-
#   An Owner may read all data of the node, delete it, and let others in. Each one more is a way in for an attacker and one
#   more person to ask when access is reviewed. Owners at the node and above it within its subscription count.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/role-based-access-control/best-practices
# schemas:
#   - input: schema["node.schema"]
# custom:
#   subject: node
#   severity: high
#   code: ACC-001
#   class: mandatory
#   levels: {gate: warn, audit: deny}
#   requires: [role_assignment]
#   parameters:
#     max_owners: {type: integer, default: 3, tighter: lower, description: Principals with the role Owner}
#   remediation: >-
#     Keep at most {expected} Owners of {name}: give the others the role that they use, or make them members of one group
#     that is eligible for Owner when it is needed.
package mesh.access.few_owners

import data.lib.lists
import data.lib.words
import data.parameters

owners := {owner.principalId | some owner in lists.of(input.access.owners)}

deny contains violation if {
	count(owners) > parameters.max_owners
	violation := {
		"message": sprintf("%s hold Owner, and at most %d may: %s", [
			words.counted(count(owners), "principal"),
			parameters.max_owners,
			words.enumeration({described | some owner in lists.of(input.access.owners); described := describe(owner)}),
		]),
		"path": ["access", "owners"],
		"actual": count(owners),
		"expected": parameters.max_owners,
	}
}

levels := {"subscription": "at the subscription", "resource_group": "at the resource group", "resource": "at a resource"}

describe(owner) := sprintf("%s %s %s", [
	lower(owner.principalType),
	owner.principalId,
	object.get(levels, owner.scope_kind, owner.scope_kind),
])

cannot_evaluate contains "who holds which role was not collected" if {
	object.get(input, "access", null) == null
}
