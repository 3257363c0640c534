# METADATA
# scope: package
# title: Only source-aligned products read operational systems
# description: >-
#   A product for consumers or an aggregate that reads an operational system goes around the product that answers for that
#   data, and loads the system once more. Source-aligned products read the system, and all others read output ports.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/cloud-adoption-framework/scenarios/cloud-scale-analytics/architectures/data-landing-zone-data-products
#   - ref: https://bitol-io.github.io/open-data-product-standard/latest/
# schemas:
#   - input: schema["edge.schema"]
# custom:
#   subject: edge
#   severity: high
#   code: ING-003
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract]
#   remediation: >-
#     Read the output port of the source-aligned product of that system instead, and ask its domain for one where there is
#     none; or, where the product does stand for the system, make its type sourceAligned.
package mesh.ingestion.source_aligned_only

described := {"aggregate": "an aggregate", "consumer_aligned": "a consumer-aligned"}

deny contains violation if {
	input.resolution == "source"
	kind := described[input.consumer.type_class]
	violation := {
		"message": sprintf("%s product reads %s, and only source-aligned ones may", [kind, system]),
		"path": ["consumer"],
		"parties": {domain | some domain in [input.consumer.domain, system_domain]; domain != null},
		"actual": input.consumer.type_class,
		"expected": "source_aligned",
	}
}

system := sprintf("the operational system %s", [input.source.system]) if {
	is_string(input.source.system)
} else := "an operational system"

system_domain := input.source.system_domain if {
	is_string(input.source.system_domain)
} else := null

cannot_evaluate contains "the product that reads the operational system states no type, or one that is not understood" if {
	input.resolution == "source"
	object.get(input.consumer, "type_class", null) == null
}

cannot_evaluate contains "a contract or product that may be on the other side could not be read" if {
	input.resolution == "unknown"
}

not_applicable if not object.get(input, "resolution", null) in {"source", "unknown"}

not_applicable if input.consumer.life_cycle == "retired"
