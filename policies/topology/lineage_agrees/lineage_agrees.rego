# METADATA
# scope: package
# title: What is declared is also read
# description: >-
#   An input port that no pipeline uses is charged, reviewed and kept alive for nothing, or the data comes another way that
#   nobody declared. Copies that no port declares are judged where edges have to be declared.
# related_resources:
#   - ref: https://openlineage.io/docs/
#   - ref: https://learn.microsoft.com/azure/data-factory/copy-activity-overview
# schemas:
#   - input: schema["edge.schema"]
# custom:
#   subject: edge
#   severity: low
#   code: TOP-006
#   class: advisory
#   levels: {gate: note, audit: warn}
#   requires: [pipeline]
#   remediation: Remove the input port, or look for the way by which the data comes.
package mesh.topology.lineage_agrees

import data.lib.parties

observed := input.observed if {
	is_array(input.observed)
} else := []

deny contains violation if {
	input.observable == true
	count(observed) == 0
	violation := {
		"message": sprintf("declares that it reads %s, and no pipeline of it does", [parties.named(input.producer)]),
		"path": ["consumer"],
		"parties": parties.known([input.consumer.domain, input.producer.domain]),
	}
}

not_applicable if input.declared == false

not_applicable if not object.get(input, "resolution", null) in {"resolved", "other_version", "unknown"}

not_applicable if input.consumer.life_cycle in {"proposed", "draft", "retired"}

cannot_evaluate contains "the reads of the consumer's pipelines are not all known" if {
	object.get(input, "observable", null) != true
	count(observed) == 0
}
