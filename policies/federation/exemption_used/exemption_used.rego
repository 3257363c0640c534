# METADATA
# scope: package
# title: An exemption covers something
# description: >-
#   An exemption that finds no subject, or whose subject keeps to the policy by now, covers nothing today and the wrong
#   thing tomorrow.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/governance/policy/concepts/exemption-structure
# schemas:
#   - input: schema["exemption.schema"]
# custom:
#   subject: exemption
#   severity: low
#   code: FED-009
#   class: default
#   floor: note
#   levels: {gate: warn, audit: warn}
#   remediation: >-
#     Take it out.
package mesh.federation.exemption_used

standing := object.get(input, "standing", null)

deny contains violation if {
	standing.matched == 0
	violation := {
		"message": "finds no subject in this mesh",
		"path": ["subject"],
		"key": "subject",
	}
}

deny contains violation if {
	standing.is_live
	standing.matched > 0
	standing.covered == 0
	violation := {
		"message": sprintf("covers nothing any more: what it is about keeps to %s", [standing.policy]),
		"path": ["subject"],
		"key": "covered",
	}
}

# That there is no such policy is told apart.
not_applicable if {
	standing.policy == null
}

cannot_evaluate contains "what the federation made of it is not known" if {
	standing == null
}
