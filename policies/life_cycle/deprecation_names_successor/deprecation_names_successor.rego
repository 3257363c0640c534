# METADATA
# scope: package
# title: What is deprecated says until when, and what instead
# description: >-
#   Deprecating is asking others to move. They can when they know where to, and until when what they have is kept.
# related_resources:
#   - ref: https://dpds.opendatamesh.org/
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: medium
#   code: LIF-004
#   class: default
#   levels: {gate: deny, audit: warn}
#   remediation: Name the successor and the end of support beside what is deprecated.
package mesh.life_cycle.deprecation_names_successor

import data.lib.lists

missing(element) := [said |
	some [field, said] in [["successor", "successor"], ["end_of_support", "end of support"]]
	object.get(element, field, null) == null
]

deny contains violation if {
	some element in lists.of(input.deprecated)
	count(missing(element)) > 0
	violation := {
		"message": sprintf("%s is deprecated, and names no %s", [element.name, concat(" and no ", missing(element))]),
		"path": element.path,
		"key": element.name,
		"expected": missing(element),
	}
}

not_applicable if input.life_cycle == "retired"

not_applicable if {
	count(input.deprecated) == 0
}

cannot_evaluate contains "what is deprecated is not known" if {
	object.get(input, "deprecated", null) == null
}
