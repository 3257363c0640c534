# METADATA
# scope: package
# title: A product says what it is for
# description: >-
#   People find a product by what it says of itself. Its description tells the purpose, how to use it, and what it must not
#   be used for; words that stand for a text to come say nothing.
# related_resources:
#   - ref: https://martinfowler.com/articles/fitness-functions-data-products.html
#   - ref: https://bitol-io.github.io/open-data-product-standard/latest/
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: low
#   code: DSC-001
#   class: default
#   levels: {gate: deny, audit: warn}
#   parameters:
#     parts: {type: set, default: [limitations, purpose, usage], tighter: superset, description: Parts that every description has}
#   remediation: Write {expected} into the description of {name}; a sentence each is enough.
package mesh.discovery.described

import data.lib.words
import data.parameters

missing := {part | some part in parameters.parts; not says(part)}

says(part) if meaningful(input.description[part])

# A description that is one text tells the purpose.
says("purpose") if meaningful(input.description)

meaningful(text) if {
	is_string(text)
	plain := regex.replace(lower(text), `[^\pL\pN]+`, "")
	plain != ""
	not plain in {"tbd", "todo", "tba", "na", "none", "null", "unknown", "xxx", "description", "fixme", "lorem", "placeholder"}
}

deny contains violation if {
	count(missing) > 0
	violation := {
		"message": sprintf("the description says nothing of %s", [words.enumeration(missing)]),
		"path": ["description"],
		"expected": sort(missing),
	}
}

not_applicable if input.life_cycle in {"proposed", "draft", "retired"}
