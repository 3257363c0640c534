# METADATA
# scope: package
# title: Data lies where its business region allows
# description: >-
#   Law and contracts say in which countries data may lie. The tag businessRegion of a node names the region that its data
#   belongs to, and the node lies in one of the Azure regions that are allowed for it.
# related_resources:
#   - ref: https://www.datamesh-governance.com/
#   - ref: https://learn.microsoft.com/azure/reliability/regions-list
# schemas:
#   - input: schema["node.schema"]
# custom:
#   subject: node
#   severity: high
#   code: SEC-005
#   class: mandatory
#   levels: {gate: deny, audit: deny}
#   parameters:
#     regions:
#       type: map
#       default:
#         ch: [switzerlandnorth, switzerlandwest]
#         eu:
#           [austriaeast, belgiumcentral, denmarkeast, finlandcentral, francecentral, francesouth, germanynorth,
#           germanywestcentral, italynorth, northeurope, polandcentral, spaincentral, swedencentral, swedensouth,
#           westeurope]
#         uk: [uksouth, ukwest]
#         us: [centralus, eastus, eastus2, northcentralus, southcentralus, westcentralus, westus, westus2, westus3]
#       tighter: fixed
#       description: Azure regions that are allowed for each business region
#   remediation: Move the node into an allowed Azure region, or correct its tag businessRegion.
package mesh.security.region

import data.lib.parties
import data.lib.tags
import data.lib.words
import data.parameters

region := value if {
	value := lower(trim_space(tags.value(input.effective_tags, "businessRegion")))
}

# Azure writes `West Europe` and `westeurope`.
location := replace(lower(input.location), " ", "")

allowed := parameters.regions[region]

deny contains violation if {
	not location in allowed
	violation := {
		"message": sprintf("lies in %s, and data of the region %s may lie in %s", [
			location,
			region,
			listed,
		]),
		"path": ["location"],
		"parties": parties.known([object.get(input, "domain", null)]),
		"actual": location,
		"expected": sort(allowed),
	}
}

# The first few; the rest are a number.
listed := words.enumeration(allowed) if {
	count(allowed) <= 5
} else := sprintf("%s and %d more", [concat(", ", array.slice(sort(allowed), 0, 5)), count(allowed) - 5])

not_applicable if {
	input.tags_complete
	not region
}

cannot_evaluate contains "the tags that it would inherit were not collected" if {
	not input.tags_complete
	not region
}

cannot_evaluate contains reason if {
	not allowed
	reason := sprintf("the business region %s is none of those in the parameters", [region])
}

cannot_evaluate contains "a subscription lies in no region" if {
	region
	object.get(input, "location", null) == null
}
