# METADATA
# scope: package
# title: An exemption is complete, and ends in time
# description: >-
#   An exemption names a policy and a subject, says why, who asked for it and until when; and it holds no longer than
#   the mesh allows. One that does not takes no effect.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/governance/policy/concepts/exemption-structure
# schemas:
#   - input: schema["exemption.schema"]
# custom:
#   subject: exemption
#   severity: high
#   code: FED-004
#   class: mandatory
#   levels: {gate: deny, audit: deny}
#   remediation: >-
#     Complete it, or take it out.
package mesh.federation.accepted_exemption

import data.lib.refusals

deny contains violation if {
	some violation in refusals.violations(input)
}

deny contains violation if {
	input.standing.is_too_long == true
	violation := {
		"message": sprintf("holds until %v, which is longer than the mesh or the policy allows", [object.get(input, "expires", "ever")]),
		"path": ["expires"],
		"key": "expires",
		"remediation": "Write an earlier day, and ask again when it comes.",
	}
}

cannot_evaluate contains "what the federation made of it is not known" if {
	object.get(input, "refusals", null) == null
}
