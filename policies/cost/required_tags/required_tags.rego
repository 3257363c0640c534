# METADATA
# scope: package
# title: Tags for chargeback are there
# description: >-
#   Cost that no tag ties to a cost centre, an owner, a domain and a product is paid by the platform team. Tags count under
#   the mesh's inheritance mode, their names without case; a tag without a value counts as missing.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources
# custom:
#   subject: [resource, node]
#   severity: medium
#   code: CST-001
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   parameters:
#     required_tags:
#       type: set
#       default: [costCenter, domain, environment, owner, product]
#       tighter: superset
#       description: Tags that every resource and node carries
#   remediation: >-
#     Set {expected}, for example with `az tag update --operation merge`; where the Mesh says `tagInheritance:
#     resource_group`, the tags of the resource group are enough.
package mesh.cost.required_tags

import data.lib.words
import data.parameters

missing := {tag | some tag in parameters.required_tags; not has_value(tag)}

has_value(tag) if {
	value := input.effective_tags[lower(tag)]
	is_string(value)
	trim_space(value) != ""
}

deny contains violation if {
	input.tags_complete
	count(missing) > 0
	violation := {
		"message": sprintf("%s missing: %s", [noun, words.enumeration(missing)]),
		"path": ["tags"],
		"actual": sort(object.keys(input.effective_tags)),
		"expected": sort(missing),
	}
}

noun := "a required tag is" if {
	count(missing) == 1
} else := "required tags are"

cannot_evaluate contains "the tags that it would inherit were not collected" if {
	not input.tags_complete
	count(missing) > 0
}
