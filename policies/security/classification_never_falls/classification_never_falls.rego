# METADATA
# scope: package
# title: Classification never falls on the way
# description: >-
#   Data that is confidential where it comes from is confidential where it goes, unless something was done to it. A product
#   whose outputs are classified lower than what it reads says how it de-identifies: by aggregation, masking, or pseudonyms.
#   An unclassified column counts as confidential.
# related_resources:
#   - ref: https://www.datamesh-governance.com/
#   - ref: https://learn.microsoft.com/azure/cloud-adoption-framework/scenarios/cloud-scale-analytics/secure-data-privacy
# schemas:
#   - input: schema["edge.schema"]
# custom:
#   subject: edge
#   severity: critical
#   code: SEC-003
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract]
#   remediation: >-
#     Classify the outputs at least as high as the input, or say in the custom property deidentification of the input port
#     what makes them harmless.
package mesh.security.classification_never_falls

import data.lib.parties

read := object.get(input, ["producer", "classification"], null)

given := object.get(input, ["consumer", "classification"], null)

# A denial is no step.
silent if lower(trim_space(object.get(input, "deidentification", ""))) in {"", "false", "n/a", "no", "none"}

silent if object.get(input, "deidentification", null) == null

deny contains violation if {
	given.rank < read.rank
	silent
	violation := object.union(weight, {
		"message": sprintf("reads %s data of %s and gives %s data, and no de-identification is stated", [
			read.name,
			parties.named(input.producer),
			given.name,
		]),
		"path": ["consumer"],
		"parties": parties.known([input.consumer.domain, input.producer.domain]),
		"actual": given.name,
		"expected": read.name,
	})
}

# What nobody classified may be harmless.
weight := {"level": "warn"} if {
	read.name == "unclassified"
} else := {}

not_applicable if input.resolution in {"source", "dangling", "unexposed", "no_contract"}

not_applicable if input.consumer.life_cycle == "retired"

cannot_evaluate contains "a contract or product that may be on the other side could not be read" if {
	object.get(input, "producer", null) == null
}

cannot_evaluate contains "the contract that it reads describes no columns, so its classification is not known" if {
	object.get(input, "producer", null) != null
	read == null
	silent
}

cannot_evaluate contains "the outputs of the consumer describe no columns, so their classification is not known" if {
	read.rank > 0
	given == null
	silent
}
