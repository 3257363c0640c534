# METADATA
# scope: package
# title: What is active does not rest on a draft
# description: >-
#   A draft may change every day and has promised nothing. A product in use that reads one passes on a promise that it was
#   never given.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-product-standard/latest/
# schemas:
#   - input: schema["edge.schema"]
# custom:
#   subject: edge
#   severity: medium
#   code: LIF-007
#   class: default
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract]
#   remediation: Wait with the status active, or ask the producer to make the input active first.
package mesh.life_cycle.active_on_draft

import data.lib.parties
import data.lib.words

early := {"draft", "proposed"}

# A port without a status of its own has that of its contract, which is told already.
port_state := null if {
	input.producer.port_life_cycle == input.producer.contract.life_cycle
} else := object.get(input, ["producer", "port_life_cycle"], null)

states := {
	"product": object.get(input, ["producer", "life_cycle"], null),
	"contract": object.get(input, ["producer", "contract", "life_cycle"], null),
	"port": port_state,
}

unfinished := {sprintf("the %s is %s", [part, state]) | some part, state in states; state in early}

deny contains violation if {
	input.consumer.life_cycle == "active"
	count(unfinished) > 0
	violation := {
		"message": sprintf("is active and reads %s, of which %s", [
			parties.named(input.producer),
			words.enumeration(unfinished),
		]),
		"path": ["consumer"],
		"parties": parties.known([input.consumer.domain, input.producer.domain]),
	}
}

not_applicable if input.resolution in {"source", "dangling", "unexposed", "no_contract"}

not_applicable if input.consumer.life_cycle in {"proposed", "draft", "deprecated", "retired"}

cannot_evaluate contains "a contract or product that may be on the other side could not be read" if {
	object.get(input, "producer", null) == null
}

cannot_evaluate contains "the status of the consumer is not known" if {
	object.get(input.consumer, "life_cycle", "unknown") in {"unknown", null}
	count(unfinished) > 0
}

cannot_evaluate contains "the status of the product that it reads is not known" if {
	object.get(input, "producer", null) != null
	object.get(input.producer, "life_cycle", "unknown") in {"unknown", null}
}
