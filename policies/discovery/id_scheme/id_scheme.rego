# METADATA
# scope: package
# title: The id of a product is an address
# description: >-
#   An id stands in URLs, tags and file names. It follows one scheme, so that a product is found by it everywhere: a UUID, a
#   URN, or lower-case words with a sign between them.
# related_resources:
#   - ref: https://www.datamesh-governance.com/
#   - ref: https://bitol-io.github.io/open-data-product-standard/latest/
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: low
#   code: DSC-005
#   class: default
#   floor: note
#   levels: {gate: warn, audit: warn}
#   parameters:
#     pattern:
#       type: string
#       default: "^(?:urn:[A-Za-z0-9][A-Za-z0-9-]*:.+|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[a-z0-9]+(?:[-._:/][a-z0-9]+)*)$"
#       tighter: fixed
#       description: Regular expression that every id matches
#   remediation: Give {name} an id such as a UUID, before others refer to it; tell those who do.
package mesh.discovery.id_scheme

import data.parameters

deny contains violation if {
	regex.is_valid(parameters.pattern)
	not regex.match(parameters.pattern, input.id)
	violation := {
		"message": sprintf("the id `%s` does not follow the scheme", [input.id]),
		"path": ["id"],
		"actual": input.id,
		"expected": parameters.pattern,
	}
}

not_applicable if input.life_cycle == "retired"

cannot_evaluate contains "the parameter pattern is no regular expression" if {
	not regex.is_valid(parameters.pattern)
}
