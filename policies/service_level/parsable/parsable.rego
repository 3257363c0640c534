# METADATA
# scope: package
# title: Service levels can be read as quantities
# description: >-
#   A promise such as `high` or `as agreed` can be neither kept nor broken. Every service level is a number with its unit, a
#   duration, a date or a time of day, and one that can be: no data is available for more than 100 % of the time.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/service-level-agreement/
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: medium
#   code: SLA-002
#   class: default
#   levels: {gate: deny, audit: warn}
#   remediation: >-
#     Write a number and its unit, such as `value: 99.5`, `unit: percent`, or a duration such as `PT4H`.
package mesh.service_level.parsable

import data.lib.lists

deny contains violation if {
	some level in lists.of(input.unparsed_levels)
	violation := {
		"message": sprintf("the service level %s says %s, which is no %s", [level.dimension, said(level), level.wanted]),
		"path": level.path,
		"key": level.dimension,
		"actual": level.text,
	}
}

said(level) := sprintf("`%v`", [level.text]) if {
	level.text != null
	trim_space(level.text) != ""
} else := "nothing"

not_applicable if input.life_cycle in {"proposed", "draft", "retired"}

cannot_evaluate contains "the service levels are not known" if {
	object.get(input, "unparsed_levels", null) == null
}
