# METADATA
# scope: package
# title: Custom roles stay below the limit of the tenant
# description: >-
#   A tenant takes 5,000 custom roles, and all domains share them. When they are used up, no blueprint that brings a
#   role of its own can be deployed.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/role-based-access-control/troubleshoot-limits
# schemas:
#   - input: schema["tenant.schema"]
# custom:
#   subject: tenant
#   severity: medium
#   code: LIM-003
#   class: mandatory
#   levels: {gate: deny, audit: deny}
#   requires: [role_definition]
#   parameters:
#     warn_share: {type: number, default: 0.8, tighter: lower, description: Share of the limit from which it is a warning}
#     deny_share: {type: number, default: 0.95, tighter: lower, description: Share of the limit from which it is denied}
#   remediation: >-
#     Delete custom roles that nobody holds, and merge those that allow the same.
package mesh.limits.custom_roles

import data.lib.limits

deny contains violation if {
	violation := limits.violation(input.limits.custom_roles, ["limits", "custom_roles"], "custom roles are used", "")
}

cannot_evaluate contains "the custom roles of the tenant were not collected" if {
	not limits.known(object.get(input, ["limits", "custom_roles"], null))
}
