# METADATA
# scope: package
# title: Critical data elements are in the glossary
# description: >-
#   A critical data element means the same in every report that the company is held to. Its column links to the definition
#   that the business agreed on.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/schema/
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: low
#   code: DSC-006
#   class: default
#   floor: note
#   levels: {gate: warn, audit: warn}
#   remediation: Add authoritativeDefinitions with the URL of the glossary term to the column.
package mesh.discovery.glossary_link

columns := input.columns if {
	is_array(input.columns)
} else := []

critical := [column | some column in columns; column.critical == true]

deny contains violation if {
	some column in critical
	not column.glossary
	violation := {
		"message": sprintf("%s is a critical data element, and links to no definition", [column.name]),
		"path": column.path,
		"key": column.name,
	}
}

not_applicable if input.life_cycle in {"proposed", "draft", "retired"}

not_applicable if count(critical) == 0
