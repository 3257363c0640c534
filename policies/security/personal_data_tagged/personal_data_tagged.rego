# METADATA
# scope: package
# title: Personal data shows on the product
# description: >-
#   Whoever answers a request for erasure, or reviews what the company holds of people, looks at products and not at
#   columns. A product that exposes personal columns carries a tag that says so.
# related_resources:
#   - ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
#   - ref: https://bitol-io.github.io/open-data-product-standard/latest/
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: high
#   code: SEC-002
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [contract]
#   parameters:
#     personal_tags:
#       type: set
#       default: [gdpr, personal-data, pii]
#       tighter: subset
#       description: Tags or custom properties of which one is on the product
#   remediation: Add one of the tags {expected} to {name}.
package mesh.security.personal_data_tagged

import data.lib.similarity
import data.lib.words
import data.parameters

wanted := {similarity.plain(tag) | some tag in parameters.personal_tags}

tags_of := input.tags if {
	is_array(input.tags)
} else := []

# A tag may carry a value: `gdpr:true`.
tagged if {
	some tag in tags_of
	is_string(tag)
	similarity.plain(regex.split("[:=]", tag)[0]) in wanted
	not regex.match("(?i)[:=] *(false|no|none)$", tag)
}

tagged if {
	is_object(input.custom)
	some property, value in input.custom
	similarity.plain(property) in wanted
	not lower(sprintf("%v", [value])) in {"false", "no", "none", "null", ""}
}

deny contains violation if {
	input.personal_data > 0
	not tagged
	violation := {
		"message": sprintf("exposes %s, and no tag says so", [words.counted(input.personal_data, "personal column")]),
		"path": ["tags"],
		"actual": tags_of,
		"expected": sort(parameters.personal_tags),
	}
}

not_applicable if input.life_cycle == "retired"

not_applicable if input.personal_data == 0

cannot_evaluate contains "whether it exposes personal data is not known" if {
	object.get(input, "personal_data", null) == null
}
