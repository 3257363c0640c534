# METADATA
# scope: package
# title: Role assignments of a management group stay below its limit
# description: >-
#   A management group takes 500 role assignments of its own. When it is full, nobody can be let in above the
#   subscriptions any more, and each one has to be assigned apart.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/role-based-access-control/troubleshoot-limits
# schemas:
#   - input: schema["management_group.schema"]
# custom:
#   subject: management_group
#   severity: high
#   code: LIM-002
#   class: mandatory
#   levels: {gate: deny, audit: deny}
#   requires: [role_assignment]
#   parameters:
#     warn_share: {type: number, default: 0.8, tighter: lower, description: Share of the limit from which it is a warning}
#     deny_share: {type: number, default: 0.95, tighter: lower, description: Share of the limit from which it is denied}
#   remediation: >-
#     Give the role to groups instead of users, remove the assignments of deleted principals, and assign at the
#     subscriptions what only some of them need.
package mesh.limits.management_group_role_assignments

import data.lib.limits

deny contains violation if {
	violation := limits.violation(input.role_assignments, ["role_assignments"], "role assignments are used", "")
}

cannot_evaluate contains "the role assignments of the management group were not collected" if {
	not limits.known(object.get(input, ["role_assignments"], null))
}
