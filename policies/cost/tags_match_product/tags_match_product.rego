# METADATA
# scope: package
# title: Tags say what the product says
# description: >-
#   Cost is charged by tags. Where the tags of a node name another domain, product, owner or cost centre than the product
#   that is placed in it, somebody pays for data that is not theirs. Case and the signs between words do not matter; a node
#   of several products may name any of them.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/cloud-adoption-framework/ready/azure-best-practices/resource-tagging
# schemas:
#   - input: schema["node.schema"]
# custom:
#   subject: node
#   severity: medium
#   code: CST-003
#   class: default
#   levels: {gate: deny, audit: warn}
#   requires: [product]
#   parameters:
#     tags:
#       type: set
#       default: [costCenter, domain, owner, product]
#       tighter: superset
#       description: "Tags that are compared with the product; these four can be"
#   remediation: >-
#     Set the tag of {name} to {expected}, or correct the product if it is the one that is wrong.
package mesh.cost.tags_match_product

import data.lib.lists
import data.lib.parties
import data.lib.similarity
import data.lib.words
import data.parameters

products := input.products if {
	is_array(input.products)
} else := []

# What the products say of each tag; an empty set where none of them says anything.
said["domain"] := parties.known([product.domain | some product in products])

said["product"] := {name | some product in products; some name in lists.of(product.names)}

said["owner"] := {name | some product in products; some name in lists.of(product.owner_names)}

said["costCenter"] := parties.known([product.cost_center | some product in products])

deny contains violation if {
	some tag in parameters.tags
	values := said[tag]
	count(values) > 0
	written := tag_value(tag)
	not agrees(written, values)
	violation := {
		"message": sprintf("the tag %s says %s, and %s says %s", [tag, written, sayer, words.enumeration(values)]),
		"path": ["tags"],
		"key": tag,
		"parties": said.domain,
		"actual": written,
		"expected": sort(values),
	}
}

# The names of tags have no case, and the subject has them in lower case.
tag_value(tag) := text if {
	text := input.effective_tags[lower(tag)]
	is_string(text)
	trim_space(text) != ""
}

agrees(written, values) if {
	some value in values
	similarity.same_name(written, value)
}

sayer := sprintf("the product %s", [products[0].name]) if {
	count(products) == 1
} else := "none of its products"

not_applicable if count(input.products) == 0

cannot_evaluate contains "the tags that it would inherit were not collected" if {
	not input.tags_complete
	some tag in parameters.tags
	not tag_value(tag)
}

cannot_evaluate contains "its product belongs to no domain" if {
	"domain" in parameters.tags
	tag_value("domain")
	count(said.domain) == 0
}

cannot_evaluate contains "its product names no owner" if {
	"owner" in parameters.tags
	tag_value("owner")
	count(said.owner) == 0
}

cannot_evaluate contains "the products that are placed in it are not known" if {
	object.get(input, "products", null) == null
}
