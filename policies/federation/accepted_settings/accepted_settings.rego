# METADATA
# scope: package
# title: Settings keep to what their scope may set
# description: >-
#   A scope below the owner of a policy may tighten it, and loosen it as far as its author allows. A setting that goes
#   further, or names what does not exist, takes no effect; whoever wrote it must know.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/governance/policy/concepts/exemption-structure
# schemas:
#   - input: schema["policy_set.schema"]
# custom:
#   subject: policy_set
#   severity: high
#   code: FED-002
#   class: mandatory
#   levels: {gate: deny, audit: deny}
#   remediation: >-
#     Take the setting out, tighten instead, or ask the owner of the policy for an exemption.
package mesh.federation.accepted_settings

import data.lib.refusals

deny contains violation if {
	some violation in refusals.violations(input)
}

cannot_evaluate contains "what the federation made of it is not known" if {
	object.get(input, "refusals", null) == null
}
