# METADATA
# scope: package
# title: The status is a known one, and goes forward
# description: >-
#   Rules, catalogues and people act on the status. It is one of the words of the standard; another word that is understood
#   is a note. A product that was retired does not come back, and one that was in use is no draft again.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-product-standard/latest/
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: medium
#   code: LIF-001
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   parameters:
#     vocabulary:
#       type: set
#       default: [active, deprecated, draft, proposed, retired]
#       tighter: subset
#       description: Words that a status may be
#   remediation: Set the status of {name} to proposed, draft, active, deprecated or retired.
package mesh.life_cycle.status

import data.parameters

status := object.get(input, "status", null)

missing if status == null

missing if trim_space(status) == ""

deny contains violation if {
	missing
	violation := {"message": "has no status", "path": ["status"], "key": "word", "expected": sort(parameters.vocabulary)}
}

deny contains violation if {
	not missing
	not status in parameters.vocabulary
	violation := object.union(reading, {
		"path": ["status"],
		"key": "word",
		"actual": status,
		"expected": sort(parameters.vocabulary),
	})
}

reading := {"message": sprintf("the status %v is not a known one", [status])} if {
	input.life_cycle == "unknown"
} else := {
	"message": sprintf("the status %v is understood as %s; the standard's word says it to everybody", [status, input.life_cycle]),
	"level": "note",
}

# Where each life cycle may go; it may always stay.
onward := {
	"proposed": {"active", "deprecated", "draft", "proposed", "retired"},
	"draft": {"active", "deprecated", "draft", "proposed", "retired"},
	"active": {"active", "deprecated", "retired"},
	"deprecated": {"active", "deprecated", "retired"},
	"retired": {"retired"},
}

deny contains violation if {
	input.life_cycle != "unknown"
	before := input.previous.life_cycle
	allowed := onward[before]
	not input.life_cycle in allowed
	violation := {
		"message": sprintf("was %s and is now %s", [before, input.life_cycle]),
		"path": ["status"],
		"key": "transition",
		"actual": input.life_cycle,
		"expected": sort(allowed),
		"remediation": "Keep the status, and make a new product or a new version if it is to begin again.",
	}
}

cannot_evaluate contains "its earlier state could not be read" if input.base == "unknown"
