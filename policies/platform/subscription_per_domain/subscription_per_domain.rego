# METADATA
# scope: package
# title: A subscription holds nodes of one domain
# description: >-
#   A subscription of its own gives a domain its own bill, limits and policies. Meshes that start with resource groups as
#   nodes share subscriptions on purpose, so that this only advises; when to move is judged by the rule on promotion.
# related_resources:
#   - ref: https://www.datamesh-governance.com/
#   - ref: https://learn.microsoft.com/azure/cloud-adoption-framework/ready/landing-zone/design-area/resource-org-subscriptions
# schemas:
#   - input: schema["subscription.schema"]
# custom:
#   subject: subscription
#   severity: low
#   code: PLT-003
#   class: advisory
#   levels: {gate: note, audit: note}
#   requires: [resource_group, product]
#   parameters:
#     max_domains: {type: integer, default: 1, tighter: lower, description: Domains with nodes in one subscription}
#   remediation: >-
#     Deploy the next nodes of all but one of {parties} to a subscription of that domain.
package mesh.platform.subscription_per_domain

import data.lib.words
import data.parameters

deny contains violation if {
	count(input.domains) > parameters.max_domains
	violation := {
		"message": sprintf("holds nodes of %d domains: %s", [count(input.domains), words.enumeration(input.domains)]),
		"path": ["domains"],
		"parties": input.domains,
		"actual": count(input.domains),
		"expected": parameters.max_domains,
	}
}

cannot_evaluate contains "whose nodes the subscription holds is not known" if {
	object.get(input, "domains", null) == null
}

not_applicable if {
	is_array(input.domains)
	count(input.domains) == 0
}
