# METADATA
# scope: package
# title: A change grants itself nothing
# description: >-
#   At the gate, authorities, exemptions, approvals and the settings of the mesh are those of the base. What a change
#   brings of them is told, and counts once somebody else has merged it.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/governance/policy/concepts/exemption-structure
# custom:
#   subject: [authority, policy_set, exemption, approval]
#   severity: low
#   code: FED-011
#   class: advisory
#   levels: {gate: note, audit: note}
#   remediation: >-
#     Merge it first, on its own; what relies on it follows.
package mesh.federation.granted_in_base

deny contains violation if {
	input.in_base == false
	violation := {
		"message": "takes no effect here: a change cannot grant itself anything, and this counts once it is in the base",
		"path": ["name"],
		"key": "base",
	}
}

# Without a base there is nothing to compare with, and what a domain sets for itself it may bring.
not_applicable if {
	object.get(input, "in_base", null) == null
}
