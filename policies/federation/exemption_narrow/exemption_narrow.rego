# METADATA
# scope: package
# title: An exemption is narrow
# description: >-
#   A pattern that finds a large share of the mesh is no exception from a policy, but another policy that nobody agreed
#   on. It takes no effect.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/governance/policy/concepts/exemption-structure
# schemas:
#   - input: schema["exemption.schema"]
# custom:
#   subject: exemption
#   severity: high
#   code: FED-010
#   class: mandatory
#   levels: {gate: deny, audit: deny}
#   remediation: >-
#     Name the subjects, or find fewer; to change the policy for all of them is the right of its owner.
package mesh.federation.exemption_narrow

standing := object.get(input, "standing", null)

deny contains violation if {
	standing.is_too_broad == true
	violation := {
		"message": sprintf("finds %v subjects%s, and the mesh allows less", [standing.matched, share]),
		"path": ["subject", "id"],
		"key": "share",
		"actual": standing.share,
	}
}

share := sprintf(", %v %% of its kind", [floor(standing.share * 10) / 10]) if {
	is_number(standing.share)
} else := ""

# That there is no such policy is told apart.
not_applicable if {
	standing.policy == null
}

cannot_evaluate contains "what the federation made of it is not known" if {
	standing == null
}
