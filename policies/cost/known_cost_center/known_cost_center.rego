# METADATA
# scope: package
# title: Finance knows the cost centre
# description: >-
#   A cost centre with a slip of the pen is charged to nobody. Every cost centre of a node is one of those that finance
#   lists in the Mesh.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/cloud-adoption-framework/ready/azure-best-practices/resource-tagging
# schemas:
#   - input: schema["node.schema"]
# custom:
#   subject: node
#   severity: medium
#   code: CST-002
#   class: default
#   levels: {gate: deny, audit: warn}
#   remediation: Set the tag costCenter of {name} to one that the Mesh lists in costCenters, or ask finance to add this one.
package mesh.cost.known_cost_center

import data.lib.parties

cost_center := object.get(input, "cost_center", null)

deny contains violation if {
	cost_center.known == false
	violation := {
		"message": sprintf("the cost centre %s is not in the mesh's list", [cost_center.value]),
		"path": ["cost_center"],
		"parties": parties.known([input.domain]),
		"actual": cost_center.value,
	}
}

# No cost centre is a missing tag; no list leaves nothing to compare with.
not_applicable if {
	cost_center == null
	input.tags_complete
}

not_applicable if cost_center.known == null

cannot_evaluate contains "the tags that it would inherit were not collected" if {
	cost_center == null
	not input.tags_complete
}
