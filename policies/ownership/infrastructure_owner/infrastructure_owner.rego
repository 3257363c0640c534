# METADATA
# scope: package
# title: The owners of data and infrastructure are both named
# description: >-
#   Who answers for the data is not always who runs the storage and the compute below it. Both are named at the node, even
#   where they are one team, so that nobody has to guess whom to call. The owners of the node's products count as owners of
#   its data. Tags count under the mesh's inheritance mode. Nodes that no domain claims are left alone.
# related_resources:
#   - ref: https://mrpaulandrew.com/2021/12/15/building-a-data-mesh-architecture-in-azure-part-1/
#   - ref: https://learn.microsoft.com/azure/cloud-adoption-framework/ready/azure-best-practices/resource-tagging
# schemas:
#   - input: schema["node.schema"]
# custom:
#   subject: node
#   severity: low
#   code: OWN-011
#   class: default
#   floor: note
#   levels: {gate: note, audit: warn}
#   requires: [product]
#   parameters:
#     data_owner_tags:
#       type: set
#       default: [dataOwner, owner]
#       tighter: subset
#       description: Tags that name the owner of the data
#     infrastructure_owner_tags:
#       type: set
#       default: [infrastructureOwner, opsTeam, technicalOwner]
#       tighter: subset
#       description: Tags that name the owner of the infrastructure
#   remediation: >-
#     Set the tag with the name of the team, the same one where it is the same, for example with
#     `az tag update --operation merge`.
package mesh.ownership.infrastructure_owner

import data.lib.lists
import data.lib.tags
import data.parameters

data_owner if {
	some tag in parameters.data_owner_tags
	tags.has(input.effective_tags, tag)
}

data_owner if {
	some product in lists.of(input.products)
	count(product.owner_names) > 0
}

infrastructure_owner if {
	some tag in parameters.infrastructure_owner_tags
	tags.has(input.effective_tags, tag)
}

missing contains lack if {
	not data_owner
	lack := {"of": "data", "tags": parameters.data_owner_tags, "also": ", nor has its product an owner"}
}

missing contains lack if {
	not infrastructure_owner
	lack := {"of": "infrastructure", "tags": parameters.infrastructure_owner_tags, "also": ""}
}

deny contains violation if {
	input.tags_complete == true
	some lack in missing
	violation := {
		"message": sprintf("nobody is named as owner of its %s: no tag %s%s", [lack.of, any_of(lack.tags), lack.also]),
		"path": ["tags"],
		"key": lack.of,
		"expected": lack.tags,
	}
}

any_of(names) := concat(", ", sort(names))

cannot_evaluate contains "the tags that it would inherit were not collected" if {
	object.get(input, "tags_complete", null) != true
	count(missing) > 0
}

not_applicable if {
	object.get(input, "domain", null) == null
	count(input.products) == 0
}
