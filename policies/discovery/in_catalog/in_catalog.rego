# METADATA
# scope: package
# title: The catalogue knows the product
# description: People look for data in the catalogue. A product that is not in it is built again by somebody else.
# related_resources:
#   - ref: https://www.datamesh-governance.com/
#   - ref: https://backstage.io/docs/features/software-catalog/
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: low
#   code: DSC-003
#   class: default
#   floor: note
#   levels: {gate: warn, audit: warn}
#   remediation: Register {name} in the catalogue, under its id or its name.
package mesh.discovery.in_catalog

import data.lib.parties

catalog := object.get(input, "catalog", null)

deny contains violation if {
	catalog.found == false
	violation := {"message": "is not in the catalogue", "path": ["name"], "parties": parties.known([input.domain])}
}

not_applicable if input.life_cycle in {"proposed", "draft", "retired"}

# No catalogue was given, so nothing is missing from it.
not_applicable if catalog == null
