# METADATA
# scope: package
# title: There is a plan for the day it breaks
# description: >-
#   When a product of the highest tier fails, nobody should have to think of what comes first. An incident plan is linked
#   from the product. Where no tier is stated, a product that other domains read should have one too.
# related_resources:
#   - ref: https://mrpaulandrew.com/2021/12/22/building-a-data-mesh-architecture-in-azure-part-1/
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: medium
#   code: SLA-007
#   class: default
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract]
#   parameters:
#     tiers: {type: set, default: ["1"], tighter: superset, description: Tiers whose products link an incident plan}
#   remediation: Link the plan of {name} in the custom property incidentPlan.
package mesh.service_level.incident_plan

import data.lib.parties
import data.lib.words
import data.parameters

in_tier if input.tier in parameters.tiers

untiered if object.get(input, "tier", null) == null

planless if object.get(input, "incident_plan", null) == null

planless if trim_space(input.incident_plan) == ""

deny contains violation if {
	in_tier
	planless
	violation := {"message": sprintf("is of tier %s, and links no incident plan", [input.tier]), "path": ["customProperties"]}
}

deny contains violation if {
	untiered
	planless
	count(input.consumer_domains) > 0
	violation := {
		"message": sprintf("links no incident plan, and is read by %s", [words.enumeration(input.consumer_domains)]),
		"path": ["customProperties"],
		"level": "note",
		"parties": parties.known(array.concat([input.domain], input.consumer_domains)),
	}
}

not_applicable if input.life_cycle in {"proposed", "draft", "retired"}

not_applicable if {
	not untiered
	not in_tier
}

not_applicable if {
	untiered
	input.consumers_complete
	count(input.consumer_domains) == 0
}

cannot_evaluate contains "not every product could be read, so its consumers are not known" if {
	untiered
	planless
	not input.consumers_complete
}
