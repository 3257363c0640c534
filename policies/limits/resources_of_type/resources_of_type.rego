# METADATA
# scope: package
# title: Resources of one type stay below the limit of the resource group
# description: >-
#   A resource group takes 800 resources of one type, for most types. A node that reaches it cannot grow any more.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits
# schemas:
#   - input: schema["resource_group.schema"]
# custom:
#   subject: resource_group
#   severity: medium
#   code: LIM-005
#   class: mandatory
#   levels: {gate: deny, audit: deny}
#   requires: [resource]
#   parameters:
#     warn_share: {type: number, default: 0.8, tighter: lower, description: Share of the limit from which it is a warning}
#     deny_share: {type: number, default: 0.95, tighter: lower, description: Share of the limit from which it is denied}
#   remediation: >-
#     Delete what is no longer used, and move a product that has outgrown the resource group to one of its own.
package mesh.limits.resources_of_type

import data.lib.limits

deny contains violation if {
	violation := limits.violation(
		input.limits.resources_of_type,
		["limits", "resources_of_type"],
		sprintf("resources are of the type %s", [input.limits.resources_of_type.detail]),
		"",
	)
}

cannot_evaluate contains "the resources of the resource group were not collected" if {
	not limits.known(object.get(input, ["limits", "resources_of_type"], null))
}
