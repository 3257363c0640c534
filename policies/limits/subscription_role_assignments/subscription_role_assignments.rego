# METADATA
# scope: package
# title: Role assignments of a subscription stay below its limit
# description: >-
#   A subscription takes a fixed number of role assignments, those of its resource groups and resources included. When it
#   is full, nobody can be let in any more, and nodes have to move to subscriptions of their own.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/role-based-access-control/troubleshoot-limits
# schemas:
#   - input: schema["subscription.schema"]
# custom:
#   subject: subscription
#   severity: critical
#   code: LIM-001
#   class: mandatory
#   levels: {gate: deny, audit: deny}
#   requires: [role_assignment]
#   parameters:
#     warn_share: {type: number, default: 0.8, tighter: lower, description: Share of the limit from which it is a warning}
#     deny_share: {type: number, default: 0.95, tighter: lower, description: Share of the limit from which it is denied}
#   remediation: >-
#     Replace assignments to users by groups, remove those of deleted principals, and move the busiest resource group of
#     {name} to a subscription of its own.
package mesh.limits.subscription_role_assignments

import data.parameters

used := input.role_assignments.count / input.role_assignments.limit if {
	is_number(input.role_assignments.count)
	is_number(input.role_assignments.limit)
}

deny contains violation if {
	used >= parameters.deny_share
	violation := told
}

deny contains violation if {
	used >= parameters.warn_share
	used < parameters.deny_share
	violation := object.union(told, {"level": "warn"})
}

told := {
	"message": sprintf("%d of %d role assignments are used (%d %%)%s", [
		input.role_assignments.count,
		input.role_assignments.limit,
		round(used * 100),
		busiest,
	]),
	"path": ["role_assignments"],
	"actual": input.role_assignments.count,
	"expected": input.role_assignments.limit,
}

busiest := sprintf("; %s alone has %d", [first.name, first.count]) if {
	first := input.role_assignments.busiest[0]
} else := ""

cannot_evaluate contains "the role assignments were not counted" if {
	not used
}
