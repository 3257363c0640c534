# METADATA
# scope: package
# title: Every resource with data belongs to one node of one domain
# description: >-
#   Data outside every node has no owner, no product and no payer, and data in a node that two domains claim has two. A
#   tenant holds more than its mesh: a node that no domain claims is a warning, and what does not belong to the mesh says so
#   by a tag, of its own or inherited.
# related_resources:
#   - ref: https://mrpaulandrew.com/2021/12/15/building-a-data-mesh-architecture-in-azure-part-1/
# schemas:
#   - input: schema["resource.schema"]
# custom:
#   subject: resource
#   severity: medium
#   code: NODE-001
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [resource, product, domain]
#   parameters:
#     outside_tags:
#       type: set
#       default: [outsideMesh]
#       tighter: subset
#       description: Tags of resources that do not belong to the mesh
#   remediation: >-
#     Place a product in the node (custom properties azureSubscriptionId and azureResourceGroup), or list the node in the
#     `nodes` of its Domain; tag what does not belong to the mesh with outsideMesh.
package mesh.node.covers_resource

import data.lib.tags
import data.lib.words
import data.parameters

claimants := input.node.domains

deny contains violation if {
	input.carries_data == true
	claims_known
	count(claimants) > 1
	violation := {
		"message": sprintf("carries data, and its node %s is claimed by the domains %s", [
			input.node.name,
			words.enumeration(claimants),
		]),
		"path": ["node"],
		"parties": claimants,
		"actual": count(claimants),
		"expected": 1,
		"remediation": sprintf("Agree which of %s owns %s, and make the Domain, the products and the tags say so.", [
			words.enumeration(claimants),
			input.node.name,
		]),
	}
}

deny contains violation if {
	input.carries_data == true
	claims_known
	count(claimants) == 0
	violation := {
		"message": sprintf("carries data, and no domain claims its node %s", [input.node.name]),
		"path": ["node"],
		"level": "warn",
		"actual": 0,
		"expected": 1,
	}
}

deny contains violation if {
	input.carries_data == true
	input.node == null
	violation := {
		"message": "carries data and lies in no node",
		"path": ["node"],
		"level": "warn",
	}
}

claims_known if is_array(input.node.domains)

cannot_evaluate contains "which domains claim its node is not known" if {
	input.carries_data == true
	not claims_known
	object.get(input, "node", {}) != null
}

cannot_evaluate contains "whether it carries data is not known" if {
	object.get(input, "carries_data", null) == null
}

not_applicable if input.carries_data == false

not_applicable if {
	some tag in parameters.outside_tags
	tags.has(input.effective_tags, tag)
}
