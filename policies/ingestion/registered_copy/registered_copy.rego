# METADATA
# scope: package
# title: A copy of a product is registered and paid
# description: >-
#   Copying a product's data is sometimes right, and it is redundancy that somebody keeps and pays. A copy that a pipeline
#   makes is registered as an input port that reads the product's output port, and, where it crosses domains, with the cost
#   centre that pays. Edges of which no copy was seen are left alone.
# related_resources:
#   - ref: https://mrpaulandrew.com/2021/12/15/building-a-data-mesh-architecture-in-azure-part-1/
# schemas:
#   - input: schema["edge.schema"]
# custom:
#   subject: edge
#   severity: medium
#   code: ING-009
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract, pipeline]
#   remediation: >-
#     Add an input port with the contractId of the output port and the custom property costCenter, or read the port instead
#     of copying.
package mesh.ingestion.registered_copy

import data.lib.lists

parties := {domain |
	some side in ["consumer", "producer"]
	domain := object.get(sides, [side, "domain"], null)
	domain != null
}

sides := {"consumer": input.consumer, "producer": input.producer}

deny contains violation if {
	copied
	input.declared == false
	violation := {
		"message": sprintf("data of %s%s is copied by %s, and no input port registers the copy", [
			product,
			of_domain,
			pipelines,
		]),
		"path": ["observed", 0],
		"key": "declared",
		"parties": parties,
	}
}

deny contains violation if {
	copied
	input.declared == true
	input.crosses_domains == true
	object.get(input, ["payer", "value"], null) == null
	violation := {
		"message": sprintf("data of %s%s is copied by %s, and no cost centre pays for it", [
			product,
			of_domain,
			pipelines,
		]),
		"path": ["consumer"],
		"key": "payer",
		"parties": parties,
		"remediation": "Write the custom property costCenter at the input port or at the consumer product.",
	}
}

copied if {
	count(input.observed) > 0
	is_object(input.producer)
}

pipelines := sprintf("the pipeline %s", [names[0]]) if {
	count(names) == 1
} else := sprintf("%d pipelines, %s among them", [count(names), names[0]])

names := sort({copy.pipeline | some copy in lists.of(input.observed)})

product := input.producer.product_name if {
	is_string(input.producer.product_name)
} else := sprintf("the product %v", [input.producer.product])

of_domain := sprintf(" (domain %s)", [input.producer.domain]) if {
	is_string(input.producer.domain)
} else := ""

cannot_evaluate contains "whether the copy crosses domains is not known" if {
	copied
	input.declared == true
	object.get(input, "crosses_domains", null) == null
	object.get(input, ["payer", "value"], null) == null
}

cannot_evaluate contains "whether an input port declares the copy is not known" if {
	copied
	object.get(input, "declared", null) == null
}

cannot_evaluate contains "whether the consumer copies is not known" if {
	object.get(input, "observed", null) == null
}

not_applicable if {
	is_array(input.observed)
	count(input.observed) == 0
}

not_applicable if {
	is_array(input.observed)
	object.get(input, "producer", null) == null
}
