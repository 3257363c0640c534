# METADATA
# scope: package
# title: Storage accounts stay below the limit of a region
# description: >-
#   A subscription takes 250 storage accounts in one region. Where each product has one, that is how many products
#   fit.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits
# schemas:
#   - input: schema["subscription.schema"]
# custom:
#   subject: subscription
#   severity: medium
#   code: LIM-007
#   class: mandatory
#   levels: {gate: deny, audit: deny}
#   requires: [resource]
#   parameters:
#     warn_share: {type: number, default: 0.8, tighter: lower, description: Share of the limit from which it is a warning}
#     deny_share: {type: number, default: 0.95, tighter: lower, description: Share of the limit from which it is denied}
#   remediation: >-
#     Ask for a higher limit (up to 500 in a region), deploy new products to another subscription, and delete accounts
#     that hold nothing.
package mesh.limits.storage_accounts

import data.lib.limits

deny contains violation if {
	violation := limits.violation(
		input.limits.storage_accounts,
		["limits", "storage_accounts"],
		sprintf("storage accounts are used in the region %s", [input.limits.storage_accounts.detail]),
		"",
	)
}

cannot_evaluate contains "the storage accounts of the subscription were not collected" if {
	not limits.known(object.get(input, ["limits", "storage_accounts"], null))
}
