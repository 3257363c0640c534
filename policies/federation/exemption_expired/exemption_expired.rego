# METADATA
# scope: package
# title: An exemption that has expired is gone
# description: >-
#   What an expired exemption covered is a violation again. The file only pretends that somebody still agrees.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/governance/policy/concepts/exemption-structure
# schemas:
#   - input: schema["exemption.schema"]
# custom:
#   subject: exemption
#   severity: medium
#   code: FED-007
#   class: default
#   floor: note
#   levels: {gate: warn, audit: warn}
#   remediation: >-
#     Take it out, or ask the authority that owns the policy for a new one.
package mesh.federation.exemption_expired

import data.lib.words

standing := object.get(input, "standing", null)

deny contains violation if {
	is_number(standing.days_left)
	standing.days_left < 0
	violation := {
		"message": sprintf("has expired on %v, %s ago: what it covered is a violation again", [
			object.get(input, "expires", "a day"),
			words.counted(0 - standing.days_left, "day"),
		]),
		"path": ["expires"],
		"key": "expires",
		"actual": standing.days_left,
	}
}

# That there is no such policy is told apart.
not_applicable if {
	standing.policy == null
}

# One without an end is not complete, which is told apart.
not_applicable if {
	standing.days_left == null
}

cannot_evaluate contains "what the federation made of it is not known" if {
	standing == null
}
