# METADATA
# scope: package
# title: Versions say what changed
# description: >-
#   A semantic version tells a consumer whether to read on, look twice or move. Where the parameter major_in_id is true, the
#   id ends with the major version, so that two of them can live side by side.
# related_resources:
#   - ref: https://semver.org/
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: low
#   code: LIF-002
#   class: default
#   floor: note
#   levels: {gate: warn, audit: warn}
#   parameters:
#     major_in_id: {type: boolean, default: false, tighter: fixed, description: Whether the id ends with the major version}
#   remediation: Give {name} a version of three numbers, such as 1.0.0.
package mesh.life_cycle.semantic_version

import data.parameters

version := object.get(input, "version", null)

deny contains violation if {
	version == null
	violation := {"message": "has no version", "path": ["version"], "key": "version"}
}

deny contains violation if {
	version != null
	object.get(input, "version_parts", null) == null
	violation := {
		"message": sprintf("the version %v is not semantic", [version]),
		"path": ["version"],
		"key": "version",
		"actual": version,
	}
}

deny contains violation if {
	parameters.major_in_id
	not regex.match(sprintf("(^|[^0-9])v?%d$", [input.version_parts.major]), input.id)
	violation := {
		"message": sprintf("the id %s does not end with the major version %d", [input.id, input.version_parts.major]),
		"path": ["id"],
		"key": "id",
		"actual": input.id,
		"expected": sprintf("v%d", [input.version_parts.major]),
		"remediation": "End the id with the major version, such as orders-v1.",
	}
}

not_applicable if input.life_cycle == "retired"
