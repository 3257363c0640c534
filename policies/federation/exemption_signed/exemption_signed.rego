# METADATA
# scope: package
# title: An exemption is signed by who may sign it
# description: >-
#   An exemption is approved by a member of the authority that owns the policy, who neither asked for it nor acts for a
#   domain that gains by it. Nobody excepts himself.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/governance/policy/concepts/exemption-structure
# schemas:
#   - input: schema["exemption.schema"]
# custom:
#   subject: exemption
#   severity: high
#   code: FED-006
#   class: mandatory
#   levels: {gate: deny, audit: deny}
#   remediation: >-
#     Let another member of the authority that owns the policy approve it.
package mesh.federation.exemption_signed

standing := object.get(input, "standing", null)

deny contains violation if {
	standing.policy != null
	violation := {
		"message": said[standing.signature],
		"path": ["approvedBy"],
		"key": "signature",
		"actual": standing.signature,
		"expected": "valid",
	}
}

by := object.get(input, "approvedBy", "nobody")

said := {
	"missing": "nobody approved it",
	"stranger": sprintf("%v, who approved it, does not act for %v, which owns the policy", [by, standing.authority]),
	"requester": sprintf("%v asked for it and approved it too", [by]),
	"beneficiary": sprintf("%v, who approved it, acts for a domain that gains by it", [by]),
	"blocked": "an authority that takes part blocks it",
	"unknown": unknown_signature,
}

unknown_signature := "no authority governs the owner of the policy, so that nobody can approve it" if {
	standing.authority == null
} else := sprintf("nobody can say whether %v, who approved it, acts for %s", [by, standing.authority])

# That there is no such policy is told apart.
not_applicable if {
	standing.policy == null
}

cannot_evaluate contains "what the federation made of it is not known" if {
	standing == null
}
