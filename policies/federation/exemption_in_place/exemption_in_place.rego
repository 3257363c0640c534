# METADATA
# scope: package
# title: An exemption lies with the authority that grants it
# description: >-
#   What lies in the tree of the authority that owns a policy, only that authority can have put there. An exemption
#   that lies elsewhere anybody could have written: it takes no effect.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/governance/policy/concepts/exemption-structure
# schemas:
#   - input: schema["exemption.schema"]
# custom:
#   subject: exemption
#   severity: high
#   code: FED-005
#   class: mandatory
#   levels: {gate: deny, audit: deny}
#   remediation: >-
#     Ask the authority that owns the policy to put it into its tree.
package mesh.federation.exemption_in_place

standing := object.get(input, "standing", null)

deny contains violation if {
	standing.is_placed == false
	violation := {
		"message": sprintf("does not lie in the tree of %s, which owns %s", [standing.authority, standing.policy]),
		"path": ["policy"],
		"key": "place",
	}
}

# That there is no such policy is told apart.
not_applicable if {
	standing.policy == null
}

# Where nobody owns the policy, nobody can sign either: that is told of the signature.
not_applicable if {
	standing.is_placed == null
}

cannot_evaluate contains "what the federation made of it is not known" if {
	standing == null
}
