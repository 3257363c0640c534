# METADATA
# scope: package
# title: Resource groups stay below the limit of the subscription
# description: >-
#   A subscription takes 980 resource groups. Where each product has one, that is how many products fit, and the next
#   one cannot be deployed.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits
# schemas:
#   - input: schema["subscription.schema"]
# custom:
#   subject: subscription
#   severity: high
#   code: LIM-004
#   class: mandatory
#   levels: {gate: deny, audit: deny}
#   requires: [resource_group]
#   parameters:
#     warn_share: {type: number, default: 0.8, tighter: lower, description: Share of the limit from which it is a warning}
#     deny_share: {type: number, default: 0.95, tighter: lower, description: Share of the limit from which it is denied}
#   remediation: >-
#     Deploy new products to another subscription, and delete the resource groups of products that were retired.
package mesh.limits.resource_groups

import data.lib.limits

deny contains violation if {
	violation := limits.violation(input.limits.resource_groups, ["limits", "resource_groups"], "resource groups are used", "")
}

cannot_evaluate contains "the resource groups of the subscription were not collected" if {
	not limits.known(object.get(input, ["limits", "resource_groups"], null))
}
