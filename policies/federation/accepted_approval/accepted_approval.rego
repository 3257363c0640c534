# METADATA
# scope: package
# title: An approval is signed by who may sign it
# description: >-
#   Consent counts where it lies in the tree of the authority that speaks, is signed by one of its members, and is
#   about something that asks for it. Any other says nothing, and what waits for it goes on waiting.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/governance/policy/concepts/exemption-structure
# schemas:
#   - input: schema["approval.schema"]
# custom:
#   subject: approval
#   severity: high
#   code: FED-003
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   remediation: >-
#     Let a member of the authority sign it, in the tree of that authority.
package mesh.federation.accepted_approval

import data.lib.refusals

deny contains violation if {
	some violation in refusals.violations(input)
}

cannot_evaluate contains "what the federation made of it is not known" if {
	object.get(input, "refusals", null) == null
}
