# METADATA
# scope: package
# title: An authority governs a scope of its own
# description: >-
#   Who may set and sign what follows from its authority. Two for one scope, one that claims the scope or the tree of
#   another, and one for a domain that nobody declares count for nothing until somebody puts it right.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/governance/policy/concepts/exemption-structure
# schemas:
#   - input: schema["authority.schema"]
# custom:
#   subject: authority
#   severity: high
#   code: FED-001
#   class: mandatory
#   levels: {gate: deny, audit: deny}
#   remediation: >-
#     Give each scope one authority, whose file lies where that scope can write.
package mesh.federation.accepted_authority

import data.lib.refusals

deny contains violation if {
	some violation in refusals.violations(input)
}

cannot_evaluate contains "what the federation made of it is not known" if {
	object.get(input, "refusals", null) == null
}
