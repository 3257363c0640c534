# METADATA
# scope: package
# title: Whoever relies on an exemption knows that it ends
# description: >-
#   On the day after the last one the gate closes. Two weeks are enough to mend what is exempt, or to ask again.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/governance/policy/concepts/exemption-structure
# schemas:
#   - input: schema["exemption.schema"]
# custom:
#   subject: exemption
#   severity: low
#   code: FED-008
#   class: advisory
#   levels: {gate: note, audit: note}
#   parameters:
#     notice_days: {type: integer, default: 14, tighter: higher, description: How many days before its end it is told}
#   remediation: >-
#     Mend what it covers before it ends, or ask the authority that owns the policy for a new one.
package mesh.federation.exemption_ends_soon

import data.lib.words
import data.parameters

standing := object.get(input, "standing", null)

deny contains violation if {
	standing.days_left >= 0
	standing.days_left <= parameters.notice_days
	violation := {
		"message": sprintf("ends on %v, %s", [object.get(input, "expires", "a day"), left]),
		"path": ["expires"],
		"key": "expires",
		"actual": standing.days_left,
	}
}

left := "today" if {
	standing.days_left == 0
} else := sprintf("in %s", [words.counted(standing.days_left, "day")])

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
